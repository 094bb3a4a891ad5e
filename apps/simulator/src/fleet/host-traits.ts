import type { OutputStyle } from '../svm/render-records.js';

/** How SSL hardware is counted: chips up to release 12.1, units of ACU and SCU after it. */
export const CRYPTO_UNITS = ['chips', 'acu'] as const;

/** Unit of SSL hardware. */
export type CryptoUnit = (typeof CRYPTO_UNITS)[number];

/** How one host differs from another without being broken. */
export interface HostTraits {
  /** Shape of its lists; `null` takes the one of the whole fleet. */
  readonly style: OutputStyle | null;
  readonly cryptoUnit: CryptoUnit;
  /** A login lands in the operating system's shell, where `cli` leads to the command line. */
  readonly shellFirst: boolean;
  /** `false`: no sensor can be read, so that each shows `NA`. */
  readonly hasSensors: boolean;
  /** Drives are mirrored by software, which leaves the fields of a controller out. */
  readonly softwareRaid: boolean;
  /** `show networkconfig` says `Netmask` twice instead of naming whose it is. */
  readonly repeatsNetmask: boolean;
  /** A model without RAID answers its drive commands with an error instead of an empty list. */
  readonly refusesRaid: boolean;
}

/** A host whose answers are those of the golden file. */
export const COMMON_HOST_TRAITS: HostTraits = {
  style: null,
  cryptoUnit: 'chips',
  shellFirst: false,
  hasSensors: true,
  softwareRaid: false,
  repeatsNetmask: false,
  refusesRaid: false,
};
