import {
  DEFAULT_LIMITS,
  planSettings,
  renderSteps,
  resolveSettings,
  undoSteps,
  type LayerSet,
  type ObservedCallHome,
} from '../../../../libs/callhome/src/index.js';
import {
  newId,
  type NewRollout,
  type Rollout,
  type RolloutTarget,
  type RolloutWork,
} from '../../../../libs/persistence/src/index.js';
import { SessionPool } from '../../../../libs/ssh/src/index.js';
import {
  launchSimulator,
  openTestStores,
  type SimulatorHandle,
  type TestStores,
} from '../../../../libs/testing/src/index.js';
import { ApplianceSessions } from '../connection/appliance-sessions.js';
import { JumpWays } from '../connection/jump-ways.js';
import { readInstance } from '../sweeps/read-instance.js';
import { onSession } from './on-session.js';
import { RolloutRun } from './rollout-run.js';

/** A command as the simulated appliance noted it. */
interface Noted {
  seq: number;
  appliance: string;
  channel: string;
  command: string;
  outcome: string | null;
}

const WRITE = /^(?:set|unset|enable|disable|save) (?!cli )/;
const LEASE = { worker: 'specs', leaseMs: 600_000 };
const NEVER = new AbortController().signal;

/** Two pairs' halves and instances that stand alone, known by address, over real stores and real SSH. */
export class RolloutFleet {
  readonly ids = new Map<string, string>();

  private constructor(
    readonly test: TestStores,
    readonly simulator: SimulatorHandle,
    private readonly pool: SessionPool,
  ) {}

  /** The first instance of the first host is the primary of a pair, that of the second its secondary. */
  static async open(): Promise<RolloutFleet> {
    const options = { hosts: 2, instances: 3, args: ['--ha-pairs', '1'] };
    const [test, simulator] = await Promise.all([openTestStores(), launchSimulator(options)]);
    const fleet = new RolloutFleet(test, simulator, new SessionPool());
    const login = { kind: 'password', password: simulator.password } as const;
    const { id: credentialId } = await test.stores.credentials.add('specs', simulator.ready.username, login);
    for (const one of simulator.ready.hosts?.flatMap((host) => host.instances) ?? []) {
      const { id } = await test.stores.appliances.add(
        {
          kind: 'vpx',
          name: one.name,
          address: one.address,
          port: one.port,
          credentialId,
          instanceCredentialId: null,
          instancePort: 22,
          hostKeyPolicy: 'trust-first',
          jumpHostId: null,
          algorithms: 'modern',
          channel: 'auto',
          site: null,
          groups: [],
        },
        null,
        'specs',
      );
      fleet.ids.set(one.name, id);
    }
    return fleet;
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.simulator.stop();
    await this.test.close();
  }

  id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`no appliance ${name}`);
    return id;
  }

  get tools() {
    const { stores } = this.test;
    const ways = new JumpWays(stores, () => undefined);
    return { stores, sessions: new ApplianceSessions(this.pool), ways };
  }

  /** Reads an appliance as a sweep does, and records it. */
  async read(name: string): Promise<ObservedCallHome> {
    const [facts] = await this.test.stores.appliances.facts([this.id(name)]);
    if (facts === undefined) throw new Error(`${name} is gone`);
    let shown: ObservedCallHome | null = null;
    const lost = await onSession(this.tools, { facts, signal: NEVER }, async (session) => {
      const before = { platform: 'vpx', build: null, facts: {}, bootAt: null, listed: null, isAsked: true } as const;
      const read = await readInstance(session, before);
      shown = read.callHome;
      await this.test.stores.readings.record([
        {
          applianceId: this.id(name),
          at: new Date(),
          outcome: { kind: 'read', facts: read },
          offeredKey: null,
          channel: session.channel,
          suppress: 'call-home-off',
          reportedByHost: [],
          retryInSeconds: null,
        },
      ]);
    });
    if (shown === null) throw new Error(`${name} was not read: ${lost?.cause}`);
    return shown;
  }

  /** Plans some settings for some appliances, each from a fresh reading, and makes a rollout of it. */
  async rollOut(
    names: readonly string[],
    set: LayerSet,
    more: Partial<NewRollout> & { waveOf?: (name: string) => number; hostOf?: (name: string) => string } = {},
  ): Promise<Rollout> {
    const { waveOf = () => 1, hostOf, ...ofRollout } = more;
    const { rollouts } = this.test.stores;
    const layer = { scope: 'fleet', rank: 'fleet', priority: 0, revision: 1, by: null, at: null, set } as const;
    const rest = { locked: [], exempt: [], note: null, lockReasons: {} } as const;
    const effective = resolveSettings([{ ...layer, ...rest }]);
    const planId = newId('pln');
    const targets = [];
    for (const name of names) {
      const observed = await this.read(name);
      const plan = planSettings(effective, observed);
      const { changes, steps, removals, warnings } = plan;
      targets.push({
        planId,
        applianceId: this.id(name),
        hostId: hostOf?.(name) ?? null,
        outcome: changes.length > 0 ? ('change' as const) : ('same' as const),
        reason: null,
        changes: [...changes],
        steps: [...steps],
        commands: renderSteps(steps),
        undo: renderSteps(undoSteps(changes, observed)),
        removals,
        warnings: [...warnings],
        observedHash: null,
        observed,
      });
    }
    const selection = { scope: 'fleet', applianceIds: null };
    const now = new Date();
    const summary = { targets: names.length, change: names.length, same: 0, removals: 0 };
    await rollouts.addPlan(
      {
        id: planId,
        hash: planId,
        inputs: {},
        summary: { ...summary, blocked: 0, unknown: 0, skipped: 0 },
        selector: selection,
        keys: null,
        approval: { changing: names.length, keysChanged: [], disables: 0, destinationChanged: false },
        createdBy: 'specs',
        createdAt: now,
        expiresAt: now,
      },
      targets,
    );
    const last = Math.max(...names.map(waveOf));
    return rollouts.create(
      {
        name: 'specs',
        planId,
        author: 'specs',
        source: 'api',
        selector: selection,
        keys: null,
        approval: [],
        waves: Array.from({ length: last }, (_, index) => ({
          name: null,
          targets: names.filter((name) => waveOf(name) === index + 1).length,
        })),
        bakeSeconds: 0,
        gate: 'auto',
        perHost: 1,
        canarySite: null,
        limits: { ...DEFAULT_LIMITS, judgeAfter: 100 },
        ...ofRollout,
      },
      names.map((name, position) => ({
        applianceId: this.id(name),
        hostId: hostOf?.(name) ?? null,
        wave: waveOf(name),
        position,
      })),
    );
  }

  /** Works on a rollout as a worker that got its job. False: there is nothing to do now, or somebody else has it. */
  async work(rolloutId: string, signal = NEVER, rolloutWork?: RolloutWork): Promise<boolean> {
    const { tools } = this;
    const lease = await tools.stores.outbox.claim('apply', rolloutId, LEASE);
    if (lease === null) return false;
    const stores = rolloutWork === undefined ? tools.stores : { ...tools.stores, rolloutWork };
    await new RolloutRun({ ...tools, stores }, lease, signal).run();
    return true;
  }

  /** Lets the lease of a lost worker run out. */
  async forgetLease(rolloutId: string): Promise<void> {
    const past = `UPDATE outbox SET lease_until = now() - interval '1 second' WHERE ref_id = $1`;
    await this.test.database.source.query(past, [rolloutId]);
  }

  async targetsOf(rolloutId: string): Promise<Map<string, RolloutTarget>> {
    const rows = await this.test.stores.rollouts.targets(rolloutId, { limit: 100, after: null });
    return new Map(rows.map((row) => [row.applianceName, row]));
  }

  async target(rolloutId: string, name: string): Promise<RolloutTarget> {
    const target = (await this.targetsOf(rolloutId)).get(name);
    if (target === undefined) throw new Error(`${name} is no target`);
    return target;
  }

  /** A mark in the log of commands. */
  async mark(): Promise<number> {
    return (await this.commands(0)).at(-1)?.seq ?? 0;
  }

  /** What we wrote to one appliance since a mark, in order. */
  async writes(name: string, since: number): Promise<string[]> {
    const ours = (await this.commands(since)).filter((one) => one.appliance === name && one.channel !== 'control');
    return ours.map((one) => one.command).filter((command) => WRITE.test(command));
  }

  /** Gives a line on an appliance as another administrator would. */
  byHand(name: string, line: string): Promise<unknown> {
    return this.simulator.control('POST', `/appliances/${name}/cli`, { line });
  }

  trouble(name: string, fault: object): Promise<unknown> {
    return this.simulator.control('POST', `/appliances/${name}/faults`, fault);
  }

  private async commands(since: number): Promise<Noted[]> {
    const answer = await this.simulator.control('GET', `/commands?since=${since}`);
    return (answer as { commands: Noted[] }).commands;
  }
}
