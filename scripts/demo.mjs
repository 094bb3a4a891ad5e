/**
 * The main job on the simulated fleet, as a client of the public API: find, push, check, upload, and change a site's
 * settings. Every stage first looks whether it has been done, so that a start after an interrupted one goes on where that
 * one stopped.
 */
import { control, signIn, startRollout, waitFor } from './demo/api-client.mjs';
import { changeSites, describeChanges } from './demo/site-changes.mjs';

const CREDENTIAL = 'simulated fleet';
const DESTINATION = 'local receiver';
const FLEET_EMAIL = 'noc@fleet.example';
const OWNER_EMAIL = 'owner@tenant.example';
const FAILED_SLOT = 4;
const PATIENCE_SECONDS = 120;
const MORE_SECONDS_PER_APPLIANCE = 0.5;

/**
 * @typedef {object} DemoOptions
 * @property {string} baseUrl of the controller
 * @property {any} simulator the simulator's ready line
 * @property {string} simulatorPassword password of every simulated appliance
 * @property {string} adminPassword
 * @property {(text: string) => void} onProgress
 *
 * @typedef {import('./demo/site-changes.mjs').Demo} Demo
 */

/**
 * Runs the main job and gives what a person wants to know of it.
 * @param {DemoOptions} options
 * @returns {Promise<{ summary: { label: string, value: string | number }[] }>}
 */
export async function runDemo({ baseUrl, simulator, simulatorPassword, adminPassword, onProgress }) {
  onProgress('signing in');
  const api = await signIn(baseUrl, { username: 'admin', password: adminPassword });
  const fleet = await control(simulator.control, '/fleet');
  const size = fleet.hosts.reduce(
    (/** @type {number} */ sum, /** @type {any} */ host) => sum + 1 + host.instances.length,
    0,
  );
  const demo = { api, simulator, fleet, onProgress, seconds: PATIENCE_SECONDS + size * MORE_SECONDS_PER_APPLIANCE };
  const own = await ownAppliances(demo);
  if (own.length > 0) return { summary: leftAlone(own) };
  await addFleet(demo, simulatorPassword);
  const appliances = await find(demo, size);
  await push(demo, appliances);
  if (await check(demo, appliances)) await upload(demo);
  await changeSites(demo);
  return { summary: await summarise(demo) };
}

/**
 * Appliances that are not simulated. Where there are any, the demo must not touch the fleet: what it pushes to the
 * simulated one would go to these too.
 * @param {Demo} demo
 * @returns {Promise<any[]>}
 */
async function ownAppliances({ api, fleet }) {
  const simulated = new Set(fleet.hosts.map((/** @type {any} */ host) => host.address));
  return (await api.all('/appliances')).filter((one) => one.hostId === null && !simulated.has(one.address));
}

/** @param {any[]} own */
function leftAlone(own) {
  return [
    { label: 'Demo', value: `left out: the inventory has appliances of your own, ${own[0].name} among them` },
    { label: 'To see it', value: 'start with another DATA_DIR; to stop this line, start with --no-demo' },
  ];
}

/** @param {Demo} demo @param {string} password */
async function addFleet({ api, fleet, simulator }, password) {
  const known = new Set((await api.all('/appliances?kind=sdx-host')).map((host) => host.address));
  const missing = fleet.hosts.filter((/** @type {any} */ host) => !known.has(host.address));
  if (missing.length > 0) {
    const login = { name: CREDENTIAL, username: simulator.username, password };
    const credential =
      (await api.all('/credentials')).find(({ name }) => name === CREDENTIAL) ??
      (await api.post('/credentials', login));
    for (const { name, address, port, instances } of missing) {
      await api.post('/appliances', {
        kind: 'sdx-host',
        name,
        address,
        port,
        instancePort: instances[0]?.port ?? port,
        credentialId: credential.id,
        // The simulated hosts are on this machine; on a real network a person approves each key.
        hostKeyPolicy: 'trust-first',
      });
    }
  }
}

/** @param {Demo} demo @param {number} size @returns {Promise<any[]>} */
function find({ api, onProgress, seconds }, size) {
  return waitFor('finding the simulated fleet', seconds, async () => {
    const appliances = await api.all('/appliances');
    const found = appliances.filter((one) => one.lastSeenAt !== null).length;
    onProgress(`found ${found} of ${size} appliances`);
    return found >= size ? appliances : null;
  });
}

/** @param {Demo} demo @param {any[]} appliances */
async function push(demo, appliances) {
  const { api, onProgress, seconds } = demo;
  // Once is enough: whatever a person has changed since is that person's to push.
  if ((await api.all('/rollouts')).length > 0) return;
  await setLayers(demo, appliances);
  const plan = await api.post('/plans', { scope: 'fleet' });
  onProgress(`pushed 0 of ${plan.summary.change} instances`);
  if (plan.summary.change === 0) return;
  const { id } = await startRollout(api, { planId: plan.id });
  await waitFor('pushing the settings', seconds, async () => {
    const rollout = await api.get(`/rollouts/${id}`);
    const { applied = 0, unchanged = 0 } = rollout.counts;
    onProgress(`pushed ${applied + unchanged} of ${plan.summary.change} instances`);
    return rollout.state === 'running' ? null : rollout;
  });
}

/**
 * The fleet's settings, and one owner's own mail address on the first instance.
 * @param {Demo} demo
 * @param {any[]} appliances
 */
async function setLayers({ api, simulator }, appliances) {
  const receiver = { name: DESTINATION, kind: 'https', url: simulator.receiver.url, caPem: simulator.receiver.caPem };
  const destination =
    (await api.all('/destinations')).find(({ name }) => name === DESTINATION) ??
    (await api.post('/destinations', receiver));
  const fleet = await api.get('/layers/fleet');
  if (fleet.settings.destination !== destination.id) {
    const settings = {
      enabled: true,
      emailAddress: FLEET_EMAIL,
      heartbeatIntervalDays: 14,
      uploadAlarm: true,
      ...fleet.settings,
      destination: destination.id,
    };
    await api.put('/layers/fleet', { settings }, `"${fleet.revision}"`);
  }
  const first = appliances.find((one) => one.kind === 'sdx-instance');
  if (!first) return;
  const own = await api.get(`/layers/instance:${first.id}`);
  if (own.revision === 0) {
    const note = 'the owner wants the mail';
    await api.put(`/layers/instance:${first.id}`, { settings: { emailAddress: OWNER_EMAIL }, note }, '"0"');
  }
}

/**
 * Breaks a drive and a chip, unless that was done before, and has all hosts checked.
 * @param {Demo} demo
 * @param {any[]} appliances
 * @returns {Promise<boolean>} whether there is now something to upload
 */
async function check({ api, simulator, onProgress, seconds }, appliances) {
  const hosts = appliances.filter((one) => one.kind === 'sdx-host');
  const open = await api.all('/conditions');
  const [withDisk, withChip = withDisk] = hosts;
  if (!withDisk || open.some((one) => one.occurrences > 0)) return false;
  await control(simulator.control, `/hosts/${withDisk.name}/disks/${FAILED_SLOT}`, { state: 'failed' });
  await control(simulator.control, `/hosts/${withChip.name}/chips`, { failed: 1 });
  /** @type {any[]} */
  const operations = [];
  for (const host of hosts) operations.push(await api.post(`/appliances/${host.id}/actions/discover`));
  await waitFor('checking the hosts', seconds, async () => {
    const running = new Set(
      (await api.all('/operations')).filter(({ state }) => state === 'running').map(({ id }) => id),
    );
    const done = operations.filter(({ id }) => !running.has(id)).length;
    onProgress(`checked ${done} of ${hosts.length} hosts`);
    return done === hosts.length ? true : null;
  });
  return true;
}

/** @param {Demo} demo */
async function upload({ api, onProgress, seconds }) {
  await waitFor('uploading the bundles', seconds, async () => {
    const due = (await conditionDeliveries(api)).filter((one) => one.state !== 'suppressed');
    const delivered = due.filter((one) => one.state === 'delivered');
    onProgress(`uploaded ${delivered.length} of ${due.length} bundles`);
    return delivered.length === due.length ? true : null;
  });
}

/** @param {import('./demo/api-client.mjs').ApiClient} api @returns {Promise<any[]>} */
async function conditionDeliveries(api) {
  return (await api.all('/deliveries')).filter((one) => one.type === 'condition');
}

/** @param {Demo} demo */
async function summarise({ api, simulator }) {
  const [appliances, conditions, deliveries, plan, { reports }] = await Promise.all([
    api.all('/appliances'),
    api.all('/conditions?state=active'),
    conditionDeliveries(api),
    api.post('/plans', { scope: 'fleet' }),
    control(simulator.control, '/receiver/reports'),
  ]);
  const instances = appliances.filter((one) => one.kind === 'sdx-instance');
  const noPsu = instances.filter((one) =>
    one.conditions.some(
      (/** @type {any} */ row) => row.code === 'power-supply-failure' && row.state === 'not-applicable',
    ),
  );
  const overrides = instances.filter((one) => one.callHome.overrides > 0).length;
  const delivered = deliveries.filter((one) => one.state === 'delivered');
  const matching = delivered.filter((one) =>
    reports.some((/** @type {any} */ report) => report.id === one.id && report.sha256 === one.bundle.sha256),
  );
  const atHosts = conditions.filter((one) => one.level === 'host').map((one) => `${one.applianceName}: ${one.title}`);
  return [
    { label: 'Found', value: `${appliances.length - instances.length} hosts, ${instances.length} instances` },
    {
      label: 'Settings',
      value: `verified on ${plan.summary.same} of ${instances.length} instances, ${overrides} override kept`,
    },
    { label: 'Failures found', value: atHosts.join('; ') || 'none' },
    { label: 'Power supply', value: `not applicable on ${noPsu.length} of ${instances.length} instances` },
    {
      label: 'Uploaded',
      value: `${delivered.length} bundles, ${matching.length} with matching sha256 at the receiver`,
    },
    ...(await describeChanges(api)),
  ];
}
