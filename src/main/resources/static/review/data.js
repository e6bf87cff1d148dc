// What the review page asks the server.
import { all, get, link } from '../lib/api.js';
import { finding, item, ranked, REPOSITORY } from '../lib/checklist.js';

const MEASURES = [
  'asyncio_rating', 'asyncio_critical', 'asyncio_high', 'asyncio_medium', 'asyncio_low', 'asyncio_debt',
  'asyncio_coroutines', 'asyncio_density',
];

/** The parameters that name a branch or pull request in the web API and in links; none for the main branch. */
export function branchOf({ branchLike, location }) {
  const query = location?.query ?? Object.fromEntries(new URLSearchParams(location?.search ?? ''));
  if (branchLike?.key || query.pullRequest) {
    return { pullRequest: branchLike?.key ?? query.pullRequest };
  }
  const branch = branchLike && !branchLike.isMain ? branchLike.name : query.branch;
  return branch ? { branch } : {};
}

/** Everything that the page shows of a project, but for the code. */
export async function review(project, branch) {
  const [measures, rules, active] = await Promise.all([
    measuresOf(project, branch),
    all('api/rules/search', 'rules', { repositories: REPOSITORY, f: 'name,sysTags,severity' }),
    activeRules(project),
  ]);
  const items = rules.map(rule => ({ ...item(rule), isOff: active !== null && !active.has(rule.key) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const [{ findings, total }, history] = await Promise.all([
    findingsOf(project, branch, items),
    historyOf(project, branch),
  ]);
  return { measures, items, findings: ranked(findings), total, history };
}

async function measuresOf(project, branch) {
  const { component } = await get('api/measures/component', {
    component: project, metricKeys: MEASURES.join(','), ...branch,
  });
  return Object.fromEntries(component.measures.map(measure => [measure.metric, Number(measure.value)]));
}

/** The keys of our rules that the project's profile has switched on; null if the viewer may not know. */
async function activeRules(project) {
  try {
    const { profiles } = await get('api/qualityprofiles/search', { project, language: 'py' });
    if (profiles.length === 0) {
      return null;
    }
    const rules = await all('api/rules/search', 'rules', {
      repositories: REPOSITORY, qprofile: profiles[0].key, activation: true, f: 'name',
    });
    return new Set(rules.map(rule => rule.key));
  } catch (refused) {
    if (refused.status === 403) {
      return null;
    }
    throw refused;
  }
}

async function findingsOf(project, branch, items) {
  const byRule = new Map(items.map(item => [item.rule, item]));
  const components = new Map();
  let total = 0;
  if (items.length === 0) {
    return { findings: [], total };
  }
  const issues = await all('api/issues/search', 'issues', {
    components: project, rules: [...byRule.keys()].join(','), resolved: false, ...branch,
  }, answer => {
    total = answer.paging.total;
    answer.components.forEach(component => components.set(component.key, component));
  });
  return { findings: issues.map(issue => finding(issue, byRule.get(issue.rule), components)), total };
}

async function historyOf(project, branch) {
  const { measures } = await get('api/measures/search_history', {
    component: project, metrics: 'asyncio_debt', ps: 1000, ...branch,
  });
  return (measures[0]?.history ?? []).filter(point => point.value !== undefined)
    .map(point => ({ date: new Date(point.date), value: Number(point.value) }));
}

/** The lines of code of a finding with one more on each side: { number, text, isFound }. */
export async function codeOf(finding, branch) {
  if (finding.line === 0) {
    return [];
  }
  const { sources } = await get('api/sources/lines', {
    key: finding.component, from: Math.max(1, finding.line - 1), to: finding.lastLine + 1, ...branch,
  });
  return sources.map(source => ({
    number: source.line,
    text: text(source.code ?? ''),
    isFound: source.line >= finding.line && source.line <= finding.lastLine,
  }));
}

/** The text of highlighted code; the document that reads it runs no script. */
function text(highlighted) {
  return new DOMParser().parseFromString(highlighted, 'text/html').body.textContent;
}

export function issueLink(project, branch, finding) {
  return link('project/issues', { id: project, issues: finding.key, open: finding.key, ...branch });
}

export function ruleLink(item) {
  return link('coding_rules', { open: item.rule, rule_key: item.rule });
}
