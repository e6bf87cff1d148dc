// The review of one project in eight passes.
import { OverTime, StackedBars } from '../lib/charts.js';
import { effort, LEVELS, PASSES } from '../lib/checklist.js';
import { download, Empty, Loaded, Rating, start as draw, useLoaded } from '../lib/page.js';
import { html, useEffect, useState } from '../lib/view.js';
import { branchOf, issueLink, review } from './data.js';
import { csv, markdown } from './export.js';
import { Passes, Ranking } from './passes.js';

export function start(options) {
  return draw(options, html`<${Page} project=${options.component} branch=${branchOf(options)} />`);
}

function Page({ project, branch }) {
  const state = useLoaded(() => review(project.key, branch), [project.key, branch.branch, branch.pullRequest]);
  const where = branch.branch ?? (branch.pullRequest && `pull request ${branch.pullRequest}`);
  return html`
    <h1>Asyncio review</h1>
    <p class="ua-subtle">${project.name}${where && ` · ${where}`}</p>
    <${Loaded} state=${state} what="the review of this project">
      ${value => value.measures.asyncio_rating === undefined
        ? html`
          <${Empty}>
            <p><strong>There is no review of this project yet.</strong></p>
            <p>Analyze it with a quality profile for Python that has rules of Using Asyncio.</p>
          <//>`
        : html`<${Review} review=${value} project=${project} branch=${branch} where=${where} />`}
    <//>`;
}

function Review({ review, project, branch, where }) {
  const [isPrinted, setPrinted] = useState(false);
  useEffect(() => {
    const back = () => setPrinted(false);
    window.addEventListener('afterprint', back);
    return () => window.removeEventListener('afterprint', back);
  }, []);
  const linkTo = finding => issueLink(project.key, branch, finding);
  return html`
    <div class="ua-actions">
      <button type="button" class="ua-button" aria-pressed=${String(isPrinted)} onClick=${() => setPrinted(!isPrinted)}>
        ${isPrinted ? 'Close the printable view' : 'Printable view'}
      </button>
      ${isPrinted && html`<button type="button" class="ua-button" onClick=${() => window.print()}>Print</button>`}
      <button type="button" class="ua-button"
        onClick=${() => download(`asyncio-review-${project.key}.md`, 'text/markdown', markdown(project.name, where, review, linkTo))}>
        Export as Markdown
      </button>
      <button type="button" class="ua-button"
        onClick=${() => download(`asyncio-review-${project.key}.csv`, 'text/csv', csv(review, linkTo))}>
        Export as CSV
      </button>
    </div>
    <${Figures} measures=${review.measures} />
    ${review.total > review.findings.length && html`
      <p class="ua-state" role="status">
        SonarQube gives out ${review.findings.length} of ${review.total} findings: the rest is not on this page.
      </p>`}
    ${review.items.every(item => item.isOff) && html`
      <p class="ua-state" role="status">The profile of this project has no rule of Using Asyncio switched on.</p>`}
    <div class="ua-charts">
      ${review.history.length > 0 && html`<${OverTime} points=${review.history} name="Debt" format=${effort} />`}
      <${FindingsByPass} findings=${review.findings} />
    </div>
    <${Passes} review=${review} project=${project.key} branch=${branch} isPrinted=${isPrinted} />
    <${Ranking} findings=${review.findings} project=${project.key} branch=${branch} isPrinted=${isPrinted} />`;
}

function Figures({ measures }) {
  const figures = [
    ['Rating', html`<${Rating} value=${measures.asyncio_rating} />`],
    ...LEVELS.map(level => [level, measures[`asyncio_${level.toLowerCase()}`]]),
    ['Debt', effort(measures.asyncio_debt)],
    ['Coroutines', measures.asyncio_coroutines],
    ['Findings per 100 coroutines', measures.asyncio_density],
  ];
  return html`
    <dl class="ua-figures">
      ${figures.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
}

function FindingsByPass({ findings }) {
  const rows = PASSES.map(pass => {
    const found = findings.filter(finding => finding.item.pass === pass.key);
    return {
      name: pass.name,
      href: `#ua-pass-${pass.key}`,
      parts: Object.fromEntries(LEVELS.map(level => [level, found.filter(finding => finding.item.level === level).length])),
    };
  });
  return html`
    <${StackedBars} title="Findings by pass" rows=${rows} kinds=${LEVELS.map(level => ({ key: level, name: level }))}
      format=${String} />`;
}
