// What the portfolio page asks the server: two requests for a hundred projects, one more for the trend of each row shown.
import { all, each, get } from '../lib/api.js';
import { debtByPass, LEVELS } from '../lib/checklist.js';

/** The server measures no more projects in one request. */
const CHUNK = 100;
const MEASURES = [
  'asyncio_rating', 'asyncio_critical', 'asyncio_high', 'asyncio_medium', 'asyncio_low', 'asyncio_debt',
  'asyncio_debt_by_pass', 'alert_status',
];

/**
 * Calls `found` with all projects known so far, first of all with the first that are measured; with whether more are
 * under way; and with the number of projects that there are, which is above what the server gives out of a large search.
 */
export async function portfolio(found) {
  let total = 0;
  const components = await all('api/components/search_projects', 'components', { f: 'analysisDate' }, answer => {
    total = answer.paging.total;
  });
  const chunks = [];
  for (let start = 0; start < components.length; start += CHUNK) {
    chunks.push(components.slice(start, start + CHUNK));
  }
  const rows = [];
  await each(chunks, async chunk => {
    const measures = await measuresOf(chunk.map(component => component.key));
    rows.push(...chunk.map(component => row(component, measures.get(component.key) ?? {})));
    found([...rows], rows.length < components.length, total);
  }, 2);
  if (components.length === 0) {
    found([], false, total);
  }
}

async function measuresOf(keys) {
  const { measures } = await get('api/measures/search', { projectKeys: keys.join(','), metricKeys: MEASURES.join(',') });
  const byProject = new Map();
  for (const { component, metric, value } of measures) {
    byProject.set(component, { ...byProject.get(component), [metric]: value });
  }
  return byProject;
}

function row(component, measures) {
  const number = metric => (measures[metric] === undefined ? null : Number(measures[metric]));
  return {
    key: component.key,
    name: component.name,
    tags: component.tags ?? [],
    analyzed: component.analysisDate ? new Date(component.analysisDate) : null,
    rating: number('asyncio_rating'),
    ...Object.fromEntries(LEVELS.map(level => [level, number(`asyncio_${level.toLowerCase()}`)])),
    debt: number('asyncio_debt'),
    byPass: debtByPass(measures.asyncio_debt_by_pass),
    gate: measures.alert_status ?? '',
  };
}

/** By how many minutes the debt of a project has changed between its last two analyses; null before the second. */
export async function trendOf(key) {
  const { measures } = await get('api/measures/search_history', { component: key, metrics: 'asyncio_debt', ps: 1000 });
  const values = (measures[0]?.history ?? []).filter(point => point.value !== undefined).map(point => Number(point.value));
  return values.length < 2 ? null : values.at(-1) - values.at(-2);
}
