/**
 * Resolves and plans whole fleets with a built library and prints the result as JSON. Run: node
 * --expose-gc measure-resolve.mjs LIBRARY_URL
 */
const { settingsResolver, planSettings } = await import(process.argv[2] ?? '');

const SITES = 40;
const GROUPS = 459;
const HOSTS_WITH_LAYER = 500;
const INSTANCES_WITH_LAYER = 1000;
const INSTANCES_PER_HOST = 20;
const SIZES = [1000, 10_000, 100_000];
const MAILS = Array.from({ length: 60 }, (_, i) => `noc${i}@corp.example`);
const SHOWN = ['enabled', 'emailAddress', 'heartbeatIntervalDays', 'mode', 'proxy', 'uploadAlarm'];
const ALL_KEYS = {
  enabled: true,
  emailAddress: MAILS[0],
  proxy: { address: '10.1.0.1', port: 3128 },
  heartbeatIntervalDays: 7,
  mode: 'Default',
  uploadAlarm: true,
  uploadVia: 'controller',
  destination: 'dst_bench',
  review: 'send',
  redaction: 'none',
  saveConfig: 'when-clean',
};

let peakMb = 0;
const layers = layersOf(numbers(1));
// Once without being measured: a small fleet would show the cost of compiling, not of resolving.
measure(30_000);
const sizes = SIZES.map((count) => medianOf([measure(count), measure(count), measure(count)]));
process.stdout.write(JSON.stringify({ layers: layers.length, sizes, peakMb }));

/** Resolves and plans so many instances one after the other, as a plan of the whole fleet does. @param {number} count */
function measure(count) {
  const fleet = fleetOf(numbers(2), count);
  // The fleet itself is not to be moved about while it is resolved; needs --expose-gc.
  globalThis.gc?.();
  const before = process.cpuUsage();
  const resolver = settingsResolver(layers);
  let changes = 0;
  let steps = 0;
  const answers = new Set();
  for (let i = 0; i < count; i += 1) {
    const effective = resolver.effectiveFor(fleet[i].place);
    const plan = planSettings(effective, fleet[i].observed);
    changes += plan.changes.length;
    steps += plan.steps.length;
    answers.add(effective.emailAddress.value);
  }
  const { user, system } = process.cpuUsage(before);
  const mb = process.memoryUsage().rss / 1e6;
  peakMb = Math.max(peakMb, mb, process.resourceUsage().maxRSS / 1e3);
  // CPU time, so that what else the machine does counts for nothing.
  return { instances: count, ms: (user + system) / 1e3, mb, changes, steps, mailAddresses: answers.size };
}

/** @param {ReturnType<typeof measure>[]} runs */
function medianOf(runs) {
  return runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(runs.length / 2)] ?? runs[0];
}

/** @param {(below: number) => number} random */
function layersOf(random) {
  const layer = (scope, given = {}) => ({
    scope,
    rank: scope.split(':')[0],
    priority: 0,
    revision: 1,
    by: 'bench',
    at: '2026-11-20T09:12:00Z',
    set: setOf(random),
    locked: random(50) === 0 ? ['proxy'] : [],
    exempt: random(200) === 0 ? ['proxy'] : [],
    note: null,
    lockReasons: {},
    ...given,
  });
  return [
    layer('fleet', { set: ALL_KEYS, locked: [] }),
    ...times(SITES, (i) => layer(`site:s${i}`)),
    ...times(GROUPS, (i) => layer(`group:g${i}`, { priority: i + 1 })),
    ...times(HOSTS_WITH_LAYER, (i) => layer(`host:app_h${i}`)),
    ...times(INSTANCES_WITH_LAYER, (i) => layer(`instance:app_i${i * 7}`)),
  ];
}

/** Hosts stand in a site and in up to two groups, instances in up to one more. */
function fleetOf(random, count) {
  const hosts = times(Math.ceil(count / INSTANCES_PER_HOST), (i) => ({
    hostId: `app_h${i}`,
    site: `s${random(SITES)}`,
    groups: times(random(3), () => `g${random(GROUPS)}`),
  }));
  return times(count, (i) => {
    const host = hosts[Math.floor(i / INSTANCES_PER_HOST)];
    const groups = random(4) === 0 ? [...host.groups, `g${random(GROUPS)}`] : host.groups;
    return { place: { ...host, groups, id: `app_i${i}` }, observed: readingOf(random) };
  });
}

function readingOf(random) {
  return {
    enabled: random(10) > 0,
    emailAddress: MAILS[random(MAILS.length)] ?? null,
    heartbeatIntervalDays: random(30) + 1,
    mode: ['Default', 'CSP'][random(2)],
    proxy: random(2) === 0 ? 'none' : { address: `10.1.0.${random(50)}`, port: 3128 },
    proxyResidue: [],
    uploadAlarm: random(2) === 0,
    unsaved: random(20) === 0,
    shown: SHOWN,
    release: ['11.1', '12.1', '13.1', '14.1'][random(4)],
  };
}

function setOf(random) {
  const all = {
    enabled: random(5) > 0,
    emailAddress: MAILS[random(MAILS.length)] ?? null,
    proxy: random(4) === 0 ? 'none' : { address: `10.1.0.${random(50)}`, port: 3128 },
    heartbeatIntervalDays: random(6) === 0 ? null : random(30) + 1,
    mode: ['Default', 'CSP', 'Connector'][random(3)],
    uploadAlarm: random(2) === 0,
    review: ['send', 'hold'][random(2)],
    saveConfig: ['when-clean', 'always', 'never'][random(3)],
  };
  return Object.fromEntries(Object.entries(all).filter(() => random(3) === 0));
}

/** A repeatable row of whole numbers (a linear congruence: the numbers need not be good, only the same each time). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function times(count, make) {
  return Array.from({ length: count }, (_, i) => make(i));
}
