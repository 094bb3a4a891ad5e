import type { Logger } from '../../../libs/telemetry/src/index.js';

/** What a loop does, how often at least, and under which name its failures are logged. */
export interface Pace {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

/**
 * Runs one task again and again, never twice at once: every `everyMs`, and at once after `wake`. A run that fails is
 * logged, once a minute at most, and the loop goes on.
 */
export class PacedLoop {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private woken = false;
  private stopped = false;
  private complainedAt = 0;

  constructor(
    private readonly pace: Pace,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.wake();
  }

  /** Runs now or, during a run, once more after it. */
  wake(): void {
    if (this.stopped) return;
    this.woken = true;
    this.running ??= this.runWhileWoken();
  }

  /** Resolves once the run that is under way has ended; none follows. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.woken = false;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private async runWhileWoken(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    while (this.woken && !this.stopped) {
      this.woken = false;
      await this.pace.run().catch((error: unknown) => this.complain(error));
    }
    this.running = null;
    if (!this.stopped) this.timer = setTimeout(() => this.wake(), this.pace.everyMs);
  }

  private complain(error: unknown): void {
    if (Date.now() - this.complainedAt < 60_000) return;
    this.complainedAt = Date.now();
    this.logger.warn({ err: error, loop: this.pace.name }, 'a periodic task failed and will run again');
  }
}
