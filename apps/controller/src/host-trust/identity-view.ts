import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { Observation } from '../../../../libs/persistence/src/index.js';
import { isoOrNull } from '../api/iso.js';

/** Which machine an appliance is known to be, and which other one answers at its address. */
export function identityView(row: Observation): Appliance['identity'] {
  const { serial, hostId, offeredSerial, offeredHostId, identityChangedAt } = row;
  const isKnown = serial !== null || hostId !== null;
  return {
    state: identityChangedAt !== null ? 'changed' : isKnown ? 'known' : 'unknown',
    serial,
    hostId,
    offered: identityChangedAt === null ? null : { serial: offeredSerial, hostId: offeredHostId },
    changedAt: isoOrNull(identityChangedAt),
  };
}
