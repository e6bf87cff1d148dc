// The passes of the checklist, and the ranking that ends it.
import { byLevel, effort, LEVELS, PASSES, PRIORITIES } from '../lib/checklist.js';
import { Level } from '../lib/page.js';
import { html, useState } from '../lib/view.js';
import { Code } from './code.js';
import { issueLink, ruleLink } from './data.js';

/** How many findings of an item, and rows of the ranking, are shown before the viewer asks for more. */
const SHOWN = 20;

export function Passes({ review, project, branch, isPrinted }) {
  return PASSES.map((pass, index) => {
    const items = review.items.filter(item => item.pass === pass.key);
    const found = review.findings.filter(finding => finding.item.pass === pass.key);
    return html`
      <section class="ua-pass" id="ua-pass-${pass.key}" aria-labelledby="ua-title-${pass.key}">
        <h2 id="ua-title-${pass.key}">${index + 1}. ${pass.name}</h2>
        <p class="ua-subtle">${summary(items, found)}</p>
        <ul class="ua-items">
          ${items.map(item => html`
            <${Item} key=${item.key} item=${item} findings=${found.filter(finding => finding.item === item)}
              project=${project} branch=${branch} isPrinted=${isPrinted} />`)}
        </ul>
      </section>`;
  });
}

function summary(items, found) {
  const isClean = item => !item.isOff && !found.some(finding => finding.item === item);
  const counts = byLevel(found).filter(({ count }) => count > 0).map(({ level, count }) => `${count} ${level}`);
  return `${items.filter(isClean).length} of ${items.length} items clean${counts.length ? `; ${counts.join(', ')}` : ''}`;
}

function Item({ item, findings, project, branch, isPrinted }) {
  const [isOpened, setOpened] = useState(false);
  const isOpen = findings.length > 0 && (isOpened || isPrinted);
  const name = html`<span class="ua-key">${item.key}</span> ${item.title}`;
  return html`
    <li class="ua-item">
      <div class="ua-item-head">
        ${findings.length > 0
          ? html`
            <button type="button" class="ua-disclosure" aria-expanded=${String(isOpen)} aria-controls="ua-${item.key}"
              onClick=${() => setOpened(!isOpened)}>${name}</button>`
          : html`<span class="ua-no-disclosure">${name}</span>`}
        <${State} item=${item} findings=${findings} />
      </div>
      <div id="ua-${item.key}" hidden=${!isOpen}>
        ${isOpen && html`
          <p><a href=${ruleLink(item)}>Why this matters, and how to fix it</a></p>
          <${Findings} findings=${findings} project=${project} branch=${branch} isPrinted=${isPrinted} />`}
      </div>
    </li>`;
}

function State({ item, findings }) {
  if (findings.length > 0) {
    return html`
      <span class="ua-state-found">${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}
        ${' '}<${Level} level=${item.level} /></span>`;
  }
  return item.isOff
    ? html`<span class="ua-subtle">off in the profile</span>`
    : html`<span class="ua-state-clean">clean</span>`;
}

function Findings({ findings, project, branch, isPrinted }) {
  const [shown, setShown] = useState(SHOWN);
  const some = isPrinted ? findings : findings.slice(0, shown);
  return html`
    <ul class="ua-findings">
      ${some.map(finding => html`
        <li key=${finding.key}>
          <a href=${issueLink(project, branch, finding)}>${finding.file}:${finding.line}</a>
          <span> ${finding.message}</span>
          <${Code} finding=${finding} branch=${branch} />
        </li>`)}
    </ul>
    ${some.length < findings.length && html`
      <button type="button" class="ua-button" onClick=${() => setShown(shown + SHOWN)}>
        Show more (${findings.length - some.length})
      </button>`}`;
}

/** The eighth pass. */
export function Ranking({ findings, project, branch, isPrinted }) {
  const [shown, setShown] = useState(SHOWN);
  const some = isPrinted ? findings : findings.slice(0, shown);
  return html`
    <section class="ua-pass" id="ua-pass-priority" aria-labelledby="ua-title-priority">
      <h2 id="ua-title-priority">8. What to fix first</h2>
      <p class="ua-subtle">${PRIORITIES.map(priority => priority.name).join(' > ')}, and in each ${LEVELS.join(' > ')}</p>
      ${findings.length === 0
        ? html`<p class="ua-state-clean">Nothing: there are no open findings.</p>`
        : html`
          <table class="ua-table">
            <thead><tr>
              <th scope="col">#</th><th scope="col">Priority</th><th scope="col">Level</th><th scope="col">Item</th>
              <th scope="col">Finding</th><th scope="col">Effort</th>
            </tr></thead>
            <tbody>
              ${some.map((finding, index) => html`
                <tr key=${finding.key}>
                  <td class="ua-number">${index + 1}</td>
                  <td>${PRIORITIES[finding.item.priority]?.name}</td>
                  <td><${Level} level=${finding.item.level} /></td>
                  <td>${finding.item.key}</td>
                  <td>
                    <a href=${issueLink(project, branch, finding)}>${finding.file}:${finding.line}</a>
                    <span> ${finding.message}</span>
                  </td>
                  <td class="ua-number">${effort(finding.minutes)}</td>
                </tr>`)}
            </tbody>
          </table>
          ${some.length < findings.length && html`
            <button type="button" class="ua-button" onClick=${() => setShown(shown + SHOWN)}>
              Show more (${findings.length - some.length})
            </button>`}`}
    </section>`;
}
