import { IsNull } from 'typeorm';
import { approvalNeedsReason, inventoryChanges, type MachineIdentity } from '../../../fleet/src/index.js';
import { ApplianceTable, ObservationTable, type HostKey, type Observation } from '../appliances/appliance.table.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore, NewEvent } from '../events/event-store.js';
import { recordChanges } from '../inventory-history/record-changes.js';
import { PersistenceError } from '../persistence-error.js';
import { HostKeysInHand } from './change-host-keys.js';
import type { HostAuthorityStore, NewHostAuthority } from './host-authority-store.js';

/** What a person decides of one key, and why; `reason` is null where none was given. */
export interface HostKeyDecision {
  applianceId: string;
  fingerprint: string;
  by: string;
  reason: string | null;
}

/** Who takes another machine for the appliance, and why. `offered`: the marks he saw; null: whichever are offered. */
export interface IdentityDecision {
  applianceId: string;
  by: string;
  reason: string;
  offered: MachineIdentity | null;
}

/** A key of one appliance, named by a file that somebody imports. */
export interface ImportedKey {
  applianceId: string;
  fingerprint: string;
  algorithm: string;
}

export interface HostKeyImport {
  trust: readonly ImportedKey[];
  revoke: readonly ImportedKey[];
  authorities: readonly NewHostAuthority[];
}

/** Where an appliance is reached, and the keys it has: what a file of host keys is matched with. */
export interface KeyedAddress {
  id: string;
  name: string;
  address: string;
  addressOverride: string | null;
  port: number;
  keys: { fingerprint: string; state: HostKey['state'] }[];
}

/** What people decide about host keys and about who an appliance is. Every decision makes the appliance due at once. */
export class HostTrustStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
    private readonly authorities: HostAuthorityStore,
  ) {}

  /**
   * Trusts a key that was seen; the one trusted before is kept as replaced. `reason-required`: it takes the place of
   * another, or was taken out of trust before, and nobody said why; nothing is changed then.
   * @throws {PersistenceError} NOT_FOUND - no such key was ever offered.
   */
  approve(decision: HostKeyDecision): Promise<HostKey | 'reason-required'> {
    return this.database.transaction(async (tx) => {
      const { applianceId, fingerprint, by, reason } = decision;
      const { keys, key } = await seenKey(tx, decision);
      const replaced = keys.trustedOf(applianceId);
      if (approvalNeedsReason(key.state, replaced !== null) && reason === null) return 'reason-required';
      if (key.state === 'trusted') return key;
      const trusted = keys.apply({ ...key, event: 'approved', at: new Date(), by, reason }) ?? key;
      await keys.write(tx);
      const data = { fingerprint, by, reason, replaced: replaced?.fingerprint ?? null };
      await this.decided(tx, [{ topic: 'appliances', type: 'appliance.host-key-trusted', subject: applianceId, data }]);
      return trusted;
    });
  }

  /**
   * Takes a key out of trust until a person approves it anew. If it was the trusted one, no work starts on the appliance.
   * @throws {PersistenceError} NOT_FOUND - no such key was ever offered.
   */
  revoke(decision: HostKeyDecision): Promise<HostKey> {
    return this.database.transaction(async (tx) => {
      const { applianceId, fingerprint, by, reason } = decision;
      const { keys, key } = await seenKey(tx, decision);
      if (key.state === 'revoked') return key;
      const revoked = keys.apply({ ...key, event: 'revoked', at: new Date(), by, reason }) ?? key;
      await keys.write(tx);
      const data = { fingerprint, by, reason };
      await this.decided(tx, [{ topic: 'appliances', type: 'appliance.host-key-revoked', subject: applianceId, data }]);
      return revoked;
    });
  }

  /** Every appliance that is not retired or gone, with its keys, in one reading. */
  keyedAddresses(): Promise<KeyedAddress[]> {
    return sql(
      this.database.source.manager,
      `SELECT a.id, a.name, a.address, a.address_override AS "addressOverride",
              coalesce(a.port_override, h.instance_port, a.port) AS port,
              coalesce((SELECT jsonb_agg(jsonb_build_object('fingerprint', k.fingerprint, 'state', k.state))
                        FROM host_key k WHERE k.appliance_id = a.id), '[]') AS keys
       FROM appliance a JOIN observation o ON o.appliance_id = a.id LEFT JOIN appliance h ON h.id = a.host_id
       WHERE a.retired_at IS NULL AND o.gone_at IS NULL ORDER BY a.sort_key`,
    );
  }

  /**
   * Takes over what a file says, as far as it is still so: a key is trusted only where none is trusted now, and never
   * one that is revoked. Gives the keys that were left out for that.
   * @throws {PersistenceError} DUPLICATE - the name of an authority is taken; nothing is changed then.
   */
  importKeys(given: HostKeyImport, by: string): Promise<ImportedKey[]> {
    return this.database.transaction(async (tx) => {
      const ids = [...given.trust, ...given.revoke].map((key) => key.applianceId);
      const keys = await HostKeysInHand.of(tx, [...new Set(ids)].toSorted());
      const at = new Date();
      const reason = 'imported known_hosts';
      const event = (type: string, { applianceId: subject, fingerprint }: ImportedKey): NewEvent => ({
        topic: 'appliances',
        type,
        subject,
        data: { fingerprint, by, reason },
      });
      const revoked = given.revoke.filter((key) => keys.get(key.applianceId, key.fingerprint)?.state !== 'revoked');
      for (const key of revoked) keys.apply({ ...key, event: 'revoked', at, by, reason });
      const [trusted, left]: [ImportedKey[], ImportedKey[]] = [[], []];
      for (const key of given.trust) {
        const isFree = keys.trustedOf(key.applianceId) === null;
        const isTaken = isFree && keys.apply({ ...key, event: 'admitted', at, by, reason }) !== null;
        (isTaken ? trusted : left).push(key);
      }
      await keys.write(tx);
      for (const authority of given.authorities) await this.authorities.addIn(tx, authority, by);
      await this.decided(tx, [
        ...revoked.map((key) => event('appliance.host-key-revoked', key)),
        ...trusted.map((key) => event('appliance.host-key-trusted', key)),
      ]);
      return left;
    });
  }

  /**
   * Takes the machine that answers now for the appliance. All that was measured on the one before ends with it: facts,
   * the most SSL cores ever seen, the boot epoch. Null, and nothing is changed, if no other machine was seen or if it is
   * not the one in `offered` any more.
   * @throws {PersistenceError} NOT_FOUND
   */
  acceptIdentity(decision: IdentityDecision): Promise<Observation | null> {
    return this.database.transaction(async (tx) => {
      const { applianceId, by, reason, offered } = decision;
      const appliance = await tx
        .getRepository(ApplianceTable)
        .findOne({ where: { id: applianceId, retiredAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
      if (!appliance) throw new PersistenceError('NOT_FOUND', { id: applianceId });
      const row = await tx.getRepository(ObservationTable).findOneByOrFail({ applianceId });
      if (row.identityChangedAt === null) return null;
      const before = { serial: row.serial, hostId: row.hostId };
      const after = { serial: row.offeredSerial, hostId: row.offeredHostId };
      if (offered !== null && (offered.serial !== after.serial || offered.hostId !== after.hostId)) return null;
      const accepted: Observation = { ...row, ...after, ...NOTHING_MEASURED, cause: null };
      await tx.getRepository(ObservationTable).update({ applianceId }, accepted);
      await recordChanges(tx, [{ applianceId, at: new Date(), changes: inventoryChanges(before, after) }]);
      const data = { by, reason, before, after };
      const event = { topic: 'appliances', type: 'appliance.identity-accepted', subject: applianceId, data } as const;
      await this.decided(tx, [event]);
      return accepted;
    });
  }

  private async decided(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
    const ids = events.map((event) => event.subject);
    await sql(tx, 'UPDATE appliance SET sweep_due_at = now() WHERE id = ANY ($1)', [ids]);
    await this.events.append(tx, events);
  }
}

const NOTHING_MEASURED = {
  offeredSerial: null,
  offeredHostId: null,
  identityChangedAt: null,
  baselineSslCores: null,
  bootEpochId: null,
  facts: {},
};

async function seenKey(
  tx: Transaction,
  { applianceId, fingerprint }: HostKeyDecision,
): Promise<{ keys: HostKeysInHand; key: HostKey }> {
  const keys = await HostKeysInHand.of(tx, [applianceId]);
  const key = keys.get(applianceId, fingerprint);
  if (key === null) throw new PersistenceError('NOT_FOUND', { applianceId, fingerprint });
  return { keys, key };
}
