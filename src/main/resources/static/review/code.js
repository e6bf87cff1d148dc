// The lines of a finding, loaded when it is shown.
import { useLoaded } from '../lib/page.js';
import { html } from '../lib/view.js';
import { codeOf } from './data.js';

export function Code({ finding, branch }) {
  const state = useLoaded(() => codeOf(finding, branch), [finding.key]);
  if (state.error) {
    return html`<p class="ua-subtle">${state.error.status === 403
      ? 'You have no permission to see the code.'
      : `The code could not be loaded: ${state.error.message}`}</p>`;
  }
  if (!state.value) {
    return html`<p class="ua-subtle">Loading the code …</p>`;
  }
  return state.value.length > 0 && html`
    <pre class="ua-code" tabindex="0" aria-label="Code of ${finding.file}, line ${finding.line}">${state.value.map(line =>
      html`<span class=${line.isFound ? 'ua-found' : ''}><span class="ua-line-number">${line.number}</span>${line.text}${'\n'}</span>`)}</pre>`;
}
