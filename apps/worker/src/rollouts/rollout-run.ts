import { setMaxListeners } from 'node:events';
import { afterWave, judgeProgress, nextTargets, tallyTargets } from '../../../../libs/callhome/src/index.js';
import {
  countsIn,
  type Lease,
  type Rollout,
  type Stores,
  type TargetWork,
  type WaveCount,
} from '../../../../libs/persistence/src/index.js';
import { applyTarget } from './apply-target.js';
import { rollBackTarget } from './roll-back-target.js';
import { contextsOf, type TargetTools } from './target-context.js';
import { TargetJournal } from './target-journal.js';
import { TargetRun } from './target-run.js';

const AT_ONCE = 200;
/** Waiting targets that are looked at together: enough that one host's instances do not keep others waiting. */
const LOOKAHEAD = 2_000;

type RolloutTools = TargetTools & { stores: TargetTools['stores'] & Pick<Stores, 'rolloutWork'> };

interface Waiting {
  applianceId: string;
  hostId: string | null;
}

type Kind = 'apply' | 'undo';
const KINDS: Partial<Record<Rollout['state'], Kind>> = { running: 'apply', 'rolling-back': 'undo' };

/** One worker's time with a rollout. */
export class RolloutRun {
  private readonly journal: TargetJournal;
  /** Targets in flight, with their hosts. */
  private readonly inFlight = new Map<string, string | null>();
  private queue: { of: string; targets: Waiting[]; isAll: boolean } = { of: '', targets: [], isAll: false };
  private readonly broken = new AbortController();
  private failure: { error: unknown } | null = null;
  private onEnd: () => void = () => undefined;
  private readonly signal: AbortSignal;

  constructor(
    private readonly tools: RolloutTools,
    private readonly lease: Lease,
    signal: AbortSignal,
  ) {
    this.signal = AbortSignal.any([signal, this.broken.signal]);
    setMaxListeners(0, this.signal); // one for each of many sessions is no leak
    this.journal = new TargetJournal((notes) => tools.stores.rolloutWork.note(lease, notes));
  }

  /**
   * Works on a rollout until there is nothing to do before a moment or before a person's word. What a person does to the
   * rollout meanwhile holds from the next target on; targets in flight are finished.
   */
  async run(): Promise<void> {
    try {
      await this.launch(await this.work.takeOver(this.lease), 'apply');
      for (;;) if (await this.turn()) return;
    } catch (error) {
      this.broken.abort(error);
      throw error;
    } finally {
      // Nothing of a rollout may still be sent once its lease is given back.
      while (this.inFlight.size > 0) await this.nextEnd();
    }
  }

  private get work(): Stores['rolloutWork'] {
    return this.tools.stores.rolloutWork;
  }

  /** @returns true if there is nothing more to do. */
  private async turn(): Promise<boolean> {
    if (this.failure !== null) throw this.failure.error;
    this.signal.throwIfAborted();
    const ended = this.nextEnd();
    const isQuiet = this.inFlight.size === 0;
    const { rollout, counts } = await this.work.progress(this.lease.refId);
    if (await this.pauseOver(rollout, counts)) return false;
    const kind = KINDS[rollout.state];
    if (kind !== undefined) await this.fill(kind, rollout);
    if (isQuiet && this.inFlight.size === 0) return this.settle(rollout, counts);
    await ended;
    return false;
  }

  /** Stops a rollout that has failed more often than it may. */
  private async pauseOver(rollout: Rollout, counts: readonly WaveCount[]): Promise<boolean> {
    if (rollout.state !== 'running') return false;
    const { accepted, limits, wave } = rollout;
    const verdict = judgeProgress({
      wave: countsIn(counts, wave),
      all: countsIn(counts),
      limits,
      accepted: accepted && { wave: accepted.wave === wave ? accepted.ofWave : null, all: accepted.all },
    });
    if (verdict.verdict === 'go-on') return false;
    await this.work.advance(this.lease, rollout, { event: 'pause', reason: verdict.detail });
    return true;
  }

  private async fill(kind: Kind, rollout: Rollout): Promise<void> {
    const room = AT_ONCE - this.inFlight.size;
    if (room === 0) return;
    await this.lookAhead(kind, rollout);
    const busyHosts = new Map<string, number>();
    for (const host of this.inFlight.values()) {
      if (host !== null) busyHosts.set(host, (busyHosts.get(host) ?? 0) + 1);
    }
    const { perHost } = rollout;
    const chosen = nextTargets({ pending: this.queue.targets, busyHosts, room, perHost });
    if (chosen.length === 0) return;
    const ids = new Set(chosen.map(({ applianceId }) => applianceId));
    const begun = await this.work.begin(this.lease, kind, [...ids]);
    this.queue.targets = this.queue.targets.filter(({ applianceId }) => !ids.has(applianceId));
    // Somebody has moved the rollout, or its targets: what waits is looked up again.
    if (begun.length < ids.size) this.queue.of = '';
    await this.launch(begun, kind);
  }

  private async lookAhead(kind: Kind, { id, version, wave }: Rollout): Promise<void> {
    const of = `${kind} ${version}`;
    if (this.queue.of === of && (this.queue.isAll || this.queue.targets.length >= AT_ONCE)) return;
    const upToWave = kind === 'apply' ? wave : null;
    const found = await this.work.waiting(id, { kind, upToWave, limit: LOOKAHEAD });
    const targets = found.filter(({ applianceId }) => !this.inFlight.has(applianceId));
    this.queue = { of, targets, isAll: found.length < LOOKAHEAD };
  }

  private async launch(begun: readonly TargetWork[], kind: Kind): Promise<void> {
    if (begun.length === 0) return;
    const contextOf = await contextsOf(
      this.tools.stores,
      begun.map(({ applianceId }) => applianceId),
    );
    for (const work of begun) {
      const hand = {
        target: new TargetRun(work, this.journal),
        context: contextOf(work.applianceId),
        signal: this.signal,
      };
      this.inFlight.set(work.applianceId, work.hostId);
      (kind === 'apply' ? applyTarget(this.tools, hand) : rollBackTarget(this.tools, hand))
        .catch((error: unknown) => {
          this.failure ??= { error };
          this.broken.abort(error);
        })
        .finally(() => {
          this.inFlight.delete(work.applianceId);
          this.onEnd();
        });
    }
  }

  /** Resolves at the next end of a target. */
  private nextEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.onEnd = resolve;
    });
  }

  /** Nothing is in flight and nothing waits: what comes next? */
  private async settle(rollout: Rollout, counts: readonly WaveCount[]): Promise<boolean> {
    if (rollout.state === 'rolling-back') return this.endRollback(rollout, counts);
    if (rollout.state !== 'running') return this.work.rest(this.lease, rollout, null);
    const waiting = counts.filter(({ wave }) => wave <= rollout.wave);
    if (tallyTargets(countsIn(waiting)).open > 0) return false;
    const { bakeSeconds, bakingUntil, gate, wave, waves } = rollout;
    const now = new Date();
    const finishedAt = bakingUntil === null ? now : new Date(bakingUntil.getTime() - bakeSeconds * 1000);
    const next = afterWave({ waves: waves.length, current: wave, finishedAt, bakeSeconds, gate, now });
    switch (next.next) {
      case 'bake':
        return this.work.rest(this.lease, rollout, next.until);
      case 'wait-for-person':
        return this.work.rest(this.lease, rollout, null);
      case 'wave':
        await this.work.advance(this.lease, rollout, { event: 'next-wave' });
        return false;
      case 'finish':
        return (await this.work.advance(this.lease, rollout, { event: 'finish' })) !== null;
    }
  }

  private async endRollback(rollout: Rollout, counts: readonly WaveCount[]): Promise<boolean> {
    const states = countsIn(counts);
    if ((states['rolling-back'] ?? 0) > 0) return false;
    if ((await this.work.markLate(this.lease, rollout)) !== 0) return false;
    const failed = states['rollback-failed'] ?? 0;
    const move =
      failed === 0
        ? ({ event: 'rolled-back' } as const)
        : ({ event: 'rollback-failed', reason: `${failed} targets could not be rolled back` } as const);
    return (await this.work.advance(this.lease, rollout, move)) !== null;
  }
}
