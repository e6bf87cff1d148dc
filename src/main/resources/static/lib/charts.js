// Two charts. Each says in words what it shows, and stands beside a table or list with the same numbers.
import { html } from './view.js';

const WIDTH = 600;
const HEIGHT = 160;
const LEFT = 64;
const BOTTOM = 22;

/** A quantity over time: points of { date, value }, oldest first. */
export function OverTime({ points, name, format }) {
  const from = points[0].date.getTime();
  const span = Math.max(1, points.at(-1).date.getTime() - from);
  const top = Math.max(1, ...points.map(point => point.value));
  const x = point => (points.length === 1 ? LEFT : LEFT + ((WIDTH - LEFT - 8) * (point.date.getTime() - from)) / span);
  const y = value => 8 + (HEIGHT - BOTTOM - 8) * (1 - value / top);
  const line = points.map(point => `${x(point)},${y(point.value)}`).join(' ');
  const last = points.at(-1);
  const day = date => date.toLocaleDateString();
  return html`
    <figure class="ua-chart">
      <figcaption>${name} over time</figcaption>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
        aria-label=${`${name}: ${format(points[0].value)} on ${day(points[0].date)}, ${format(last.value)} on ${day(last.date)}`}>
        ${[0, top].map(value => html`
          <line class="ua-grid" x1=${LEFT} x2=${WIDTH} y1=${y(value)} y2=${y(value)} />
          <text x=${LEFT - 6} y=${y(value) + 4} text-anchor="end">${format(value)}</text>`)}
        <polyline class="ua-line" points=${line} />
        ${points.map(point => html`
          <circle class="ua-point" cx=${x(point)} cy=${y(point.value)} r="4">
            <title>${day(point.date)}: ${format(point.value)}</title>
          </circle>`)}
        <text x=${LEFT} y=${HEIGHT - 4}>${day(points[0].date)}</text>
        ${points.length > 1 && html`<text x=${WIDTH} y=${HEIGHT - 4} text-anchor="end">${day(last.date)}</text>`}
      </svg>
    </figure>`;
}

/**
 * Stacked bars: rows of { name, href, parts: { <kind>: number } }; kinds of { key, name }, in the order in which they are
 * stacked. The colors are those of the classes ua-kind-<key>.
 */
export function StackedBars({ title, rows, kinds, format }) {
  const total = row => kinds.reduce((sum, kind) => sum + (row.parts[kind.key] ?? 0), 0);
  const top = Math.max(1, ...rows.map(total));
  return html`
    <figure class="ua-chart">
      <figcaption>${title}</figcaption>
      <ul class="ua-legend" aria-hidden="true">
        ${kinds.map(kind => html`<li><span class="ua-swatch ua-fill-${kind.key}"></span>${kind.name}</li>`)}
      </ul>
      <table class="ua-bars">
        <caption class="ua-hidden">${title}</caption>
        <tbody>
          ${rows.map(row => html`
            <tr>
              <th scope="row">${row.href ? html`<a href=${row.href}>${row.name}</a>` : row.name}</th>
              <td><${Bar} row=${row} kinds=${kinds} top=${top} format=${format} /></td>
              <td class="ua-number">${format(total(row))}</td>
            </tr>`)}
        </tbody>
      </table>
    </figure>`;
}

function Bar({ row, kinds, top, format }) {
  let start = 0;
  const parts = kinds.filter(kind => row.parts[kind.key] > 0).map(kind => {
    const width = (100 * row.parts[kind.key]) / top;
    const part = { ...kind, start, width, label: `${kind.name}: ${format(row.parts[kind.key])}` };
    start += width;
    return part;
  });
  return html`
    <svg class="ua-bar" width="100%" height="16" role="img"
      aria-label=${parts.map(part => part.label).join(', ') || 'nothing'}>
      ${parts.map(part => html`
        <rect class="ua-fill-${part.key}" x="${part.start}%" width="${part.width}%" height="16">
          <title>${part.label}</title>
        </rect>`)}
    </svg>`;
}
