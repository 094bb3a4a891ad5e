import { BundleError, type BundleErrorCode } from './errors.js';

/** errno codes with a meaning of their own; every other one is STORAGE_FAILED. */
const SYSTEM_ERRORS: Readonly<Record<string, BundleErrorCode>> = {
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  ENOENT: 'BUNDLE_MISSING',
};

/** Names a failed file operation. A BundleError passes through as it is. */
export function storageFailure(error: unknown, details: Readonly<Record<string, string | number>>): BundleError {
  if (error instanceof BundleError) return error;
  const systemCode = systemCodeOf(error) ?? 'unknown';
  return new BundleError(SYSTEM_ERRORS[systemCode] ?? 'STORAGE_FAILED', { ...details, systemCode }, { cause: error });
}

/** Null when `error` carries no code. Looks at the shape only: an error may come from another realm than ours. */
export function systemCodeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
}
