import {
  CONDITIONS,
  bootReading,
  judgeInstance,
  observeCallHome,
  placeBoot,
  type BootReading,
  type ObservedCallHome,
  type Unreadable,
} from '../../../../libs/callhome/src/index.js';
import {
  notSupportedHere,
  whatToRead,
  type Chips,
  type FactsRead,
  type KnownFacts,
  type Platform,
} from '../../../../libs/fleet/src/index.js';
import {
  adc,
  callHomeFeature,
  parseShowCallhome,
  parseShowNsConfig,
  parseShowNsFeature,
  parseShowNsHardware,
  parseShowNsVersion,
  parseShowSnmpAlarm,
  parseStatSsl,
  parseStatSystem,
  uptimeBetween,
  type ListedInstance,
  type ParsedShowCallhome,
  type ParsedShowNsConfig,
  type ParsedShowNsHardware,
  type ParsedStatSystem,
} from '../../../../libs/netscaler-cli/src/index.js';
import type { ReadFacts } from '../../../../libs/persistence/src/index.js';
import type { SshSession } from '../../../../libs/ssh/src/index.js';
import type { SessionMemory } from '../connection/session-memory.js';
import { AnswerReader } from './answer-reader.js';
import { orNull } from './read-command.js';
import { readDeployment } from './read-deployment.js';
import { readLicence, readTimeZone } from './read-licence.js';
import { registrationEvent } from './registration-event.js';

/** What is known of an appliance before it is read, and why it is read. */
export interface InstanceBefore {
  platform: Platform;
  build: string | null;
  facts: KnownFacts;
  /** Start of the last run known; null: not known. */
  bootAt: Date | null;
  /** As its host lists it now; null: it has no host, or the host was not read in this sweep. */
  listed: ListedInstance | null;
  /** A person asked for this reading: then also what rarely changes is read. */
  isAsked: boolean;
  /** What was answered on this session before; absent: everything is asked. */
  memory?: SessionMemory;
}

/** Reads an instance, or a standalone VPX or MPX, over its own command line. */
export async function readInstance(session: Pick<SshSession, 'run'>, before: InstanceBefore): Promise<ReadFacts> {
  const reader = new AnswerReader(session, before.isAsked ? undefined : before.memory);
  const version = orNull(await reader.readOnce(adc.show.nsVersion, SAME_RUN, parseShowNsVersion));
  const build = version === null ? null : `${version.release}-${version.build}`;
  const skipped = notSupportedHere(before, { nowMs: Date.now(), isAsked: before.isAsked, build });
  reader.skip(skipped);
  const [{ observed, callhome, config }, system, hardware, ssl] = await Promise.all([
    readCallHomeWith(reader, version?.release ?? null),
    reader.read(adc.show.statSystem, parseStatSystem).then(orNull),
    reader.readOnce(adc.show.nsHardware, SAME_RUN, parseShowNsHardware).then(orNull),
    hasCards(before.platform) ? reader.read(adc.show.statSsl, parseStatSsl).then(orNull) : null,
  ]);
  const { lacksRights } = reader; // of what every reading asks: the rest would make it come and go
  const boot = bootOf(Date.now(), orNull(config), system);
  const details = await readDetails(reader, { before, build, boot, config: orNull(config) });
  const assigned = before.listed?.crypto;
  return {
    model: modelOf(hardware),
    serial: hardware?.serial ?? null,
    hostId: hardware?.hostId ?? null,
    release: version?.release ?? null,
    build,
    mode: details.deployment?.mode ?? 'unknown',
    boot,
    callHome: observed,
    registration: registrationEvent(observed, orNull(callhome)),
    totalSslCores: null,
    details: {
      ...details,
      platform: hardware?.platform ?? null,
      unsavedChanges: orNull(config)?.unsavedChanges ?? null,
      memoryUsedPercent: system?.memoryUsedPercent ?? null,
      chips: chipsOf(before.listed),
      ...(skipped.size === 0 && { unsupported: reader.unsupported }),
    },
    unrecognised: reader.unrecognised,
    lacksRights,
    answers: reader.answers,
    components: [],
    findings: [
      ...judgeInstance({
        platform: before.platform,
        triggers: 'unreadable' in callhome ? callhome : callhome.triggers,
        upSince: system?.upSince ?? null,
        memoryUsedPercent: system?.memoryUsedPercent ?? null,
        ssl,
        assignedSslCores: assigned?.unit === 'ssl-core' ? assigned.assigned : null,
      }),
    ],
  };
}

/** The SSL hardware that a host says it assigned; null where its list does not say. */
export function chipsOf(listed: ListedInstance | null): Chips | null {
  const { unit = null, assigned = null, cardsUp = null } = listed?.crypto ?? {};
  return unit === null ? null : { unit, total: null, free: null, assigned, up: cardsUp };
}

interface SoFar {
  before: InstanceBefore;
  build: string | null;
  boot: BootReading | null;
  config: ParsedShowNsConfig | null;
}

/** What rarely changes, as far as it is due. */
async function readDetails(reader: AnswerReader, { before, build, boot, config }: SoFar): Promise<FactsRead> {
  const plan = whatToRead(before, {
    nowMs: Date.now(),
    isAsked: before.isAsked,
    build,
    hasRestarted: hasRestarted(before.bootAt, boot),
    nodeWord: config?.node ?? null,
  });
  return {
    ...(plan.deployment && { deployment: await readDeployment(reader, { config, listed: before.listed }) }),
    ...(plan.licence && { licence: await readLicence(reader) }),
    ...(plan.timeZone && { timeZone: await readTimeZone(reader, config) }),
    ...(plan.isFull && { fullRead: true }),
  };
}

function hasRestarted(bootAt: Date | null, boot: BootReading | null): boolean | null {
  if (bootAt === null || boot === null) return null;
  const knownMs = bootAt.getTime();
  return placeBoot({ earliestMs: knownMs, latestMs: knownMs }, boot).kind === 'new';
}

/** A VPX that no host gives chips to has no cards to count. */
const hasCards = (platform: Platform): boolean =>
  CONDITIONS['ssl-card-failure'].on[platform].check !== 'not-applicable';

/** Reads what a Call Home plan is compared with. */
export async function readCallHome(session: SshSession, release: string | null): Promise<ReadCallHome> {
  return readCallHomeWith(new AnswerReader(session), release);
}

export interface ReadCallHome {
  observed: ObservedCallHome;
  callhome: ParsedShowCallhome | Unreadable;
  config: ParsedShowNsConfig | Unreadable;
}

async function readCallHomeWith(reader: AnswerReader, release: string | null): Promise<ReadCallHome> {
  const configRead = reader.read(adc.show.nsConfig, parseShowNsConfig);
  const mark = configRead.then((config) => markOf(orNull(config)));
  mark.catch(() => undefined); // whoever waits for it is told; nobody may be left by then
  const [config, callhome, feature, alarm] = await Promise.all([
    configRead,
    reader.read(adc.show.callhome, parseShowCallhome),
    reader.readOnce(adc.show.nsFeature, mark, parseShowNsFeature),
    reader.readOnce(adc.show.uploadAlarm, mark, parseShowSnmpAlarm),
  ]);
  const observed = observeCallHome({
    callhome: orNull(callhome),
    feature: 'unreadable' in feature ? 'unknown' : callHomeFeature(feature.features),
    config: orNull(config),
    alarm: orNull(alarm),
    release,
  });
  return { observed, callhome, config };
}

/** Only a restart changes version and hardware, and no session outlives one. */
const SAME_RUN = 'same run';
/** A configuration changed so lately may change again within the second that its time is printed to. */
const SETTLED_MS = 2_000;

/** What a change of the configuration would move: the time of the last one. Null where nothing settled is printed. */
function markOf(config: ParsedShowNsConfig | null): string | null {
  if (!config?.lastChanged || !config.systemTime) return null;
  const ageMs = config.systemTime.epochAsIfUtcMs - config.lastChanged.epochAsIfUtcMs;
  return ageMs >= SETTLED_MS ? config.lastChanged.text : null;
}

/** The platform line of a virtual appliance names its hypervisor or host; that of an MPX lists its parts behind the model. */
function modelOf(hardware: ParsedShowNsHardware | null): string | null {
  if (hardware?.isVirtual === true) return 'VPX';
  return hardware?.platform?.split(' ')[0] ?? null;
}

// Both times are the device's own wall clock, so their difference needs neither its zone nor its clock to be right.
function bootOf(readAtMs: number, config: ParsedShowNsConfig | null, system: ParsedStatSystem | null) {
  if (!config?.systemTime || !system?.upSince) return null;
  const uptime = uptimeBetween(system.upSince, config.systemTime);
  return uptime && bootReading({ readAtMs, uptimeMs: uptime.ms, resolutionMs: uptime.resolutionMs });
}
