// All projects that the viewer may see, as rows.
import { each, link } from '../lib/api.js';
import { StackedBars } from '../lib/charts.js';
import { compare, effort, LEVELS, PASSES } from '../lib/checklist.js';
import { Empty, Problem, Rating, start as draw } from '../lib/page.js';
import { html, useEffect, useMemo, useState } from '../lib/view.js';
import { portfolio, trendOf } from './data.js';

const PAGE = 25;
const IN_CHART = 15;

export function start(options) {
  return draw(options, html`<${Page} />`);
}

function Page() {
  const [state, setState] = useState({});
  useEffect(() => {
    portfolio((rows, isPartial, total) => setState({ rows, isPartial, total })).catch(error => setState({ error }));
  }, []);
  return html`
    <h1>Asyncio portfolio</h1>
    ${content(state)}`;
}

function content({ rows, isPartial, total, error }) {
  if (error) {
    return html`<${Problem} error=${error} what="the projects" />`;
  }
  if (!rows) {
    return html`<p class="ua-state" role="status">Loading the projects …</p>`;
  }
  if (rows.length === 0) {
    return html`<${Empty}><p><strong>There is no project that you may see.</strong></p><//>`;
  }
  return html`
    ${isPartial && html`<p class="ua-state" role="status">${rows.length} projects so far …</p>`}
    ${!isPartial && total > rows.length && html`
      <p class="ua-state" role="status">
        SonarQube gives out ${rows.length} of ${total} projects: the rest is not on this page.
      </p>`}
    <${Projects} rows=${rows} />`;
}

const COLUMNS = [
  { key: 'name', name: 'Project', of: row => row.name.toLowerCase() },
  { key: 'rating', name: 'Rating', of: row => row.rating ?? 0, isWorstFirst: true },
  ...LEVELS.map(level => ({ key: level, name: level, of: row => row[level] ?? -1, isWorstFirst: true, isNumber: true })),
  { key: 'debt', name: 'Debt', of: row => row.debt ?? -1, isWorstFirst: true, isNumber: true },
  { key: 'trend', name: 'Trend' },
  { key: 'analyzed', name: 'Last analysis', of: row => row.analyzed?.getTime() ?? 0, isWorstFirst: true },
  { key: 'gate', name: 'Quality gate', of: row => row.gate, isWorstFirst: false },
];

function Projects({ rows }) {
  const [filter, setFilter] = useState({ name: '', tag: '' });
  const [order, setOrder] = useState({ key: 'rating', isDescending: true });
  const [page, setPage] = useState(0);
  const tags = useMemo(() => [...new Set(rows.flatMap(row => row.tags))].sort(), [rows]);
  const found = useMemo(() => sorted(filtered(rows, filter), order), [rows, filter, order]);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const current = Math.min(page, pages - 1);
  const shown = found.slice(current * PAGE, (current + 1) * PAGE);
  const change = setter => value => {
    setter(value);
    setPage(0);
  };
  return html`
    <${Filter} filter=${filter} tags=${tags} onChange=${change(setFilter)} />
    <p role="status" class="ua-subtle">${found.length} of ${rows.length} projects</p>
    <div class="ua-wide" tabindex="0" role="region" aria-label="Projects">
      <table class="ua-table">
        <caption class="ua-hidden">Projects and their asyncio debt</caption>
        <thead><tr>${COLUMNS.map(column => html`
          <${Head} column=${column} order=${order} onOrder=${change(setOrder)} />`)}</tr></thead>
        <tbody><${Rows} rows=${shown} /></tbody>
        <tfoot><${Total} rows=${found} /></tfoot>
      </table>
    </div>
    ${pages > 1 && html`<${Pages} current=${current} pages=${pages} onPage=${setPage} />`}
    <${DebtByPass} rows=${found} />`;
}

function filtered(rows, { name, tag }) {
  const wanted = name.trim().toLowerCase();
  return rows.filter(row => row.name.toLowerCase().includes(wanted) && (tag === '' || row.tags.includes(tag)));
}

function sorted(rows, { key, isDescending }) {
  const { of } = COLUMNS.find(column => column.key === key);
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((one, other) =>
    sign * compare(of(one), of(other)) || (other.debt ?? -1) - (one.debt ?? -1) || compare(one.name, other.name));
}

function Filter({ filter, tags, onChange }) {
  return html`
    <form class="ua-actions" role="search" onSubmit=${event => event.preventDefault()}>
      <label>Name
        <input type="search" value=${filter.name} onInput=${event => onChange({ ...filter, name: event.target.value })} />
      </label>
      <label>Tag
        <select value=${filter.tag} onChange=${event => onChange({ ...filter, tag: event.target.value })}>
          <option value="">all</option>
          ${tags.map(tag => html`<option value=${tag}>${tag}</option>`)}
        </select>
      </label>
    </form>`;
}

function Head({ column, order, onOrder }) {
  if (!column.of) {
    return html`<th scope="col">${column.name}</th>`;
  }
  const isCurrent = order.key === column.key;
  const isDescending = isCurrent ? !order.isDescending : Boolean(column.isWorstFirst);
  const state = !isCurrent ? 'none' : order.isDescending ? 'descending' : 'ascending';
  return html`
    <th scope="col" class=${column.isNumber ? 'ua-number' : ''} aria-sort=${state}>
      <button type="button" class="ua-sort" onClick=${() => onOrder({ key: column.key, isDescending })}>
        ${column.name}<span aria-hidden="true">${{ none: '', ascending: ' ▲', descending: ' ▼' }[state]}</span>
      </button>
    </th>`;
}

function Rows({ rows }) {
  const [trends, setTrends] = useState({});
  // A project without an analysis has no trend to ask for.
  const keys = rows.filter(row => row.analyzed).map(row => row.key);
  useEffect(() => {
    let isCurrent = true;
    each(keys.filter(key => !(key in trends)), async key => {
      const trend = await trendOf(key).catch(() => null);
      if (isCurrent) {
        setTrends(known => ({ ...known, [key]: trend }));
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [keys.join(',')]);
  return rows.map(row => html`
    <tr key=${row.key}>
      <th scope="row"><a href=${link('project/extension/usingasyncio/review', { id: row.key })}>${row.name}</a></th>
      <td><${Rating} value=${row.rating} /></td>
      ${LEVELS.map(level => html`<td class="ua-number">${row[level] ?? '–'}</td>`)}
      <td class="ua-number">${row.debt === null ? '–' : effort(row.debt)}</td>
      <td><${Trend} change=${trends[row.key]} /></td>
      <td>${row.analyzed ? html`<time datetime=${row.analyzed.toISOString()}>${row.analyzed.toLocaleDateString()}</time>` : 'never'}</td>
      <td>${{ OK: 'passed', ERROR: html`<strong class="ua-failed">failed</strong>` }[row.gate] ?? '–'}</td>
    </tr>`);
}

function Trend({ change }) {
  if (change === undefined || change === null) {
    return html`<span class="ua-subtle">–</span>`;
  }
  if (change === 0) {
    return html`<span title="The debt has not changed since the analysis before">→<span class="ua-hidden"> unchanged</span></span>`;
  }
  return change > 0
    ? html`<span class="ua-worse">↗ ${effort(change)}<span class="ua-hidden"> more</span></span>`
    : html`<span class="ua-better">↘ ${effort(-change)}<span class="ua-hidden"> less</span></span>`;
}

function Total({ rows }) {
  const sum = value => rows.reduce((total, row) => total + (value(row) ?? 0), 0);
  const worst = Math.max(0, ...rows.map(row => row.rating ?? 0));
  return html`
    <tr>
      <th scope="row">Total</th>
      <td><${Rating} value=${worst} /></td>
      ${LEVELS.map(level => html`<td class="ua-number">${sum(row => row[level])}</td>`)}
      <td class="ua-number">${effort(sum(row => row.debt))}</td>
      <td></td>
      <td></td>
      <td>${rows.filter(row => row.gate === 'ERROR').length} failed</td>
    </tr>`;
}

function Pages({ current, pages, onPage }) {
  return html`
    <nav class="ua-actions" aria-label="Pages of projects">
      <button type="button" class="ua-button" disabled=${current === 0} onClick=${() => onPage(current - 1)}>Previous</button>
      <span>Page ${current + 1} of ${pages}</span>
      <button type="button" class="ua-button" disabled=${current === pages - 1} onClick=${() => onPage(current + 1)}>Next</button>
    </nav>`;
}

function DebtByPass({ rows }) {
  const worst = rows.filter(row => row.debt > 0).sort((one, other) => other.debt - one.debt);
  if (worst.length === 0) {
    return null;
  }
  const bars = worst.slice(0, IN_CHART).map(row => ({
    name: row.name,
    href: link('project/extension/usingasyncio/review', { id: row.key }),
    parts: row.byPass,
  }));
  const rest = worst.slice(IN_CHART);
  return html`
    <${StackedBars} title="Debt by pass" rows=${bars} kinds=${PASSES} format=${effort} />
    ${rest.length > 0 && html`
      <p class="ua-subtle">${rest.length} more with ${effort(rest.reduce((sum, row) => sum + row.debt, 0))} together</p>`}`;
}
