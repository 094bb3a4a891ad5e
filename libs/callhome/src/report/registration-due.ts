import type { DeploymentMode } from '../../../fleet/src/index.js';

/** What the server knows an appliance by. Null: not read. */
export interface RegisteredAs {
  readonly serial: string | null;
  readonly version: string | null;
  readonly build: string | null;
  /** Null or `unknown`: not known. */
  readonly mode: DeploymentMode | null;
}

/**
 * Says whether registration is repeated: its serial, version, build or deployment mode is now another, or is known for the
 * first time. What cannot be read now is no change. Null before: never registered, so it is due.
 */
export function registrationDue(before: RegisteredAs | null, now: RegisteredAs): boolean {
  if (before === null) return true;
  const keys = ['serial', 'version', 'build', 'mode'] as const;
  return keys.some((key) => now[key] !== null && now[key] !== 'unknown' && now[key] !== before[key]);
}
