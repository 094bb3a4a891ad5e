import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What the receiver keeps about a report besides its bytes. */
export interface StoredReport {
  readonly id: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly contentType: string | null;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly receiptId: string;
  /** How often it was taken as new; anything but 1 would be a fault of this receiver. */
  readonly accepts: number;
}

/** A report that arrived whole, still under its temporary name. */
export interface ArrivedReport {
  readonly id: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly contentType: string | null;
}

/** What became of an arrived report. */
export type Placement =
  { readonly outcome: 'stored' | 'already-stored'; readonly report: StoredReport } | { readonly outcome: 'conflict' };

/** Keeps each report as a file of its bytes and a file about it; a restart finds them again. */
export class ReportStore {
  private readonly reports = new Map<string, StoredReport>();

  constructor(private readonly directory: string) {}

  /** Reads what is there and throws away what arrived only in part before a sudden end. */
  async restore(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    for (const name of await readdir(this.directory)) {
      if (name.endsWith('.part')) await rm(join(this.directory, name), { force: true });
      if (!name.endsWith('.json')) continue;
      const report = JSON.parse(await readFile(join(this.directory, name), 'utf8')) as StoredReport;
      this.reports.set(report.id, report);
    }
  }

  /** A new name for bytes that are still arriving. */
  temporaryFile(): string {
    return join(this.directory, `${randomUUID()}.part`);
  }

  /**
   * Decides about an arrived report and keeps it when it is new; in any other case its file is removed.
   *
   * Runs without giving way, so two copies that arrive together cannot both be new.
   */
  place(arrived: ArrivedReport): Placement {
    const known = this.reports.get(arrived.id);
    if (known !== undefined) {
      rmSync(arrived.file, { force: true });
      return known.sha256 === arrived.sha256 ? { outcome: 'already-stored', report: known } : { outcome: 'conflict' };
    }
    const { id, bytes, sha256, contentType } = arrived;
    const receivedAt = new Date().toISOString();
    const report: StoredReport = { id, bytes, sha256, contentType, receivedAt, receiptId: randomUUID(), accepts: 1 };
    mkdirSync(this.directory, { recursive: true });
    renameSync(arrived.file, this.bodyFile(id));
    writeFileSync(join(this.directory, `${id}.json`), JSON.stringify(report));
    this.reports.set(id, report);
    return { outcome: 'stored', report };
  }

  /** `undefined` when no such report was kept. */
  find(id: string): StoredReport | undefined {
    return this.reports.get(id);
  }

  /** All reports in the order they came. */
  list(): StoredReport[] {
    return [...this.reports.values()];
  }

  /** Where the bytes of a kept report are. */
  bodyFile(id: string): string {
    return join(this.directory, `${id}.body`);
  }
}
