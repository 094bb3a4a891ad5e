import { NotificationError } from '../errors.js';
import { addressKind, withoutZone, type AddressKind } from './address-kind.js';
import { readNetwork, type Network } from './network.js';

export interface AddressPolicySettings {
  /** Networks with ordinary addresses that may be reached, `10.0.0.0/8` or one address; null: all ordinary ones. */
  readonly networks: readonly string[] | null;
  /**
   * Networks of loopback, link-local or metadata addresses that may be reached beside. An entry counts only where it
   * lies wholly inside one such range, so that `0.0.0.0/0` does not open the metadata service by accident.
   */
  readonly exceptions: readonly string[];
}

export type AddressVerdict =
  | { readonly allowed: true }
  /** `kind` is null for text that is no address. */
  | { readonly allowed: false; readonly kind: AddressKind | null };

/** Which addresses messages may be sent to. */
export interface AddressPolicy {
  judge(address: string): AddressVerdict;
}

/** Nobody can be behind these, or everybody is; no exception opens them. */
const NEVER: ReadonlySet<AddressKind> = new Set(['unspecified', 'multicast', 'reserved']);

/**
 * Makes the judge of outgoing addresses. Operators do want addresses of their own networks, so private ones are
 * ordinary; what is kept out is what a request from inside the controller would reach and one from outside would not.
 * @throws {NotificationError} SETTINGS_INVALID - an entry is no network, or an exception is ordinary or too wide.
 */
export function addressPolicy(settings: AddressPolicySettings): AddressPolicy {
  const networks = settings.networks?.map((text, position) => readEntry(text, { field: 'networks', position })) ?? null;
  const exceptions = settings.exceptions.map((text, position) => readException(text, position));
  return {
    judge(address) {
      const kind = addressKind(address);
      const host = readNetwork(withoutZone(address));
      if (kind === null || host === null) return { allowed: false, kind: null };
      if (NEVER.has(kind)) return { allowed: false, kind };
      const open = kind === 'ordinary' ? networks : exceptions;
      const allowed = open === null || open.some((network) => network.holds(host));
      return allowed ? { allowed } : { allowed, kind };
    },
  };
}

function readEntry(text: string, at: { field: string; position: number }): Network {
  const network = readNetwork(text);
  if (network === null) throw new NotificationError('SETTINGS_INVALID', { ...at, reason: 'not-a-network' });
  return network;
}

const SPECIAL_RANGES = ['127.0.0.0/8', '::1', '169.254.0.0/16', 'fe80::/10'].map((text) => readNetwork(text));

function readException(text: string, position: number): Network {
  const at = { field: 'exceptions', position };
  const network = readEntry(text, at);
  const isSpecial =
    SPECIAL_RANGES.some((range) => range?.holds(network) === true) || addressKind(text.trim()) === 'metadata';
  if (!isSpecial) throw new NotificationError('SETTINGS_INVALID', { ...at, reason: 'not-within-a-special-range' });
  return network;
}
