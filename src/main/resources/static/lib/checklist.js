// The checklist as the server knows it: its items are the rules of our repository.

export const REPOSITORY = 'using-asyncio';
export const PROFILE = 'Using Asyncio';

/** The review passes in the order of the checklist; the eighth ranks what they found. */
export const PASSES = [
  { key: 'concurrency', name: 'Concurrency model' },
  { key: 'coroutine', name: 'Coroutines and tasks' },
  { key: 'resource', name: 'Resources' },
  { key: 'shutdown', name: 'Shutdown' },
  { key: 'blocking', name: 'Blocking calls' },
  { key: 'library', name: 'Libraries' },
  { key: 'error', name: 'Errors and cancellation' },
];

export const LEVELS = ['Critical', 'High', 'Medium', 'Low'];

/** What is fixed first. */
export const PRIORITIES = [
  { key: 'blocking', name: 'Blocking' },
  { key: 'leak', name: 'Leak' },
  { key: 'cancellation', name: 'Cancellation' },
  { key: 'timeout', name: 'Timeout' },
  { key: 'best-practice', name: 'Best practice' },
];

const LEVEL_OF = { BLOCKER: 'Critical', CRITICAL: 'High', MAJOR: 'Medium', MINOR: 'Low' };

/** An item from a rule of the server. */
export function item(rule) {
  const tags = rule.sysTags ?? [];
  return {
    rule: rule.key,
    key: rule.key.slice(REPOSITORY.length + 1),
    title: rule.name,
    level: LEVEL_OF[rule.severity] ?? 'Low',
    pass: PASSES.find(pass => tags.includes(`pass-${pass.key}`))?.key,
    priority: PRIORITIES.findIndex(priority => tags.includes(priority.key)),
  };
}

/** A finding from an issue of the server. */
export function finding(issue, item, components) {
  const component = components.get(issue.component);
  return {
    key: issue.key,
    item,
    component: issue.component,
    file: component?.path ?? component?.longName ?? issue.component,
    line: issue.line ?? 0,
    lastLine: issue.textRange?.endLine ?? issue.line ?? 0,
    message: issue.message,
    minutes: minutes(issue.effort),
  };
}

/** The order in which to fix: by priority, then level, then place. */
export function ranked(findings) {
  return [...findings].sort((one, other) =>
    one.item.priority - other.item.priority
    || LEVELS.indexOf(one.item.level) - LEVELS.indexOf(other.item.level)
    || compare(one.file, other.file)
    || one.line - other.line);
}

/** How many findings of each level. */
export function byLevel(findings) {
  return LEVELS.map(level => ({ level, count: findings.filter(finding => finding.item.level === level).length }));
}

/** Reads what the measure asyncio_debt_by_pass says: minutes by pass. */
export function debtByPass(text) {
  const pairs = (text ?? '').split(';').filter(Boolean).map(pair => pair.split('='));
  return Object.fromEntries(pairs.map(([pass, minutes]) => [pass, Number(minutes)]));
}

const HOURS_PER_DAY = 8;
const UNITS = { d: HOURS_PER_DAY * 60, h: 60, min: 1 };

/** An effort as the server writes it, for example 1d2h5min. */
export function minutes(effort) {
  return [...(effort ?? '').matchAll(/(\d+)(d|h|min)/g)]
    .reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0);
}

/** An effort for people; a day has eight hours. */
export function effort(minutes) {
  const days = Math.floor(minutes / UNITS.d);
  const hours = Math.floor((minutes % UNITS.d) / 60);
  const rest = Math.round(minutes % 60);
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  return parts.slice(0, 2).join(' ') || '0';
}

export function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
