import {
  nextTargetState,
  type AppliedSettings,
  type PushedKey,
  type TargetEvent,
} from '../../../../libs/callhome/src/index.js';
import type { RolloutTarget, SentCommand, TargetWork } from '../../../../libs/persistence/src/index.js';
import type { TargetJournal } from './target-journal.js';

/** What may change of a target beside its state. */
export type TargetChange = Partial<
  Pick<RolloutTarget, 'step' | 'cause' | 'before' | 'made' | 'peerSynced' | 'leftovers' | 'verifiedAt'>
>;

const ENDED: ReadonlySet<TargetEvent> = new Set([
  'same',
  'skip',
  'conflict',
  'applied',
  'fail',
  'unreachable',
  'rolled-back',
  'rollback-failed',
]);

/** One target while a worker has it: every move goes through the table, and is on record before the next thing is done. */
export class TargetRun {
  private row: TargetWork;
  private sent: SentCommand[];

  constructor(
    work: TargetWork,
    private readonly journal: TargetJournal,
  ) {
    this.row = work;
    this.sent = work.sent.map((one) => ({ ...one }));
  }

  get id(): string {
    return this.row.applianceId;
  }

  get rolloutId(): string {
    return this.row.rolloutId;
  }

  get planned(): TargetWork['planned'] {
    return this.row.planned;
  }

  get known(): Readonly<Pick<RolloutTarget, 'step' | 'before' | 'made' | 'leftovers'>> {
    return this.row;
  }

  /** Commands so far, also those of earlier attempts and of workers that were lost. */
  get commands(): readonly Readonly<SentCommand>[] {
    return this.sent;
  }

  /** True if a setting may have been written. */
  get hasWritten(): boolean {
    return this.sent.some(({ key, undoing }) => key !== null && !undoing);
  }

  /** Moves it, and writes that down. `result` goes to what is known of the appliance, in the same transaction. */
  async move(
    event: TargetEvent,
    change: TargetChange,
    result?: { values: AppliedSettings; conflicts: readonly PushedKey[] },
  ): Promise<void> {
    const state = nextTargetState(this.row.state, event);
    const finishedAt = ENDED.has(event) ? new Date() : null;
    this.row = { ...this.row, cause: null, ...change, state, finishedAt };
    await this.write(true, result);
  }

  /**
   * Writes down that a command is about to go out, together with what is known of the ones before it and with `change`.
   * What is answered takes the answer: it is on record with the next thing that is written down.
   */
  async begin(
    command: Pick<SentCommand, 'command' | 'key' | 'undoing'>,
    change: TargetChange = {},
  ): Promise<(answer: Pick<SentCommand, 'ok' | 'answer'>) => void> {
    const entry: SentCommand = { ...command, ok: null, answer: null, at: new Date().toISOString() };
    this.sent.push(entry);
    this.row = { ...this.row, ...change };
    await this.write(false);
    return ({ ok, answer }) => Object.assign(entry, { ok, answer });
  }

  private write(isNews: boolean, result?: { values: AppliedSettings; conflicts: readonly PushedKey[] }): Promise<void> {
    const { applianceId, state, step, cause, before, made, peerSynced, leftovers, verifiedAt, finishedAt } = this.row;
    return this.journal.note({
      ...{ applianceId, state, step, cause, before, made, peerSynced, leftovers, verifiedAt, finishedAt },
      sent: this.sent.map((one) => ({ ...one })),
      isNews,
      ...(result && { result }),
    });
  }
}
