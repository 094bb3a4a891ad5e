/** Longest time that an answer is believed without asking again. */
const BELIEVED_MS = 3_600_000;

interface Remembered {
  readonly output: string;
  readonly mark: string;
  readonly atMs: number;
}

interface Understood {
  readonly output: string;
  readonly value: unknown;
}

/**
 * What an appliance answered on a session that is still open. A session ends with the run of the appliance, so what only
 * a restart changes needs no second question on it; for the rest, `mark` is what would be another one after a change.
 */
export class SessionMemory {
  private readonly answers = new Map<string, Remembered>();
  private readonly understood = new Map<string, Understood>();

  constructor(private readonly now: () => number = Date.now) {}

  /** The answer given under the same mark within the last hour; null if there is none. */
  recall(command: string, mark: string): string | null {
    const known = this.answers.get(command);
    if (known === undefined || known.mark !== mark || this.now() - known.atMs >= BELIEVED_MS) return null;
    return known.output;
  }

  /** Whether there is any answer to this command, under whichever mark. */
  holds(command: string): boolean {
    return this.answers.has(command);
  }

  keep(command: string, mark: string, output: string): void {
    this.answers.set(command, { output, mark, atMs: this.now() });
  }

  /** What `parse` makes of an answer; the same text is not parsed again. One command has one parser. */
  parsed<T>(command: string, output: string, parse: (output: string) => T): T {
    const known = this.understood.get(command);
    if (known !== undefined && known.output === output) return known.value as T;
    const value = parse(output);
    this.understood.set(command, { output, value });
    return value;
  }
}
