/** What tells one machine from another at the same address. Null or blank: not read, or not printed there. */
export interface MachineIdentity {
  readonly serial: string | null;
  readonly hostId: string | null;
}

/**
 * `same`: at least one mark was compared and none differs. `changed`: a mark differs, so a person must decide.
 * `first-seen`: nothing was known before. `unknown`: no mark is there on both sides.
 */
export type IdentityVerdict = 'same' | 'first-seen' | 'changed' | 'unknown';

/**
 * Says whether the machine just read is the one known under this address.
 *
 * One differing mark is enough for `changed`: cloned virtual appliances share a serial number, and a host id moves with
 * a mainboard. Letter case, and the separators of a host id that is a MAC address, do not count as a difference.
 */
export function compareIdentity(known: MachineIdentity, seen: MachineIdentity): IdentityVerdict {
  const before = marks(known);
  const now = marks(seen);
  if (now.every((mark) => mark === '')) return 'unknown';
  if (before.every((mark) => mark === '')) return 'first-seen';
  const compared = before.flatMap((mark, i) => (mark === '' || now[i] === '' ? [] : [mark === now[i]]));
  if (compared.length === 0) return 'unknown';
  return compared.every(Boolean) ? 'same' : 'changed';
}

function marks({ serial, hostId }: MachineIdentity): readonly string[] {
  return [(serial ?? '').trim().toLowerCase(), (hostId ?? '').trim().toLowerCase().replaceAll(/[:.-]/g, '')];
}
