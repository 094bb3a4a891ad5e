import type { Operation } from '../../../../libs/contract/src/index.js';
import type { Operation as OperationRow } from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

/** Long work as the contract shows it. */
export function operationView({ createdBy: _author, createdAt, finishedAt, ...row }: OperationRow): Operation {
  return { ...row, createdAt: iso(createdAt), finishedAt: isoOrNull(finishedAt) };
}
