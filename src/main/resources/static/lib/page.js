// What all pages share: how they start, and the states they can be in.
import { html, render, useEffect, useState } from './view.js';

const STYLE = new URL('../style.css', import.meta.url).href;

/** Draws a page into the place that SonarQube gives it; returns how to leave it. */
export function start(options, content) {
  if (!document.querySelector(`link[href="${STYLE}"]`)) {
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = STYLE;
    document.head.append(style);
  }
  render(html`<div class="ua">${content}</div>`, options.el);
  return () => render(null, options.el);
}

/** Loads something: { value }, { error } or neither while it is under way. `inputs` say when to load again. */
export function useLoaded(load, inputs) {
  const [state, setState] = useState({});
  useEffect(() => {
    let isCurrent = true;
    setState({});
    load().then(
      value => isCurrent && setState({ value }),
      error => isCurrent && setState({ error }),
    );
    return () => {
      isCurrent = false;
    };
  }, inputs);
  return state;
}

/** Shows what was loaded, or why there is nothing to show. */
export function Loaded({ state, what, children }) {
  if (state.error) {
    return html`<${Problem} error=${state.error} what=${what} />`;
  }
  if (!state.value) {
    return html`<p class="ua-state" role="status">Loading ${what} …</p>`;
  }
  return children(state.value);
}

export function Problem({ error, what }) {
  const isForbidden = error.status === 401 || error.status === 403;
  return html`
    <div class="ua-state ua-problem" role="alert">
      <p><strong>${isForbidden ? `You have no permission to see ${what}.` : `SonarQube did not give out ${what}.`}</strong></p>
      <p>${isForbidden ? 'Ask an administrator of the project, or log in.' : error.message}</p>
    </div>`;
}

export function Empty({ children }) {
  return html`<div class="ua-state" role="status">${children}</div>`;
}

const LETTERS = ['', 'A', 'B', 'C', 'D', 'E'];

export function Rating({ value }) {
  const letter = LETTERS[Math.round(Number(value))];
  return letter
    ? html`<span class="ua-rating ua-rating-${letter}"><span class="ua-hidden">Rating </span>${letter}</span>`
    : html`<span class="ua-subtle">–</span>`;
}

export function Level({ level }) {
  return html`<span class="ua-level ua-level-${level}">${level}</span>`;
}

/** Lets the viewer keep a text as a file. */
export function download(name, type, text) {
  const place = document.createElement('a');
  place.href = URL.createObjectURL(new Blob([text], { type }));
  place.download = name;
  place.click();
  setTimeout(() => URL.revokeObjectURL(place.href), 1000);
}
