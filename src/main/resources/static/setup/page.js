// Profile, gate and their projects in one click.
import { Loaded, start as draw, useLoaded } from '../lib/page.js';
import { html, useState } from '../lib/view.js';
import { assign, CONDITIONS, GATE, gate, PROFILE, profile, situation } from './steps.js';

export function start(options) {
  return draw(options, html`<${Page} />`);
}

function Page() {
  const state = useLoaded(situation, []);
  return html`
    <h1>Asyncio set-up</h1>
    <p>One click makes, or completes, what a team needs to review its asyncio code. It can be repeated: what is there
      already stays as it is.</p>
    <${Plan} />
    <${Loaded} state=${state} what="the set-up">
      ${({ missing, projects }) => missing.length > 0
        ? html`
          <div class="ua-state ua-problem" role="alert">
            <p><strong>You cannot do this: you lack the global permission ${missing.map(name => `"${name}"`).join(' and ')}.</strong></p>
            <p>An administrator of this SonarQube can give it to you, or do the set-up.</p>
          </div>`
        : html`<${Form} projects=${projects} />`}
    <//>`;
}

function Plan() {
  return html`
    <ul>
      <li>The quality profile <strong>${PROFILE}</strong> for Python: it inherits from Sonar way and has all rules of Using Asyncio.</li>
      <li>The quality gate <strong>${GATE}</strong>: ${CONDITIONS.map(condition => condition.why).join(', ')}.</li>
      <li>Both for the projects that you choose.</li>
    </ul>`;
}

function Form({ projects }) {
  const [chosen, setChosen] = useState(new Set());
  const [wanted, setWanted] = useState('');
  const [run, setRun] = useState({ said: [] });
  const choose = key => {
    const next = new Set(chosen);
    if (!next.delete(key)) {
      next.add(key);
    }
    setChosen(next);
  };
  const setUp = async event => {
    event.preventDefault();
    const said = [];
    const say = text => {
      said.push(text);
      setRun({ said: [...said], isRunning: true });
    };
    setRun({ said, isRunning: true });
    try {
      await profile(say);
      await gate(say);
      await assign(chosen, say);
      setRun({ said, isDone: true });
    } catch (error) {
      setRun({ said, error });
    }
  };
  const shown = projects.filter(project => project.name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return html`
    <form onSubmit=${setUp}>
      <fieldset class="ua-projects">
        <legend>Projects (${chosen.size} chosen)</legend>
        ${projects.length > 10 && html`
          <label>Name <input type="search" value=${wanted} onInput=${event => setWanted(event.target.value)} /></label>`}
        ${projects.length === 0 && html`<p class="ua-subtle">There is no project yet.</p>`}
        <ul>
          ${shown.map(project => html`
            <li key=${project.key}><label>
              <input type="checkbox" checked=${chosen.has(project.key)} onChange=${() => choose(project.key)} />
              ${' '}${project.name}
            </label></li>`)}
        </ul>
      </fieldset>
      <button type="submit" class="ua-button ua-primary" disabled=${run.isRunning}>Set up</button>
    </form>
    <${Report} run=${run} />`;
}

function Report({ run }) {
  return html`
    <div role="status" class="ua-report">
      ${run.isRunning && html`<p>Working …</p>`}
      ${run.said.length > 0 && html`<ul>${run.said.map(text => html`<li>${text}</li>`)}</ul>`}
      ${run.isDone && html`<p><strong>${run.said.length > 0 ? 'Done.' : 'Nothing to change: everything was set up already.'}</strong></p>`}
    </div>
    ${run.error && html`
      <div class="ua-state ua-problem" role="alert"><p><strong>It stopped here.</strong> ${run.error.message}</p></div>`}`;
}
