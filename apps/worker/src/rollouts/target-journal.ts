import type { TargetNote } from '../../../../libs/persistence/src/index.js';

const NOTES_AT_ONCE = 200;

interface Waiting {
  note: TargetNote;
  written: () => void;
  failed: (error: unknown) => void;
}

/**
 * Writes down how far the targets of a rollout have come. While one write is under way the notes of others gather, and go
 * together with the next: hundreds of targets cost as many transactions as a few.
 */
export class TargetJournal {
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(private readonly write: (notes: readonly TargetNote[]) => Promise<void>) {}

  /** Resolves once the note is on record; rejects if it is not. Of one target only one note may be on its way. */
  note(note: TargetNote): Promise<void> {
    return new Promise((written, failed) => {
      this.waiting.push({ note, written, failed });
      if (!this.isWriting) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, NOTES_AT_ONCE);
      try {
        await this.write(batch.map(({ note }) => note));
        for (const { written } of batch) written();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.isWriting = false;
  }
}
