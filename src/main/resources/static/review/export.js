// A review as a text for a pull request, and as a table for a meeting.
import { effort, PASSES, PRIORITIES } from '../lib/checklist.js';

/** The characters that have a meaning in Markdown or HTML, made harmless. */
function plain(text) {
  return String(text).replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}

export function markdown(name, branch, { items, findings, measures }, linkTo) {
  const lines = [
    `# Asyncio review of ${plain(name)}${branch ? `, ${plain(branch)}` : ''}`,
    '',
    `${findings.length} findings, ${effort(measures.asyncio_debt ?? 0)} to fix, `
      + `${measures.asyncio_coroutines ?? 0} coroutines.`,
  ];
  for (const pass of PASSES) {
    lines.push('', `## ${pass.name}`, '');
    const ofPass = items.filter(item => item.pass === pass.key);
    for (const item of ofPass) {
      const found = findings.filter(finding => finding.item === item);
      const state = found.length > 0 ? `${found.length} findings` : item.isOff ? 'rule off' : 'clean';
      const mark = found.length > 0 || item.isOff ? ' ' : 'x';
      lines.push(`- [${mark}] **${item.key}** ${plain(item.title)} (${item.level}): ${state}`);
    }
  }
  lines.push('', '## What to fix first', '');
  for (const finding of findings) {
    lines.push(`1. [${plain(`${finding.file}:${finding.line}`)}](${linkTo(finding)}) ${plain(finding.message)} `
      + `(${finding.item.key}, ${finding.item.level}, ${PRIORITIES[finding.item.priority]?.name ?? ''})`);
  }
  return `${lines.join('\n')}\n`;
}

const COLUMNS = [
  ['priority', finding => PRIORITIES[finding.item.priority]?.key ?? ''],
  ['level', finding => finding.item.level],
  ['pass', finding => finding.item.pass],
  ['rule', finding => finding.item.key],
  ['title', finding => finding.item.title],
  ['file', finding => finding.file],
  ['line', finding => finding.line],
  ['message', finding => finding.message],
  ['minutes', finding => finding.minutes],
];

/** RFC 4180, one row per finding, the first to fix first. */
export function csv({ findings }, linkTo) {
  const rows = [
    [...COLUMNS.map(([name]) => name), 'link'],
    ...findings.map(finding => [...COLUMNS.map(([, value]) => value(finding)), linkTo(finding)]),
  ];
  return rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value) {
  const text = String(value);
  // A spreadsheet takes a text that begins so for a formula.
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
