/**
 * How a host counts its SSL hardware. `ssl-core`: chips, also called cores or virtual functions, up to SVM 12.1-48.13;
 * `acu`: asymmetric crypto units, one of them one RSA-2048 operation a second, from then on. Source: vendor SDX crypto
 * management page and provider.
 */
export type CryptoUnit = 'ssl-core' | 'acu';

/** The SSL hardware of a host, as `show appliance` has it. */
export interface HostCrypto {
  /** Null: nothing printed says how this host counts. */
  readonly unit: CryptoUnit | null;
  /** Of `unit`; null when not printed. */
  readonly total: number | null;
  readonly free: number | null;
  /** Symmetric crypto units, one of them 1 Mbps of AES128; null on hosts that count chips. */
  readonly scuTotal: number | null;
  readonly scuFree: number | null;
  /** Crypto devices of the chassis, whatever the unit; only newer builds print them. */
  readonly devices: number | null;
}

/** The share of one instance, as its host lists it. */
export interface InstanceCrypto {
  readonly unit: CryptoUnit | null;
  /** Of `unit`: chips, or asymmetric crypto units. */
  readonly assigned: number | null;
  readonly scuAssigned: number | null;
  /** How many chips the instance should see work: those assigned or, in the newer unit, its cards or functions. */
  readonly cards: number | null;
  /** How many of `cards` work; null when not printed, stale, or not counted in the newer unit. 0 of 0 is healthy. */
  readonly cardsUp: number | null;
}

/** The printed counts of a host; null: not printed. */
export interface HostCryptoCounts {
  readonly cores: readonly [total: number | null, free: number | null];
  readonly acu: readonly [total: number | null, free: number | null];
  readonly scu: readonly [total: number | null, free: number | null];
  readonly devices: number | null;
}

/**
 * Says in which unit a host counts, and how much of it there is. A host of the newer unit still prints the old counts,
 * as 0 or as they were: the newer one wins as soon as it is not 0.
 */
export function hostCrypto({ cores, acu, scu, devices }: HostCryptoCounts): HostCrypto {
  const isNewer = (acu[0] ?? 0) > 0 || (acu[0] !== null && (cores[0] ?? 0) === 0);
  const [scuTotal, scuFree] = isNewer ? scu : [null, null];
  const [total, free] = isNewer ? acu : cores;
  const unit = isNewer ? 'acu' : cores[0] === null ? null : 'ssl-core';
  return { unit, total, free, scuTotal, scuFree, devices };
}

/** The printed counts of an instance; null: not printed. */
export interface InstanceCryptoCounts {
  readonly cores: number | null;
  readonly coresUp: number | null;
  readonly acu: number | null;
  readonly scu: number | null;
  readonly cards: number | null;
  /** Virtual functions listed for it; null when the list is not printed. */
  readonly functions: number | null;
  /** What `is_new_crypto` says: true for the newer unit. */
  readonly isNewCrypto: boolean | null;
  /** True when the VM runs and the SVM can log in; what works is stale otherwise. */
  readonly isFresh: boolean;
}

/** Says in which unit an instance's share is counted, and how many of its chips should work and do. */
export function instanceCrypto(counts: InstanceCryptoCounts): InstanceCrypto {
  const { cores, coresUp, acu, scu, cards, functions, isFresh } = counts;
  const isNewer = counts.isNewCrypto ?? ((acu ?? 0) > 0 || (acu !== null && (cores ?? 0) === 0));
  if (!isNewer) {
    const unit = cores === null ? null : 'ssl-core';
    return { unit, assigned: cores, scuAssigned: null, cards: cores, cardsUp: isFresh ? coresUp : null };
  }
  // The old counts may be left at 0 here: then "0 up" says that nobody counts, not that nothing works.
  const isCounted = cores !== 0 || (coresUp ?? 0) > 0 || (cards ?? functions) === 0;
  const cardsUp = isFresh && isCounted ? coresUp : null;
  return { unit: 'acu', assigned: acu, scuAssigned: scu, cards: cards ?? functions, cardsUp };
}
