import { resolveSettings, type ConditionCode, type Finding, type Layer } from '../../../../libs/callhome/src/index.js';
import { platformOf } from '../../../../libs/fleet/src/index.js';
import type { ListedInstance } from '../../../../libs/netscaler-cli/src/index.js';
import {
  placeOf,
  type ApplianceFacts,
  type OpenCredential,
  type Reading,
  type Stores,
  type Sweep,
} from '../../../../libs/persistence/src/index.js';
import type { SessionSlots, SshSession } from '../../../../libs/ssh/src/index.js';
import { connect, type Attempt } from '../connection/connect.js';
import { outcomeOfFailure } from '../connection/outcome-of-failure.js';
import { readHost } from './read-host.js';
import { readInstance } from './read-instance.js';

/** What sweeping needs of its process. `slots` bounds the SSH sessions of the whole process. */
export interface SweepTools {
  stores: Pick<Stores, 'appliances' | 'conditions' | 'credentials' | 'instances' | 'layers' | 'readings'>;
  slots: SessionSlots;
  /** Seconds until an instance that did not answer is tried again on its own. */
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

const NO_HOST: HostContext = { facts: null, listed: new Map(), chipsFailed: false };
const AT_THE_HOST: readonly ConditionCode[] = ['ssl-card-failure'];
const READINGS_PER_WRITE = 50;

/**
 * Reads the appliances of a sweep side by side, as many as there are slots, and records each host with its instances in
 * one transaction. One that does not answer costs its slot until its time is up and nothing else.
 */
export class ShardSweep {
  private readonly credentials = new Map<string, OpenCredential>();
  private readonly layers = new Map<string, readonly Layer[]>();
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

  private async sweepHost(host: ApplianceFacts): Promise<void> {
    let listed: ListedInstance[] | null = null;
    const reading = await this.read(host, NO_HOST, async (session) => {
      const read = await readHost(session, host.observation.baselineSslCores);
      listed = read.instances;
      return read.facts;
    });
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
    const assigned = host.listed.get(target.appliance.vmUuid ?? '')?.sslCores ?? null;
    return this.read(target, host, (session) => readInstance(session, platformOf(target.appliance.kind), assigned));
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

  /** Null if the appliance was not tried: it has no login, or one that is suspended. */
  private async read(
    target: ApplianceFacts,
    host: HostContext,
    readFacts: (session: SshSession) => Promise<Extract<Reading['outcome'], { kind: 'read' }>['facts']>,
  ): Promise<Reading | null> {
    this.result.done++;
    const place = placeOf(target, host.facts);
    const credential = place.credentialId === null ? undefined : this.credentials.get(place.credentialId);
    if (!credential) return this.failed('credential-missing');
    if (target.observation.credentialState === 'suspended' && this.sweep.kind !== 'test') {
      return this.failed('credential-suspended');
    }
    const attempt: Attempt = { offeredKey: null };
    const release = await this.tools.slots.acquire(this.signal);
    let outcome: Reading['outcome'];
    try {
      const session = await connect({ facts: target, place, credential }, attempt, this.signal);
      try {
        outcome = { kind: 'read', facts: await readFacts(session) };
      } finally {
        await session.close();
      }
    } catch (error) {
      this.signal.throwIfAborted();
      outcome = outcomeOfFailure(error);
      this.failed(outcome.kind === 'read' ? null : outcome.cause);
    } finally {
      release();
    }
    return {
      applianceId: target.appliance.id,
      at: new Date(),
      outcome,
      offeredKey: provedKey(attempt, outcome),
      suppress: this.suppression(target),
      reportedByHost: host.chipsFailed ? AT_THE_HOST : [],
      retryInSeconds:
        outcome.kind === 'unreachable' && target.appliance.hostId !== null ? this.tools.retrySeconds : null,
    };
  }

  private failed(problem: string | null): null {
    this.result.failed++;
    this.result.problem ??= problem;
    return null;
  }

  private suppression({ appliance }: ApplianceFacts): string | null {
    const { enabled, uploadVia } = resolveSettings(this.layers.get(appliance.id) ?? []);
    if (enabled.value === false) return 'call-home-off';
    return uploadVia.value === 'instance' && appliance.kind !== 'sdx-host' ? 'sent-by-instance' : null;
  }

  /** Fetches the logins and settings layers of many appliances at once. */
  private async prepare(targets: readonly ApplianceFacts[]): Promise<void> {
    await this.openCredentials(targets);
    const ids = targets.map((target) => target.appliance.id);
    const layersOf = await this.tools.stores.layers.forAppliances(ids);
    for (const id of ids) this.layers.set(id, layersOf(id));
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
  return outcome.kind === 'unreachable' && offeredKey?.verdict === 'first-contact' ? null : offeredKey;
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
