import {
  bootReading,
  judgeInstance,
  observeCallHome,
  type ObservedCallHome,
  type Unreadable,
} from '../../../../libs/callhome/src/index.js';
import type { DeploymentMode, Platform } from '../../../../libs/fleet/src/index.js';
import {
  adc,
  callHomeFeature,
  parseShowCallhome,
  parseShowClusterInstance,
  parseShowHaNode,
  parseShowNsConfig,
  parseShowNsFeature,
  parseShowNsHardware,
  parseShowNsVersion,
  parseShowSnmpAlarm,
  parseStatSsl,
  parseStatSystem,
  type ParsedShowCallhome,
  type ParsedShowNsConfig,
  type ParsedShowNsHardware,
  type ParsedStatSystem,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { ReadFacts } from '../../../../libs/persistence/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import { orNull, readCommand } from './read-command.js';

/** A device prints times to the second. */
const DEVICE_CLOCK_MS = 1000;

/** Reads an instance, or a standalone VPX or MPX, over its own command line. */
export async function readInstance(
  session: SshSession,
  platform: Platform,
  assignedSslCores: number | null,
): Promise<ReadFacts> {
  const version = await readCommand(session, adc.show.nsVersion, parseShowNsVersion);
  const hardware = await readCommand(session, adc.show.nsHardware, parseShowNsHardware);
  const { observed, callhome, config, unrecognised } = await readCallHome(session, orNull(version)?.release ?? null);
  const system = await readCommand(session, adc.show.statSystem, parseStatSystem);
  const readAtMs = Date.now();
  const ssl = await readCommand(session, adc.show.statSsl, parseStatSsl);
  const lines = { ...unrecognised, ...linesOf({ version, hardware, system, ssl }) };
  return {
    model: modelOf(orNull(hardware)),
    serial: orNull(hardware)?.serial ?? null,
    release: orNull(version)?.release ?? null,
    build: version && 'build' in version ? `${version.release}-${version.build}` : null,
    mode: await readMode(session, orNull(config)),
    boot: bootOf(readAtMs, orNull(config), orNull(system)),
    callHome: observed,
    registration: registrationOf(observed, orNull(callhome)),
    totalSslCores: null,
    unrecognised: lines,
    components: [],
    findings: [
      ...judgeInstance({
        platform,
        triggers: 'unreadable' in callhome ? callhome : callhome.triggers,
        upSince: orNull(system)?.upSince ?? null,
        ssl: orNull(ssl),
        assignedSslCores,
      }),
    ],
  };
}

/** Reads what a Call Home plan is compared with. */
export async function readCallHome(
  session: SshSession,
  release: string | null,
): Promise<{
  observed: ObservedCallHome;
  callhome: ParsedShowCallhome | Unreadable;
  config: ParsedShowNsConfig | Unreadable;
  unrecognised: Record<string, string[]>;
}> {
  const callhome = await readCommand(session, adc.show.callhome, parseShowCallhome);
  const feature = await readCommand(session, adc.show.nsFeature, parseShowNsFeature);
  const alarm = await readCommand(session, adc.show.uploadAlarm, parseShowSnmpAlarm);
  const config = await readCommand(session, adc.show.nsConfig, parseShowNsConfig);
  const observed = observeCallHome({
    callhome: orNull(callhome),
    feature: 'unreadable' in feature ? 'unknown' : callHomeFeature(feature.features),
    config: orNull(config),
    alarm: orNull(alarm),
    release,
  });
  return { observed, callhome, config, unrecognised: linesOf({ callhome, feature, alarm, config }) };
}

/** The platform line of a virtual appliance names its hypervisor or host; that of an MPX lists its parts behind the model. */
function modelOf(hardware: ParsedShowNsHardware | null): string | null {
  if (hardware?.isVirtual === true) return 'VPX';
  return hardware?.platform?.split(' ')[0] ?? null;
}

// A cluster member is not an HA node, so the cluster is asked first; a standalone box answers both questions with itself.
async function readMode(session: SshSession, config: ParsedShowNsConfig | null): Promise<DeploymentMode> {
  if (config?.node?.toLowerCase() === 'standalone') return 'standalone';
  const cluster = await readCommand(session, adc.show.clusterInstance, parseShowClusterInstance);
  if (orNull(cluster)?.clusterId != null) return 'cluster';
  const ha = await readCommand(session, adc.show.haNode, parseShowHaNode);
  if ('unreadable' in ha) return 'unknown';
  return ha.nodes.length > 1 ? 'ha' : 'standalone';
}

// Both times are the device's own wall clock, so their difference needs neither its zone nor its clock to be right.
function bootOf(readAtMs: number, config: ParsedShowNsConfig | null, system: ParsedStatSystem | null) {
  if (!config?.systemTime || !system?.upSince) return null;
  const uptimeMs = config.systemTime.epochAsIfUtcMs - system.upSince.epochAsIfUtcMs;
  return uptimeMs < 0 ? null : bootReading({ readAtMs, uptimeMs, resolutionMs: DEVICE_CLOCK_MS });
}

/** Only what the appliance itself says: no word about registration is no registration state. */
function registrationOf(observed: ObservedCallHome, callhome: ParsedShowCallhome | null): ReadFacts['registration'] {
  if (observed.enabled === false) return 'off';
  const words = callhome?.registration ?? [];
  if (words.includes('SUCCESSFUL')) return 'registered';
  return words.some((word) => word !== 'ENABLED' && word !== 'DISABLED') ? 'failed' : 'unknown';
}

function linesOf(reads: Record<string, { unrecognised: readonly string[] } | Unreadable>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(reads).flatMap(([command, read]) =>
      'unrecognised' in read && read.unrecognised.length > 0 ? [[command, [...read.unrecognised]]] : [],
    ),
  );
}
