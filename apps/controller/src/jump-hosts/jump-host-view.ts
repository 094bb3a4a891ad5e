import type { JumpHost } from '../../../../libs/contract/src/index.js';
import type { JumpHost as JumpHostRow } from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

/** A jump host as the contract shows it. */
export function jumpHostView(row: JumpHostRow): JumpHost {
  const { id, name, kind, address, port, credentialId, viaId, algorithms, version } = row;
  return {
    id,
    name,
    kind,
    address,
    port,
    credentialId,
    viaId,
    algorithms,
    hostKey: {
      state: keyState(row),
      alg: row.offeredAlgorithm,
      fingerprint: row.trustedKey,
      offered: row.offeredKey,
      decidedBy: row.decidedBy,
      decidedAt: isoOrNull(row.decidedAt),
    },
    createdAt: iso(row.createdAt),
    version,
  };
}

function keyState({ kind, trustedKey, offeredKey }: JumpHostRow): JumpHost['hostKey']['state'] {
  if (kind === 'socks5') return 'not-applicable';
  if (offeredKey !== null) return trustedKey === null ? 'pending' : 'changed';
  return trustedKey === null ? 'unseen' : 'trusted';
}
