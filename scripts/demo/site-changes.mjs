/**
 * Two changes at two sites, as an operator makes them: a proxy that one appliance refuses at first, and a heartbeat
 * interval that is taken back. A change is made once: what is found under its name is only brought to its end.
 */
import { control, startRollout, waitFor } from './api-client.mjs';

/**
 * @typedef {{ api: import('./api-client.mjs').ApiClient, simulator: any, fleet: any, seconds: number,
 *   onProgress: (text: string) => void }} Demo
 *
 * @typedef {object} SiteChange
 * @property {string} site
 * @property {string} name of its rollout, by which a later start finds it again
 * @property {Record<string, unknown>} settings
 * @property {string} note
 * @property {string} what it is called in a line of progress
 */

/** @type {SiteChange} */
const PROXY = {
  site: 'emea',
  name: 'demo: proxy of emea',
  settings: { proxy: { address: '10.1.8.8', port: 3128 } },
  note: 'the way out of this site',
  what: 'the proxy of emea',
};
/** @type {SiteChange} */
const HEARTBEAT = {
  site: 'amer',
  name: 'demo: heartbeat of amer',
  settings: { heartbeatIntervalDays: 21 },
  note: 'tried out, and taken back',
  what: 'the heartbeat of amer',
};

/** The device's own words for a change that comes while it saves. */
const REFUSAL = 'Operation already in progress';
/** States in which nothing happens to a rollout by itself. */
const AT_REST = ['done', 'failed', 'paused', 'rolled-back', 'cancelled', 'draft', 'planned', 'awaiting-approval'];
const NOT_APPLIED = ['failed', 'unreachable', 'conflict', 'not-started'];

/**
 * Deals the hosts out to two sites, rolls a proxy out at one of them with one refusal and its retry, and a change at the
 * other that is rolled back.
 * @param {Demo} demo
 */
export async function changeSites(demo) {
  await dealOut(demo);
  await rollOutProxy(demo);
  await takeBack(demo);
}

/**
 * The last host stands alone at the second site; those that a person has put anywhere stay there.
 * @param {Demo} demo
 */
async function dealOut({ api, onProgress }) {
  // Once is enough: whoever takes a host out of its site since does not want it back there.
  if (await rolloutOf(api, PROXY)) return;
  const sites = [PROXY.site, HEARTBEAT.site];
  const known = new Set((await api.all('/sites')).map(({ name }) => name));
  for (const name of sites) if (!known.has(name)) await api.post('/sites', { name });
  const hosts = await api.all('/appliances?kind=sdx-host');
  for (const [at, host] of hosts.entries()) {
    if (host.site !== null) continue;
    await api.patch(`/appliances/${host.id}`, { site: sites[Number(at === hosts.length - 1)] }, `"${host.version}"`);
  }
  onProgress(`put ${hosts.length} hosts into ${sites.length} sites`);
}

/** @param {Demo} demo */
async function rollOutProxy(demo) {
  const { api, onProgress } = demo;
  const before = await rolloutOf(api, PROXY);
  if (before !== null && AT_REST.includes(before.state) && missing(before) === 0) return;
  const rollout = before ?? (await begin(demo, { ...PROXY, isRefusedOnce: true }));
  if (rollout === null) return;
  const ended = await watch(demo, PROXY, rollout);
  if (ended.state !== 'done' || missing(ended) === 0) return;
  const causes = await api.all(`/rollouts/${ended.id}/causes`);
  onProgress(
    `${missing(ended)} of ${size(ended)} failed: ${causes[0]?.cause ?? 'see the rollout'}; trying only that again`,
  );
  await api.post(`/rollouts/${ended.id}/actions/retry-failed`);
  await watch(demo, PROXY, ended);
}

/** @param {Demo} demo */
async function takeBack(demo) {
  const { api, onProgress } = demo;
  const before = await rolloutOf(api, HEARTBEAT);
  const rollout = before ?? (await begin(demo, { ...HEARTBEAT, isRefusedOnce: false }));
  if (rollout === null) return;
  const ended = AT_REST.includes(rollout.state) ? rollout : await watch(demo, HEARTBEAT, rollout);
  const back = ended.state === 'done' ? await rollBack(demo, ended) : ended;
  if (back.state !== 'rolled-back') return;
  // What was given back would only be pending again, as long as the site still asks for it.
  const layer = await api.get(`/layers/site:${HEARTBEAT.site}`);
  if (layer.revision === 1) {
    await api.put(`/layers/site:${HEARTBEAT.site}`, { settings: {}, note: HEARTBEAT.note }, '"1"');
    onProgress(`took ${HEARTBEAT.what} back`);
  }
}

/** @param {Demo} demo @param {any} rollout @returns {Promise<any>} */
async function rollBack(demo, rollout) {
  await demo.api.post(`/rollouts/${rollout.id}/actions/rollback`, { comment: HEARTBEAT.note });
  return watch(demo, HEARTBEAT, rollout);
}

/**
 * Sets the site's layer, plans, and starts the rollout. Null where nothing would change: the site has no instance, or a
 * person has changed it otherwise.
 * @param {Demo} demo
 * @param {SiteChange & { isRefusedOnce: boolean }} change
 * @returns {Promise<any | null>}
 */
async function begin({ api, simulator }, { site, name, settings, note, isRefusedOnce }) {
  const scope = `site:${site}`;
  const layer = await api.get(`/layers/${scope}`);
  if (layer.revision === 0) await api.put(`/layers/${scope}`, { settings, note }, '"0"');
  const plan = await api.post('/plans', { scope, keys: Object.keys(settings) });
  if (plan.summary.change === 0) return null;
  if (isRefusedOnce) {
    const [unlucky] = await api.all(`/plans/${plan.id}/targets?outcome=change`);
    const fault = { kind: 'refuse-command', command: 'set callhome', error: REFUSAL, count: 1 };
    await control(simulator.control, `/appliances/${unlucky.applianceName}/faults`, fault);
  }
  return startRollout(api, { planId: plan.id, name, waves: [{ percent: 100 }], limits: { failedPercentOfWave: 100 } });
}

/**
 * Follows a rollout until nothing more happens to it by itself.
 * @param {Demo} demo
 * @param {SiteChange} change
 * @param {any} rollout
 * @returns {Promise<any>}
 */
function watch({ api, onProgress, seconds }, { what }, { id }) {
  return waitFor(`rolling out ${what}`, seconds, async () => {
    const now = await api.get(`/rollouts/${id}`);
    const { applied = 0, unchanged = 0, 'rolled-back': back = 0 } = now.counts;
    const isBack = now.state === 'rolling-back' || now.state === 'rolled-back';
    if (isBack) onProgress(`rolled back ${what} on ${back} of ${size(now)} instances`);
    else onProgress(`rolled out ${what} to ${applied + unchanged} of ${size(now)} instances`);
    return AT_REST.includes(now.state) ? now : null;
  });
}

/**
 * What came of both changes, in lines of the summary; nothing of a change that was not made.
 * @param {import('./api-client.mjs').ApiClient} api
 * @returns {Promise<{ label: string, value: string }[]>}
 */
export async function describeChanges(api) {
  const [proxy, heartbeat] = [await rolloutOf(api, PROXY), await rolloutOf(api, HEARTBEAT)];
  const lines = [];
  if (proxy !== null) {
    const steps = await api.all(`/rollouts/${proxy.id}/transitions`);
    const retried = steps.some(({ event }) => event === 'retry-failed') ? ', one after a retry' : '';
    const { applied = 0, unchanged = 0 } = proxy.counts;
    lines.push({
      label: 'Site proxy',
      value: `rolled out to ${applied + unchanged} of ${size(proxy)} instances of ${PROXY.site}${retried}`,
    });
  }
  if (heartbeat !== null) {
    const { 'rolled-back': back = 0 } = heartbeat.counts;
    lines.push({
      label: 'Rolled back',
      value: `the heartbeat interval of ${back} of ${size(heartbeat)} instances of ${HEARTBEAT.site}`,
    });
  }
  return lines;
}

/**
 * @param {import('./api-client.mjs').ApiClient} api
 * @param {SiteChange} change
 * @returns {Promise<any | null>}
 */
async function rolloutOf(api, { name }) {
  return (await api.all('/rollouts')).find((one) => one.name === name) ?? null;
}

/** Targets of a rollout. @param {any} rollout @returns {number} */
function size({ counts }) {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Targets that a retry would try again. @param {any} rollout @returns {number} */
function missing({ counts }) {
  return NOT_APPLIED.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}
