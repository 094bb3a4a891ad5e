import type { SettingsException } from '../../../../../libs/contract/src/index.js';
import type { SettingsException as SettingsExceptionRow } from '../../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../../api/iso.js';

export function exceptionView(row: SettingsExceptionRow, applianceName: string): SettingsException {
  return { ...row, applianceName, requestedAt: iso(row.requestedAt), decidedAt: isoOrNull(row.decidedAt) };
}

/** The appliance that the scope of a wish names. */
export function applianceIdOf({ scope }: Pick<SettingsExceptionRow, 'scope'>): string {
  return scope.slice(scope.indexOf(':') + 1);
}
