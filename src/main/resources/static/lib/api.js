// SonarQube's web API, with the session and the permissions of the viewer.

/** The server, with its context path: this file is <server>/static/usingasyncio/lib/api.js. */
const SERVER = new URL('../../../', import.meta.url);
const PAGE = 500;
/** The server gives out no more elements than this, whatever the page. */
const REACHABLE = 10000;

/** The server said no; the message is the server's own. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function link(path, parameters = {}) {
  const url = new URL(path, SERVER);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

export function get(path, parameters) {
  return send(link(path, parameters), {});
}

export function post(path, parameters) {
  return send(link(path), {
    method: 'POST',
    headers: { 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') },
    body: new URLSearchParams(parameters),
  });
}

/** All elements of a paged answer, as far as the server gives them out; `seen` gets each answer. */
export async function all(path, list, parameters, seen = () => {}) {
  const elements = [];
  for (let page = 1; page * PAGE <= REACHABLE; page++) {
    const answer = await get(path, { ...parameters, ps: PAGE, p: page });
    seen(answer);
    elements.push(...answer[list]);
    if (answer[list].length < PAGE) {
      break;
    }
  }
  return elements;
}

/** Calls `work` for each element, a few at a time. */
export async function each(elements, work, atOnce = 6) {
  const rest = [...elements];
  const worker = async () => {
    while (rest.length > 0) {
      await work(rest.shift());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function send(url, request) {
  const response = await fetch(url, { credentials: 'same-origin', ...request });
  const text = await response.text();
  if (!response.ok) {
    throw new Refused(response.status, explanation(text) || `The server answered with status ${response.status}.`);
  }
  return text ? JSON.parse(text) : {};
}

function explanation(text) {
  try {
    return JSON.parse(text).errors.map(error => error.msg).join(' ');
  } catch {
    return '';
  }
}

function cookie(name) {
  const found = document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}
