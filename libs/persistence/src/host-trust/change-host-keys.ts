import { In } from 'typeorm';
import { nextHostKeyState, type HostKeyEvent, type HostKeyRecordState } from '../../../fleet/src/index.js';
import { HostKeyTable, type HostKey } from '../appliances/appliance.table.js';
import { sql, type Transaction } from '../database.js';

/** Something that happens to one key of one appliance. `by` and `reason` are kept where the state changes. */
export interface HostKeyChange {
  applianceId: string;
  fingerprint: string;
  algorithm: string;
  event: HostKeyEvent;
  at: Date;
  by: string | null;
  reason: string | null;
}

/** The keys of some appliances while their rows are locked. A key that becomes trusted takes the place of the one before. */
export class HostKeysInHand {
  private readonly rows = new Map<string, HostKey[]>();
  private readonly touched = new Set<HostKey>();

  private constructor(rows: readonly HostKey[]) {
    for (const row of rows) this.keep(row);
  }

  /** Locks the appliances, sorted, so that two who want the same ones wait for each other instead of deadlocking. */
  static async of(tx: Transaction, applianceIds: readonly string[]): Promise<HostKeysInHand> {
    await sql(tx, 'SELECT id FROM appliance WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [applianceIds]);
    return new HostKeysInHand(await tx.getRepository(HostKeyTable).findBy({ applianceId: In([...applianceIds]) }));
  }

  get(applianceId: string, fingerprint: string): HostKey | null {
    return this.of(applianceId).find((row) => row.fingerprint === fingerprint) ?? null;
  }

  trustedOf(applianceId: string): HostKey | null {
    return this.of(applianceId).find((row) => row.state === 'trusted') ?? null;
  }

  of(applianceId: string): readonly HostKey[] {
    return this.rows.get(applianceId) ?? [];
  }

  /** The key after the change; null if the change cannot happen to it, and then nothing has. */
  apply(change: HostKeyChange): HostKey | null {
    const { applianceId, fingerprint, algorithm, event, at, by, reason } = change;
    const known = this.get(applianceId, fingerprint);
    const before: HostKeyRecordState = known?.state ?? 'unseen';
    const state = nextHostKeyState(before, event);
    if (state === null) return null;
    const row = known ?? { ...NEW_KEY, applianceId, fingerprint, algorithm, firstSeenAt: at, lastSeenAt: at, state };
    if (event === 'offered' || event === 'offered-beside') row.lastSeenAt = at;
    if (state === 'trusted' && before !== 'trusted') {
      this.supersede(row, at, by);
      Object.assign(row, { decidedBy: by, decidedAt: at, reason, endedBy: null, endedAt: null });
    }
    if (state === 'revoked' && before !== 'revoked') Object.assign(row, { endedBy: by, endedAt: at, reason });
    row.state = state;
    if (known === null) this.keep(row);
    this.touched.add(row);
    return row;
  }

  private keep(row: HostKey): void {
    const others = this.rows.get(row.applianceId);
    if (others === undefined) this.rows.set(row.applianceId, [row]);
    else others.push(row);
  }

  private supersede(fresh: HostKey, at: Date, by: string | null): void {
    for (const row of this.of(fresh.applianceId)) {
      if (row === fresh) continue;
      const state = nextHostKeyState(row.state, 'superseded') ?? row.state;
      if (state === row.state) continue;
      Object.assign(row, { state, endedBy: by, endedAt: at });
      this.touched.add(row);
    }
  }

  async write(tx: Transaction): Promise<void> {
    const rows = [...this.touched];
    if (rows.length === 0) return;
    const repository = tx.getRepository(HostKeyTable);
    // An appliance has one trusted key at any time, within this transaction too: those that leave go first.
    const [staying, leaving] = [rows.filter(isTrusted), rows.filter((row) => !isTrusted(row))];
    if (leaving.length > 0) await repository.upsert(leaving, ['applianceId', 'fingerprint']);
    if (staying.length > 0) await repository.upsert(staying, ['applianceId', 'fingerprint']);
  }
}

const NEW_KEY = { decidedBy: null, decidedAt: null, reason: null, endedBy: null, endedAt: null };
const isTrusted = (row: HostKey): boolean => row.state === 'trusted';
