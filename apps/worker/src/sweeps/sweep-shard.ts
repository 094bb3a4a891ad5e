import { resolveSettings, type ConditionCode, type Finding, type Layer } from '../../../../libs/callhome/src/index.js';
import { MISSES_TO_UNREACHABLE, platformOf } from '../../../../libs/fleet/src/index.js';
import type { ListedInstance } from '../../../../libs/netscaler-cli/src/index.js';
import {
  placeOf,
  withheldBy,
  type ApplianceFacts,
  type HostAuthority,
  type OpenCredential,
  type Reading,
  type Stores,
  type Sweep,
} from '../../../../libs/persistence/src/index.js';
import { SshError, type Hop, type SshSession } from '../../../../libs/ssh/src/index.js';
import { ConnectionTestRun } from '../connection-test/connection-test-run.js';
import type { ApplianceSessions, Attempt, ConnectTo } from '../connection/appliance-sessions.js';
import type { JumpWays } from '../connection/jump-ways.js';
import type { SessionMemory } from '../connection/session-memory.js';
import { outcomeOfFailure } from '../connection/outcome-of-failure.js';
import { whyNotTried } from '../connection/why-not-tried.js';
import { readHost } from './read-host.js';
import { readInstance } from './read-instance.js';

/** What sweeping needs of its process. */
export interface SweepTools {
  stores: Pick<
    Stores,
    | 'appliances'
    | 'conditions'
    | 'connectionTests'
    | 'credentials'
    | 'hostAuthorities'
    | 'instances'
    | 'layers'
    | 'readings'
  >;
  sessions: ApplianceSessions;
  ways: JumpWays;
  /** Seconds until an appliance that did not answer is tried again on its own. */
  retrySeconds: number;
}

export interface SweepResult {
  done: number;
  failed: number;
  /** Why the first one failed, for an operation about one appliance; null if none did. */
  problem: string | null;
}

const WITH_INSTANCES: Record<Sweep['kind'], boolean> = { scheduled: true, discover: true, check: false, test: false };

/** Everything known of one host before and during its part of a sweep. */
interface HostContext {
  facts: ApplianceFacts | null;
  listed: ReadonlyMap<string, ListedInstance>;
  chipsFailed: boolean;
}

type ReadFactsOf = (
  session: SshSession,
  memory: SessionMemory,
) => Promise<Extract<Reading['outcome'], { kind: 'read' }>['facts']>;

const NO_HOST: HostContext = { facts: null, listed: new Map(), chipsFailed: false };
const AT_THE_HOST: readonly ConditionCode[] = ['ssl-card-failure'];
const READINGS_PER_WRITE = 50;

/**
 * Reads the appliances of a sweep side by side, as many as the process has sessions for, and records each host with its
 * instances in one transaction. One that does not answer holds up nobody else.
 */
export class ShardSweep {
  private readonly credentials = new Map<string, OpenCredential>();
  private readonly layers = new Map<string, readonly Layer[]>();
  private readonly ways = new Map<string, readonly Hop[]>();
  private authorities: readonly HostAuthority[] = [];
  private unwritten: Reading[] = [];
  private readonly result: SweepResult = { done: 0, failed: 0, problem: null };

  constructor(
    private readonly tools: SweepTools,
    private readonly sweep: Sweep,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<SweepResult> {
    const targets = await this.tools.stores.appliances.facts(this.sweep.applianceIds);
    const hostIds = targets.flatMap((target) => target.appliance.hostId ?? []);
    const hosts = await this.tools.stores.appliances.facts([...new Set(hostIds)]);
    await this.prepare([...targets, ...hosts]);
    this.authorities = await this.tools.stores.hostAuthorities.list();
    const chipsFailed = await this.hostsWithFailedChips(hostIds);
    const contexts = new Map(
      hosts.map((host) => {
        const id = host.appliance.id;
        return [id, { facts: host, listed: new Map(), chipsFailed: chipsFailed.has(id) } satisfies HostContext];
      }),
    );
    const settled = await Promise.allSettled(
      targets.map((target) =>
        target.appliance.kind === 'sdx-host'
          ? this.sweepHost(target)
          : this.sweepAlone(target, contexts.get(target.appliance.hostId ?? '') ?? NO_HOST),
      ),
    );
    this.signal.throwIfAborted();
    await this.write(1);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    return this.result;
  }

  /** A person who asks for a reading wants all of it, also what rarely changes. */
  private get isAsked(): boolean {
    return this.sweep.kind === 'discover' || this.sweep.kind === 'check';
  }

  private async sweepHost(host: ApplianceFacts): Promise<void> {
    let listed: ListedInstance[] | null = null;
    const reading = await this.read(host, NO_HOST, async (session) => {
      const { build, facts, baselineSslCores } = host.observation;
      const read = await readHost(session, { build, facts, baselineSslCores, isAsked: this.isAsked });
      listed = read.instances;
      return read.facts;
    });
    // The list of another machine than the known one is nobody's: it changes nothing.
    if (reading?.outcome.kind !== 'read') listed = null;
    const instances = await this.reconcile(host, listed);
    const ids = new Map(
      instances.map((instance) => [instance.appliance.vmUuid ?? instance.appliance.name, instance.appliance.id]),
    );
    if (reading?.outcome.kind === 'read') reading.outcome.facts = withIds(reading.outcome.facts, ids);
    // What is known of the host is recorded before its instances are waited for.
    if (reading) await this.tools.stores.readings.record([reading]);
    if (!WITH_INSTANCES[this.sweep.kind]) return;
    const context: HostContext = { facts: host, listed: byUuid(listed), chipsFailed: chipsFailed(reading) };
    const ofInstances = await Promise.all(instances.map((instance) => this.readInstance(instance, context)));
    await this.tools.stores.readings.record(ofInstances.filter((one) => one !== null));
  }

  private async sweepAlone(target: ApplianceFacts, host: HostContext): Promise<void> {
    const reading = await this.readInstance(target, host);
    if (reading) this.unwritten.push(reading);
    await this.write(READINGS_PER_WRITE);
  }

  /** Records what is waiting, if it is at least this much: a transaction for many, and a slow one holds up few. */
  private async write(atLeast: number): Promise<void> {
    if (this.unwritten.length < atLeast) return;
    const readings = this.unwritten;
    this.unwritten = [];
    await this.tools.stores.readings.record(readings);
  }

  private async hostsWithFailedChips(hostIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = hostIds.length === 0 ? [] : await this.tools.stores.conditions.of([...new Set(hostIds)]);
    const failed = rows.filter((row) => row.code === 'ssl-card-failure' && row.state === 'active');
    return new Set(failed.map((row) => row.applianceId));
  }

  private readInstance(target: ApplianceFacts, host: HostContext): Promise<Reading | null> {
    const { appliance, observation, bootAt } = target;
    const before = {
      platform: platformOf(appliance.kind),
      build: observation.build,
      facts: observation.facts,
      bootAt,
      listed: host.listed.get(appliance.vmUuid ?? '') ?? null,
      isAsked: this.isAsked,
    };
    return this.read(target, host, (session, memory) => readInstance(session, { ...before, memory }));
  }

  /** An instance that the list does not name any more is marked gone; without a list, the known ones are read. */
  private async reconcile(host: ApplianceFacts, listed: ListedInstance[] | null): Promise<ApplianceFacts[]> {
    const { appliances, instances } = this.tools.stores;
    const hostId = host.appliance.id;
    const facts =
      listed === null
        ? await appliances.instancesOf([hostId])
        : await appliances.facts((await instances.reconcile(hostId, listed)).ids);
    await this.prepare(facts);
    return facts;
  }

  /** Null if the appliance was not tried: it has no login, or is in a state that is left alone. */
  private async read(target: ApplianceFacts, host: HostContext, readFacts: ReadFactsOf): Promise<Reading | null> {
    this.result.done++;
    const place = placeOf(target, host.facts);
    const credential = place.credentialId === null ? undefined : this.credentials.get(place.credentialId);
    if (!credential) return this.failed('credential-missing');
    // A person's connection test is tried all the same, and what it finds counts.
    const obstacle = this.sweep.kind === 'test' ? null : whyNotTried(target.observation);
    if (obstacle !== null) return this.failed(obstacle);
    const { authorities } = this;
    const via = this.ways.get(place.jumpHostId ?? '') ?? [];
    const attempt: Attempt = { offeredKey: null };
    const outcome = await this.outcomeOf({ facts: target, place, credential, via, authorities }, attempt, readFacts);
    if (outcome === null) return this.failed('session-busy');
    if (outcome.kind !== 'read') this.failed(outcome.cause);
    return {
      applianceId: target.appliance.id,
      at: new Date(),
      outcome,
      offeredKey: provedKey(attempt, outcome),
      channel: attempt.channel ?? null,
      suppress: this.suppression(target),
      reportedByHost: host.chipsFailed ? AT_THE_HOST : [],
      retryInSeconds: outcome.kind === 'unreachable' ? this.retryOf(target) : null,
    };
  }

  /**
   * An instance has no schedule but its host's, so it is tried again until it answers; anything else until it is known
   * to be unreachable, then on its own schedule.
   */
  private retryOf({ appliance, observation }: ApplianceFacts): number | null {
    const isLost = observation.misses + 1 >= MISSES_TO_UNREACHABLE;
    return isLost && appliance.hostId === null ? null : this.tools.retrySeconds;
  }

  /** Null: the one login that the appliance allows is somebody else's for longer than we wait. */
  private async outcomeOf(to: ConnectTo, attempt: Attempt, readFacts: ReadFactsOf): Promise<Reading['outcome'] | null> {
    const { sessions, stores } = this.tools;
    const { appliance, observation } = to.facts;
    const test = this.sweep.kind === 'test' ? new ConnectionTestRun(to.facts) : null;
    if (test !== null) {
      attempt.progress = test.progress;
      await sessions.forget(appliance.id);
    }
    let outcome: Reading['outcome'];
    try {
      outcome = await sessions.use(to, { attempt, signal: this.signal }, async (session, memory) => {
        await test?.ask(session);
        const facts = await readFacts(session, memory);
        // Who answered is judged before anything else of the answers is used.
        return withheldBy(observation, facts) ?? { kind: 'read', facts };
      });
    } catch (error) {
      this.signal.throwIfAborted();
      if (error instanceof SshError && error.code === 'SESSION_BUSY') return null;
      outcome = outcomeOfFailure(error, attempt);
    }
    if (test !== null) {
      await stores.connectionTests.record(test.result(outcome.kind === 'read' ? null : outcome.cause, attempt));
    }
    return outcome;
  }

  private failed(problem: string | null): null {
    this.result.failed++;
    this.result.problem ??= problem;
    return null;
  }

  private suppression({ appliance }: ApplianceFacts): Reading['suppress'] {
    const { enabled, uploadVia } = resolveSettings(this.layers.get(appliance.id) ?? []);
    if (enabled.value === false) return 'call-home-off';
    return uploadVia.value === 'instance' && appliance.kind !== 'sdx-host' ? 'sent-by-instance' : null;
  }

  /** Fetches the logins, ways and settings layers of many appliances at once. */
  private async prepare(targets: readonly ApplianceFacts[]): Promise<void> {
    await this.openCredentials(targets);
    await this.openWays(targets);
    const ids = targets.map((target) => target.appliance.id);
    const layersOf = await this.tools.stores.layers.forAppliances(ids);
    for (const id of ids) this.layers.set(id, layersOf(id));
  }

  private async openWays(targets: readonly ApplianceFacts[]): Promise<void> {
    const missing = targets.flatMap(({ appliance }) => appliance.jumpHostId ?? []).filter((id) => !this.ways.has(id));
    if (missing.length === 0) return;
    for (const [id, way] of await this.tools.ways.to(missing)) this.ways.set(id, way);
  }

  private async openCredentials(targets: readonly ApplianceFacts[]): Promise<void> {
    const ids = targets.flatMap(({ appliance }) => [appliance.credentialId, appliance.instanceCredentialId]);
    const missing = ids.filter((id) => id !== null && !this.credentials.has(id)) as string[];
    if (missing.length === 0) return;
    for (const [id, credential] of await this.tools.stores.credentials.openAll(missing)) {
      this.credentials.set(id, credential);
    }
  }
}

/** A key is proved by a finished handshake: a first one is trusted only then, or anybody could plant one. */
function provedKey({ offeredKey }: Attempt, outcome: Reading['outcome']): Attempt['offeredKey'] {
  const isNew = offeredKey?.verdict === 'first-contact' || offeredKey?.verdict === 'certified';
  return outcome.kind === 'unreachable' && isNew ? null : offeredKey;
}

function byUuid(listed: ListedInstance[] | null): ReadonlyMap<string, ListedInstance> {
  return new Map((listed ?? []).flatMap((row) => (row.uuid === null ? [] : [[row.uuid, row]])));
}

function chipsFailed(reading: Reading | null): boolean {
  if (reading?.outcome.kind !== 'read') return false;
  return reading.outcome.facts.findings.some((one) => one.code === 'ssl-card-failure' && one.state === 'active');
}

/** A host names instances by their VM; the inventory and people by their appliance. */
function withIds<T extends { findings: Finding[]; components: { affects: string[] }[] }>(
  facts: T,
  ids: ReadonlyMap<string, string>,
): T {
  const idsOf = (affects: readonly string[]) => affects.flatMap((key) => ids.get(key) ?? []);
  return {
    ...facts,
    findings: facts.findings.map((finding) => ({ ...finding, affects: idsOf(finding.affects) })),
    components: facts.components.map((part) => ({ ...part, affects: idsOf(part.affects) })),
  };
}
