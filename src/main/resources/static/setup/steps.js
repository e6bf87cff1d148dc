// The set-up, step by step. Each step looks first and changes only what is missing, so that all can be repeated.
import { all, get, post } from '../lib/api.js';
import { REPOSITORY } from '../lib/checklist.js';

export const PROFILE = 'Sonar way + Using Asyncio';
export const GATE = 'Using Asyncio';
const PARENT = 'Sonar way';
const LANGUAGE = 'py';

/** What the gate asks for; docs/measures.md says why. */
export const CONDITIONS = [
  { metric: 'asyncio_critical', op: 'GT', error: '0', why: 'no Critical finding' },
  { metric: 'asyncio_rating', op: 'GT', error: '3', why: 'an asyncio rating of C or better' },
  { metric: 'new_software_quality_high_issues', op: 'GT', error: '0', why: 'no new issue of severity High' },
];

/** The profile, a child of Sonar way with all our rules; `say` hears what was changed. */
export async function profile(say) {
  const profiles = await pythonProfiles();
  if (!profiles.some(known => known.name === PARENT)) {
    throw new Error(`There is no quality profile "${PARENT}" for Python on this server.`);
  }
  let ours = profiles.find(known => known.name === PROFILE);
  if (!ours) {
    ours = (await post('api/qualityprofiles/create', { language: LANGUAGE, name: PROFILE })).profile;
    say(`Created the quality profile "${PROFILE}".`);
  }
  if (ours.parentName !== PARENT) {
    await post('api/qualityprofiles/change_parent',
      { language: LANGUAGE, qualityProfile: PROFILE, parentQualityProfile: PARENT });
    say(`Made it inherit from "${PARENT}".`);
  }
  const missing = await rules({ qprofile: ours.key, activation: false });
  if (missing.length > 0) {
    const { succeeded } = await post('api/qualityprofiles/activate_rules', { targetKey: ours.key, repositories: REPOSITORY });
    say(`Switched on ${succeeded} rules of Using Asyncio in it.`);
  }
}

/** The quality gate. The conditions that a server gives a new gate are taken out; others are left alone. */
export async function gate(say) {
  const { qualitygates } = await get('api/qualitygates/list');
  const isNew = !qualitygates.some(known => known.name === GATE);
  if (isNew) {
    await post('api/qualitygates/create', { name: GATE });
    say(`Created the quality gate "${GATE}".`);
  }
  const { conditions = [] } = await get('api/qualitygates/show', { name: GATE });
  if (isNew) {
    for (const { id } of conditions) {
      await post('api/qualitygates/delete_condition', { id });
    }
  }
  const kept = isNew ? [] : conditions;
  for (const { metric, op, error, why } of CONDITIONS) {
    const known = kept.find(condition => condition.metric === metric);
    if (!known) {
      await post('api/qualitygates/create_condition', { gateName: GATE, metric, op, error });
      say(`Added the condition: ${why}.`);
    } else if (known.op !== op || known.error !== error) {
      await post('api/qualitygates/update_condition', { id: known.id, metric, op, error });
      say(`Set the condition back: ${why}.`);
    }
  }
}

/** Gives projects the profile and the gate. */
export async function assign(keys, say) {
  for (const key of keys) {
    const { profiles } = await get('api/qualityprofiles/search', { project: key, language: LANGUAGE });
    if (profiles[0]?.name !== PROFILE) {
      await post('api/qualityprofiles/add_project', { language: LANGUAGE, qualityProfile: PROFILE, project: key });
      say(`Gave the project ${key} the profile.`);
    }
    const { qualityGate } = await get('api/qualitygates/get_by_project', { project: key });
    if (qualityGate?.name !== GATE) {
      await post('api/qualitygates/select', { gateName: GATE, projectKey: key });
      say(`Gave the project ${key} the gate.`);
    }
  }
}

/** What the viewer may do, and the projects to choose from. */
export async function situation() {
  const [{ permissions }, projects] = await Promise.all([
    get('api/users/current'),
    all('api/components/search_projects', 'components', {}),
  ]);
  const allowed = permissions?.global ?? [];
  return {
    missing: [
      !allowed.includes('profileadmin') && 'Administer Quality Profiles',
      !allowed.includes('gateadmin') && 'Administer Quality Gates',
    ].filter(Boolean),
    projects,
  };
}

async function pythonProfiles() {
  return (await get('api/qualityprofiles/search', { language: LANGUAGE })).profiles;
}

function rules(parameters) {
  return all('api/rules/search', 'rules', { repositories: REPOSITORY, f: 'name', ...parameters });
}
