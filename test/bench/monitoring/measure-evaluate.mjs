/**
 * Judges the signals of whole fleets and moves their conditions on, with a built library, and prints the result as JSON.
 * Run: node measure-evaluate.mjs CALLHOME_URL NETSCALER_CLI_URL
 */
const { judgeHost, judgeInstance, advanceCondition } = await import(process.argv[2] ?? '');
const { parseShowCallhome, readDeviceTime } = await import(process.argv[3] ?? '');

const SIZES = [1000, 10_000, 100_000];
const SHARD = 1000;
const INSTANCES_PER_HOST = 9;
const UP_SINCE = readDeviceTime('Thu Aug 26 12:00:00 2010');
const NAMES = [
  'Compact flash errors',
  'Hard disk drive errors',
  'Power supply unit failure',
  'SSL card failure',
  'Warm restart',
  'Rate limit drops',
  'Memory anomalies',
];

measure(SIZES[1]);
const sizes = SIZES.map((count) => [measure(count), measure(count), measure(count)].toSorted((a, b) => a.ms - b.ms)[1]);
process.stdout.write(JSON.stringify({ sizes }));

/**
 * Every fiftieth appliance has something wrong. Signals are made a thousand at a time and not measured: a process has
 * those of a shard in hand, never those of a fleet.
 * @param {number} count
 */
function measure(count) {
  let ms = 0;
  let findings = 0;
  let occurrences = 0;
  for (let from = 0; from < count; from += SHARD) {
    const shard = Array.from({ length: SHARD }, (_, index) =>
      index % (INSTANCES_PER_HOST + 1) === 0 ? hostOf(from + index) : instanceOf(from + index),
    );
    const before = process.cpuUsage();
    for (const one of shard) {
      for (const finding of one.hardware === null ? judgeInstance(one.signals) : judgeHost(one.hardware)) {
        findings += 1;
        if (advanceCondition(one.memory, finding, 'bep_1').occurrence) occurrences += 1;
      }
    }
    const { user, system } = process.cpuUsage(before);
    // CPU time, so that what else the machine does counts for nothing.
    ms += (user + system) / 1e3;
  }
  return { appliances: count, ms, findings, occurrences };
}

/** @param {number} index */
function instanceOf(index) {
  const failed = index % 50 === 1 ? '27 Aug 2010 18:22:47' : '..';
  const rows = NAMES.map((name, row) => `${row + 1}) ${name.padEnd(26)}Enabled  ..  ${row === 1 ? failed : '..'}`);
  const head =
    ' Trigger event  State  First occurrence  Latest occurrence\n -------------  -----  ----------------  -----------------';
  const { triggers } = parseShowCallhome(`${head}\n${rows.join('\n')}\n Done`);
  const signals = {
    ...{ platform: 'vpx-on-sdx', triggers, upSince: UP_SINCE, ssl: { cardsPresent: 4, cardsUp: 4 } },
    ...{ assignedSslCores: 4, memoryUsedPercent: 31 },
  };
  return { hardware: null, signals, memory: memoryOf(index) };
}

/** @param {number} index */
function hostOf(index) {
  const part = { foreignState: null, mediaType: null, size: null, mediaErrors: null, otherErrors: null, extra: {} };
  const place = { enclosure: null, deviceId: null, inquiry: null, wwn: null, logicalDrive: null, isUsed: null };
  const row = (/** @type {string} */ name) => {
    const values = { currentValue: null, expectedValue: null, unit: null, extra: {} };
    return { name, status: 'ok', statusText: 'OK', ...values };
  };
  const hardware = {
    physicalDrives: [1, 2, 3, 4].map((slot) => {
      const firmwareState = slot === 4 && index % 50 === 0 ? 'Failed' : 'Online, Spun Up';
      return { slot, firmwareState, ...part, ...place };
    }),
    logicalDrives: [0, 1].map((virtualDrive) => {
      const drives = [virtualDrive * 2 + 1, virtualDrive * 2 + 2];
      return {
        id: `ld-${virtualDrive}`,
        name: `VD${virtualDrive}`,
        state: 'Optimal',
        drives,
        virtualDrive,
        size: null,
        extra: {},
      };
    }),
    storageRepositories: [],
    hardware: [row('CPU'), row('SSL Cores')],
    software: [row('XenServer API')],
    powerSupplies: [row('PS1 Status'), row('PS2 Status')],
    ...{ totalSslCores: 16, baselineSslCores: 16 },
    instances: Array.from({ length: INSTANCES_PER_HOST }, (_, number) => ({
      ...{ name: `vpx-${index}-${number}`, uuid: `vm-${index}-${number}`, vmState: 'Running', instanceState: 'Up' },
      ...{ sslCores: 1, sslCoresUp: 1, diskAllocation: 'Bay 3-4' },
    })),
  };
  return { hardware, signals: null, memory: memoryOf(index) };
}

/** @param {number} index */
function memoryOf(index) {
  if (index % 3 === 0) return null;
  return { state: 'ok', occurrences: 0, lastEpochId: null, streak: null };
}
