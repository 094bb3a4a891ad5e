import { parseArgs } from 'node:util';
import { rootsFor, standaloneCount } from './fleet/build-standalone.js';
import { scenarioHelp } from './scenario/scenario-help.js';
import { SimulatorError } from './simulator-error.js';
import { isOutputStyle, OUTPUT_STYLES, type OutputStyle } from './svm/render-records.js';

/** Everything `startSimulator` needs to know; the defaults are those of the option table. */
export interface SimulatorOptions {
  readonly hosts: number;
  /** Instances on each host. */
  readonly instances: number;
  /** First two octets of the addresses, always inside 127.0.0.0/8. */
  readonly network: string;
  /** SSH port of every appliance. */
  readonly port: number;
  /** `null` keeps everything in memory and in a temporary directory that is removed at the end. */
  readonly stateDir: string | null;
  /** 0 lets the kernel choose. */
  readonly controlPort: number;
  /** 0 lets the kernel choose. */
  readonly receiverPort: number;
  readonly username: string;
  /** `null` has one generated; it is then a field of the ready line. */
  readonly password: string | null;
  /** Wait before every answer to a login or a command. */
  readonly latencyMs: number;
  readonly style: OutputStyle;
  /** How long an appliance takes to write a support bundle. */
  readonly bundleDelayMs: number;
  /** Builds the instances take in turn; `null` uses the built-in mix. */
  readonly builds: readonly string[] | null;
  /** Pairs of instances (first of one host, first of the next) that run as primary and secondary. */
  readonly haPairs: number;
  /** MPX that stand alone; none when left out. */
  readonly mpx?: number;
  /** VPX that stand alone; none when left out. */
  readonly vpx?: number;
  /** Clusters of three VPX each; none when left out. */
  readonly clusters?: number;
  /** A scenario file that describes the whole fleet; `null` or left out builds it from the numbers. */
  readonly scenarioFile?: string | null;
}

interface OptionRow {
  readonly name: string;
  readonly value: string;
  readonly initial: string;
  readonly help: string;
}

const OPTION_TABLE: readonly OptionRow[] = [
  { name: 'hosts', value: 'N', initial: '3', help: 'SDX hosts (1 to 10000)' },
  { name: 'instances', value: 'N', initial: '4', help: 'VPX instances on each host (0 to 100)' },
  {
    name: 'network',
    value: 'A.B',
    initial: '127.20',
    help: 'first two octets; host H is A.B.H.1, its instances A.B.H.11 on',
  },
  { name: 'port', value: 'PORT', initial: '2222', help: 'SSH port of every appliance' },
  {
    name: 'state-dir',
    value: 'DIR',
    initial: '',
    help: 'keep host keys, certificate authority, fleet and reports here',
  },
  { name: 'control-port', value: 'PORT', initial: '0', help: 'control interface on 127.0.0.1 (0: the kernel chooses)' },
  { name: 'receiver-port', value: 'PORT', initial: '0', help: 'TLS receiver on 127.0.0.1 (0: the kernel chooses)' },
  { name: 'username', value: 'NAME', initial: 'nsroot', help: 'the one account of every appliance' },
  { name: 'latency-ms', value: 'MS', initial: '0', help: 'wait before every answer (0 to 600000)' },
  { name: 'style', value: 'STYLE', initial: 'label', help: `output of an SVM: ${OUTPUT_STYLES.join(', ')}` },
  { name: 'bundle-delay-ms', value: 'MS', initial: '1000', help: 'how long a support bundle takes (0 to 600000)' },
  { name: 'builds', value: 'LIST', initial: '', help: 'builds the instances take in turn, as 13.1-53.17,11.1-65.23' },
  { name: 'ha-pairs', value: 'N', initial: '0', help: 'pairs of first instances on neighbouring hosts that run as HA' },
  {
    name: 'mpx',
    value: 'N',
    initial: '0',
    help: 'MPX that stand alone, at A.B.H.11 on behind the last host (0 to 10000)',
  },
  { name: 'vpx', value: 'N', initial: '0', help: 'VPX that stand alone, behind the MPX (0 to 10000)' },
  {
    name: 'clusters',
    value: 'N',
    initial: '0',
    help: 'clusters of three VPX, each with an address of its own (0 to 16)',
  },
  {
    name: 'scenario',
    value: 'FILE',
    initial: '',
    help: 'describes the whole fleet, its faults and what happens when; instead of the numbers',
  },
];

const EXAMPLES = `The control interface takes and gives JSON on the address in the ready line (here $C):
  curl -s $C/fleet
  curl -s $C/hosts/sdx-fra-01/disks/4 -d '{"state":"failed"}'
  curl -s $C/hosts/sdx-fra-01/chips -d '{"failed":1}'
  curl -s $C/hosts/sdx-fra-01/psu/2 -d '{"state":"failed"}'
  curl -s $C/appliances/vpx-fra-01-1/reboot -X POST
  curl -s $C/appliances/vpx-fra-01-1/warm-restart -X POST
  curl -s $C/appliances/vpx-fra-01-1/failover -X POST
  curl -s $C/appliances/vpx-fra-01-1/upgrade -d '{"version":"14.1-21.57","keepsDisable":false}'
  curl -s $C/appliances/vpx-fra-01-1/cli -d '{"line":"disable ns feature CH","user":"somebody"}'
  curl -s $C/appliances/vpx-fra-01-1/propagation -d '{"delayMs":3000}'   (null: never)
  curl -s $C/appliances/vpx-fra-01-1/down -d '{"down":true}'
  curl -s $C/appliances/mpx-fra-01/psu/2 -d '{"state":"failed"}'
  curl -s $C/appliances/mpx-fra-01/cards -d '{"failed":1}'
  curl -s $C/appliances/vpx-fra-01-1/sync -d '{"state":"IN PROGRESS"}'
  curl -s $C/appliances/vpx-fra-01-1/memory -d '{"percent":97.5}'
  curl -s $C/appliances/vpx-fra-01-1/unsaved-change -X POST
  curl -s $C/appliances/cluster-fra-01/coordinator -d '{"node":"vpx-lon-02"}'
  curl -s $C/hosts/sdx-fra-01/hypervisor -d '{"reachable":false}'
  curl -s $C/appliances/vpx-fra-01-1/callhome-event -d '{"event":"hard-disk"}'
  curl -s $C/appliances/vpx-fra-01-1/registration -d '{"status":"FAILED"}'
  curl -s $C/appliances/vpx-fra-01-1/latency -d '{"ms":250}'
  curl -s $C/appliances/vpx-fra-01-1/bundle -d '{"bytes":50000000}'
  curl -s $C/appliances/vpx-fra-01-1/host-key/rotate -X POST
  curl -s $C/appliances/vpx-fra-01-1/faults -d '{"kind":"cut","at":"answer","bytes":100,"count":2}'
  curl -s $C/appliances/vpx-fra-01-1/faults -d '{"kind":"refuse-command","command":"set callhome","count":1}'
  curl -s $C/appliances/vpx-fra-01-1/faults -d '{"kind":"by-hand","line":"unset callhome -port","command":"set callhome"}'
  curl -s $C/appliances/vpx-fra-01-1/faults ; curl -s $C/appliances/vpx-fra-01-1/faults/cut -X DELETE
  curl -s $C/faults -d '{"appliances":["sdx-fra-01"],"fault":{"kind":"drip","bytesPerSecond":500}}' (DELETE ends all)
  curl -s '$C/commands?appliance=vpx-fra-01-1&since=0'      (DELETE empties the log)
  curl -s $C/stats
  curl -s $C/receiver -d '{"mode":"unavailable","times":3}'
      modes: accept, refuse, unavailable, hang, slow (bytesPerSecond), wrong-digest
  curl -s $C/receiver/reports ; curl -s $C/receiver/reports/ID/body ; curl -s $C/receiver/attempts`;

/** The text of `--help`: every option with its default, the environment, and one line for each control route. */
export function usage(): string {
  const rows = OPTION_TABLE.map((row) => {
    const left = `  --${row.name} ${row.value}`.padEnd(26);
    return `${left}${row.help}; default ${row.initial === '' ? 'none' : row.initial}`;
  });
  return [
    'Usage: simulator [options]',
    '',
    'Simulates SDX hosts and their VPX instances over SSH and SFTP, and a receiver of reports over TLS, on loopback.',
    'Prints one JSON line when ready. Ends on SIGTERM or Ctrl-C; with --state-dir the next start continues.',
    '',
    'Options:',
    ...rows,
    `${'  --help'.padEnd(26)}this text`,
    '',
    'Environment:',
    `${'  SIMULATOR_PASSWORD'.padEnd(26)}password of the account; without it one is made and shown in the ready line`,
    '',
    EXAMPLES,
    '',
    scenarioHelp(),
    '',
  ].join('\n');
}

/**
 * Reads the command line and the environment.
 *
 * @returns `'help'` when the usage text was asked for
 * @throws {SimulatorError} BAD_OPTION - when an option is unknown or its value is out of range
 */
export function parseOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SimulatorOptions | 'help' {
  const values = readValues(argv);
  if (values === 'help') return 'help';
  const text = (name: string): string => values[name] ?? '';
  const whole = (name: string, [low, high]: readonly [number, number]): number => {
    const raw = text(name);
    if (!/^\d{1,9}$/.test(raw) || Number(raw) < low || Number(raw) > high) {
      throw new SimulatorError('BAD_OPTION', `--${name} takes a whole number from ${low} to ${high}, not "${raw}".`);
    }
    return Number(raw);
  };
  const scenarioFile = text('scenario') === '' ? null : text('scenario');
  if (scenarioFile !== null) refuseNumbers(argv);
  const standalone = {
    mpx: whole('mpx', [0, 10_000]),
    vpx: whole('vpx', [0, 10_000]),
    clusters: whole('clusters', [0, 16]),
  };
  const hosts = whole('hosts', [standaloneCount(standalone) > 0 ? 0 : 1, 10_000]);
  const style = text('style');
  if (!isOutputStyle(style)) {
    throw new SimulatorError('BAD_OPTION', `--style takes ${OUTPUT_STYLES.join(', ')}, not "${style}".`);
  }
  const username = text('username');
  if (!/^[\w.-]{1,64}$/.test(username)) {
    throw new SimulatorError('BAD_OPTION', '--username takes 1 to 64 letters, digits, dots, dashes and underscores.');
  }
  const haPairs = whole('ha-pairs', [0, Math.floor(hosts / 2)]);
  const instances = whole('instances', [haPairs > 0 ? 1 : 0, 100]);
  return {
    hosts,
    instances,
    network: readNetwork(text('network'), hosts + rootsFor(standaloneCount(standalone))),
    port: whole('port', [1, 65_535]),
    stateDir: text('state-dir') === '' ? null : text('state-dir'),
    controlPort: whole('control-port', [0, 65_535]),
    receiverPort: whole('receiver-port', [0, 65_535]),
    username,
    password: environment['SIMULATOR_PASSWORD'] || null,
    latencyMs: whole('latency-ms', [0, 600_000]),
    style,
    bundleDelayMs: whole('bundle-delay-ms', [0, 600_000]),
    builds: readBuilds(text('builds')),
    haPairs,
    ...standalone,
    scenarioFile,
  };
}

/** What a scenario says in more detail. */
const NUMBERS = ['hosts', 'instances', 'mpx', 'vpx', 'clusters', 'builds', 'ha-pairs'];

function refuseNumbers(argv: readonly string[]): void {
  const given = NUMBERS.find((name) => argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)));
  if (given === undefined) return;
  throw new SimulatorError('BAD_OPTION', `--${given} does not go with --scenario, which describes the whole fleet.`);
}

function readValues(argv: readonly string[]): Record<string, string> | 'help' {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {
    help: { type: 'boolean', short: 'h' },
  };
  for (const row of OPTION_TABLE) options[row.name] = { type: 'string' };
  let parsed: Record<string, string | boolean | (string | boolean)[] | undefined>;
  try {
    parsed = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const first = cause instanceof Error ? (cause.message.split(/\. |\n/)[0] ?? '') : String(cause);
    throw new SimulatorError('BAD_OPTION', `${first.replace(/\.$/, '')}. Run with --help for the list.`, { cause });
  }
  if (parsed['help'] === true) return 'help';
  const values: Record<string, string> = {};
  for (const row of OPTION_TABLE) {
    const given = parsed[row.name];
    values[row.name] = typeof given === 'string' ? given : row.initial;
  }
  return values;
}

function readNetwork(raw: string, roots: number): string {
  const octets = /^127\.(\d{1,3})$/.exec(raw);
  if (octets === null || Number(octets[1]) > 255) {
    throw new SimulatorError(
      'BAD_OPTION',
      `--network takes 127.0 to 127.255, because it stays on loopback, not "${raw}".`,
    );
  }
  const last = Number(octets[1]) + Math.floor((roots - 1) / 250);
  if (last > 255) {
    throw new SimulatorError('BAD_OPTION', `--network ${raw} has no room for ${roots} hosts; begin lower, as 127.20.`);
  }
  return `127.${Number(octets[1])}`;
}

function readBuilds(raw: string): readonly string[] | null {
  if (raw === '') return null;
  const builds = raw.split(',').map((build) => build.trim());
  const wrong = builds.find((build) => !/^\d{1,2}\.\d-\d{1,3}\.\d{1,3}$/.test(build));
  if (wrong !== undefined) {
    throw new SimulatorError(
      'BAD_OPTION',
      `--builds takes builds such as 13.1-53.17 with commas between, not "${wrong}".`,
    );
  }
  return builds;
}
