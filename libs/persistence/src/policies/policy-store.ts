import { DEFAULT_APPROVAL_POLICY, DEFAULT_BAKE_SECONDS, DEFAULT_LIMITS } from '../../../callhome/src/index.js';
import type { Database, Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { insertUnique } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { PolicyTable, type Policies, type RolloutPolicy, type StoredPolicies } from './policy.table.js';

const NAME = 'installation';

/** What holds until somebody changes a policy. */
const DEFAULTS: Policies = {
  approval: DEFAULT_APPROVAL_POLICY,
  rollout: {
    waves: null,
    bakeSeconds: DEFAULT_BAKE_SECONDS,
    gate: 'auto',
    perHost: 1,
    canarySite: null,
    limits: DEFAULT_LIMITS,
  },
};

/** The policies that hold; `version` is their ETag, 0 while they are those of the product. */
export interface PolicyRow extends Policies {
  version: number;
  updatedBy: string | null;
  updatedAt: Date | null;
}

/** What to change of each policy; what is absent stays as it is. Limits are changed whole. */
export interface PolicyPatch {
  readonly approval?: Partial<Policies['approval']> | undefined;
  readonly rollout?: Partial<RolloutPolicy> | undefined;
}

/** When a rollout needs another person, and how it goes where nothing else is asked for. */
export class PolicyStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  async get(): Promise<PolicyRow> {
    return shown(await this.database.source.getRepository(PolicyTable).findOneBy({ name: NAME }));
  }

  /**
   * Changes policies, if they still are at `expectedVersion`. Of two that change the same version, one is refused.
   * @throws {PersistenceError} VERSION_MISMATCH - `details.version` is the one that holds.
   */
  async patch(patch: PolicyPatch, expectedVersion: number, by: string): Promise<PolicyRow> {
    return this.database.transaction(async (tx) => {
      const now = shown(await locked(tx));
      if (now.version !== expectedVersion) throw mismatch(now.version);
      const value: Policies = {
        approval: { ...now.approval, ...patch.approval },
        rollout: { ...now.rollout, ...patch.rollout },
      };
      const row: StoredPolicies = { name: NAME, value, version: now.version + 1, updatedBy: by, updatedAt: new Date() };
      if (now.version === 0) await insertFirst(tx, row);
      else await tx.getRepository(PolicyTable).update({ name: NAME }, row);
      await this.events.append(tx, [{ topic: 'rollouts', type: 'policy.changed', subject: NAME }]);
      return shown(row);
    });
  }
}

function shown(row: StoredPolicies | null): PolicyRow {
  if (row === null) return { ...DEFAULTS, version: 0, updatedBy: null, updatedAt: null };
  const { version, updatedBy, updatedAt, value } = row;
  return { ...value, version, updatedBy, updatedAt };
}

function locked(tx: Transaction): Promise<StoredPolicies | null> {
  return tx.getRepository(PolicyTable).findOne({ where: { name: NAME }, lock: { mode: 'pessimistic_write' } });
}

// There is no row to lock before the first change: of two first ones, the later insert waits and then finds the other's.
async function insertFirst(tx: Transaction, row: StoredPolicies): Promise<void> {
  try {
    await insertUnique(tx, PolicyTable, row);
  } catch (cause) {
    if (cause instanceof PersistenceError && cause.code === 'DUPLICATE') throw mismatch(1, cause);
    throw cause;
  }
}

function mismatch(version: number, cause?: unknown): PersistenceError {
  return new PersistenceError('VERSION_MISMATCH', { id: NAME, version }, { cause });
}
