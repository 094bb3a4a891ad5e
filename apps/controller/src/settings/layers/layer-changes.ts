import type { LayerSet, SettingKey } from '../../../../../libs/callhome/src/index.js';
import type { LayerContent } from '../../../../../libs/persistence/src/index.js';
import type { BodyOf } from '../../api/endpoint.js';

/** A layer set whole. Exceptions and who owns the layer are not for its writer to say. */
export function wholeLayer(now: LayerContent, body: BodyOf<'putLayer'>): LayerContent {
  return {
    ...now,
    settings: definedOnly(body.settings),
    locks: [...new Set(body.locks)],
    lockReasons: definedOnly(body.lockReasons),
    note: body.note,
    expiresAt: body.expiresAt === null ? null : new Date(body.expiresAt),
  };
}

/** A layer with some of it changed: what `body` does not name stays. The reason of a lock goes with the lock. */
export function mergedLayer(now: LayerContent, body: BodyOf<'patchLayer'>): LayerContent {
  const locks = body.locks === undefined ? now.locks : [...new Set(body.locks)];
  return {
    ...now,
    settings: { ...now.settings, ...definedOnly(body.settings ?? {}) },
    locks,
    lockReasons: { ...ofKeys(now.lockReasons, locks), ...definedOnly(body.lockReasons ?? {}) },
    note: body.note === undefined ? now.note : body.note,
    expiresAt: body.expiresAt === undefined ? now.expiresAt : body.expiresAt === null ? null : new Date(body.expiresAt),
  };
}

/**
 * A layer that says what it said before. Exceptions granted or ended since stay as they are, and an end that has passed
 * meanwhile is left out.
 */
export function revertedLayer(now: LayerContent, earlier: LayerContent, note: string | null): LayerContent {
  const { settings, locks, lockReasons, expiresAt } = earlier;
  const isOver = expiresAt !== null && expiresAt <= new Date();
  return { ...now, settings, locks, lockReasons, note: note ?? earlier.note, expiresAt: isOver ? null : expiresAt };
}

// What JSON leaves out and what a schema makes undefined are the same: the key inherits.
function definedOnly(settings: BodyOf<'putLayer'>['settings']): LayerSet;
function definedOnly(reasons: BodyOf<'putLayer'>['lockReasons']): LayerContent['lockReasons'];
function definedOnly(given: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function ofKeys(reasons: LayerContent['lockReasons'], keys: readonly SettingKey[]): LayerContent['lockReasons'] {
  return Object.fromEntries(keys.flatMap((key) => (reasons[key] === undefined ? [] : [[key, reasons[key]]])));
}
