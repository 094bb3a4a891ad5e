import { parseScope, type LayerRank } from '../../../callhome/src/index.js';

/** The scope of the own layer of an instance, or of an appliance that stands alone. */
export const instanceScope = (applianceId: string): string => `instance:${applianceId}`;

/** The scope of a host's layer, which its instances inherit. */
export const hostScope = (applianceId: string): string => `host:${applianceId}`;

export const siteScope = (name: string): string => `site:${name}`;

export const groupScope = (name: string): string => `group:${name}`;

/**
 * The rank that a scope's name stands for.
 * @throws {CallHomeError} SCOPE_UNKNOWN - it is the name of no scope.
 */
export const rankOf = (scope: string): LayerRank => parseScope(scope).rank;
