import type { DeploymentClaim } from '../deployment/deployment-claim.js';

/** Where a licence comes from; `unknown` where the appliance uses a word this library does not know. */
export type LicenceSource = 'local' | 'pooled' | 'central' | 'express' | 'unknown';

export interface Licence {
  /** `Standard`, `Advanced`, `Platinum`, ... as printed; null: not printed. */
  readonly edition: string | null;
  readonly source: LicenceSource;
  /** 0 on a licence that never expires (pooled ones print that) or expires today; null: not printed. */
  readonly daysToExpiration: number | null;
}

/** SSL hardware in the unit that the host counts it in. Null: not printed, or stale (a halted instance). */
export interface Chips {
  /** Chips of older hosts, or asymmetric crypto units of newer ones: numbers of the two cannot be compared. */
  readonly unit: 'ssl-core' | 'acu';
  readonly total: number | null;
  readonly free: number | null;
  readonly assigned: number | null;
  readonly up: number | null;
}

/** The most SSL hardware a host was ever seen with, in one unit and on one model. */
export interface ChipBaseline {
  readonly unit: Chips['unit'];
  readonly model: string | null;
  readonly total: number;
  readonly devices: number | null;
}

/** The hypervisor under an SVM. */
export interface Hypervisor {
  readonly version: string | null;
  readonly address: string | null;
}

/** Facts that nobody filters or joins by, so they are kept in one place instead of a column each. */
export interface FactValues {
  readonly licence: Licence;
  readonly deployment: DeploymentClaim;
  /** A zone name or an offset as the appliance prints it. */
  readonly timeZone: string;
  /** True: the running configuration is lost at the next restart. */
  readonly unsavedChanges: boolean;
  readonly memoryUsedPercent: number;
  /** The platform line as printed. */
  readonly platform: string;
  readonly hypervisor: Hypervisor;
  readonly chips: Chips;
  readonly chipBaseline: ChipBaseline;
  /** True whenever all of what rarely changes was asked for; its time is what counts. */
  readonly fullRead: true;
  /** Commands that this build refused as unknown to it, each with its words. */
  readonly unsupported: Readonly<Record<string, string>>;
}
export type FactName = keyof FactValues;

/** A fact and when it was last read, ISO 8601 in UTC. */
export interface KnownFact<Value> {
  readonly value: Value;
  readonly at: string;
}

/** What is known of an appliance; a fact that is absent was never read. */
export type KnownFacts = { readonly [Name in FactName]?: KnownFact<FactValues[Name]> };

/** What one reading brought; absent or null: not asked for, or not readable. */
export type FactsRead = { readonly [Name in FactName]?: FactValues[Name] | null };

/**
 * Adds what was just read to what is known. What was not read stays, with the time it was read at: an unreadable answer
 * neither clears a fact nor makes it look newer than it is.
 */
export function mergeFacts(known: KnownFacts, read: FactsRead, at: Date): KnownFacts {
  const fresh = Object.entries(read).flatMap(([name, value]) =>
    value === null ? [] : [[name, { value, at: at.toISOString() }] as const],
  );
  return { ...known, ...Object.fromEntries(fresh) };
}
