import { proxySchema, SETTING_KEYS, type Layer, type SettingKey } from '../../../../libs/contract/src/index.js';
import type { ProblemError } from '../../../../libs/contract/src/index.js';
import { SETTING_FACTS } from './setting-facts.js';

export type Choice = 'inherit' | 'set' | 'default';
export type ProxyForm = 'none' | 'address' | 'service';

/** One setting as it is being edited: everything typed is kept, also while another choice hides it. */
export interface KeyDraft {
  choice: Choice;
  /** The value, or the address or service of a proxy. */
  text: string;
  proxyForm: ProxyForm;
  port: string;
  isLocked: boolean;
  lockReason: string;
}
export interface LayerDraft {
  keys: Record<SettingKey, KeyDraft>;
  note: string;
  /** As a date input has it, in UTC; empty: never. */
  expiresAt: string;
}

type LayerLike = Pick<Layer, 'settings' | 'locks' | 'lockReasons' | 'note' | 'expiresAt'>;

const everyKey = <T>(make: (key: SettingKey) => T): Record<SettingKey, T> =>
  Object.fromEntries(SETTING_KEYS.map((key) => [key, make(key)])) as Record<SettingKey, T>;

/** The fields of a value; a value of null fills nothing in. */
export function fieldsOf(key: SettingKey, value: unknown): Pick<KeyDraft, 'text' | 'proxyForm' | 'port'> {
  const { field, words } = SETTING_FACTS[key];
  const plain = { proxyForm: 'none' as const, port: '' };
  if (value === null || value === undefined) {
    return { text: field === 'switch' ? 'true' : (words?.[0] ?? ''), ...plain };
  }
  if (field !== 'proxy') return { text: typeof value === 'string' ? value : JSON.stringify(value), ...plain };
  const proxy = proxySchema.safeParse(value);
  if (!proxy.success || proxy.data === 'none') return { text: '', ...plain };
  const port = String(proxy.data.port);
  return 'address' in proxy.data
    ? { text: proxy.data.address, proxyForm: 'address', port }
    : { text: proxy.data.service, proxyForm: 'service', port };
}

/** A layer as it is edited. */
export function draftOf({ settings, locks, lockReasons, note, expiresAt }: LayerLike): LayerDraft {
  return {
    keys: everyKey((key) => ({
      choice: settings[key] === undefined ? 'inherit' : settings[key] === null ? 'default' : 'set',
      ...fieldsOf(key, settings[key]),
      isLocked: locks.includes(key),
      lockReason: lockReasons[key] ?? '',
    })),
    note: note ?? '',
    expiresAt: expiresAt === null ? '' : expiresAt.slice(0, 16),
  };
}

/** What a person typed, as a number where it is one: JSON would turn any other into null, the device default. */
function numberOf(text: string): number | string {
  const number = Number(text.trim());
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

/** The value that a draft sets. What cannot be one goes out as it was typed, for the API to refuse at its place. */
export function valueOf(key: SettingKey, { text, proxyForm, port }: KeyDraft): unknown {
  const { field } = SETTING_FACTS[key];
  if (field === 'switch') return text === 'true';
  if (field === 'number') return numberOf(text);
  if (field !== 'proxy') return text.trim();
  if (proxyForm === 'none') return 'none';
  return { [proxyForm]: text.trim(), ...(port.trim() !== '' && { port: numberOf(port) }) };
}

/** The body that sets the layer whole. */
export function bodyOf({ keys, note, expiresAt }: LayerDraft) {
  const chosen = SETTING_KEYS.filter((key) => keys[key].choice !== 'inherit');
  const locks = SETTING_KEYS.filter((key) => keys[key].isLocked);
  const reasons = locks.filter((key) => keys[key].lockReason.trim() !== '');
  return {
    settings: Object.fromEntries(
      chosen.map((key) => [key, keys[key].choice === 'default' ? null : valueOf(key, keys[key])]),
    ),
    locks,
    lockReasons: Object.fromEntries(reasons.map((key) => [key, keys[key].lockReason.trim()])),
    note: note.trim() === '' ? null : note.trim(),
    expiresAt: expiresAt === '' ? null : `${expiresAt}:00Z`,
  };
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** What one setting of a draft comes to: two drafts that say the same are the same, whatever was typed in between. */
function meaning(key: SettingKey, draft: KeyDraft) {
  const value = draft.choice === 'set' ? valueOf(key, draft) : null;
  return [draft.choice, value, draft.isLocked, draft.isLocked ? draft.lockReason.trim() : ''];
}

/** Every setting, and `note` or `expiresAt`, in which two drafts differ. */
export function differences(a: LayerDraft, b: LayerDraft): (SettingKey | 'note' | 'expiresAt')[] {
  return [
    ...SETTING_KEYS.filter((key) => !isSame(meaning(key, a.keys[key]), meaning(key, b.keys[key]))),
    ...(a.note.trim() === b.note.trim() ? [] : (['note'] as const)),
    ...(a.expiresAt === b.expiresAt ? [] : (['expiresAt'] as const)),
  ];
}

/**
 * Brings what somebody else saved into what is being edited: mine where I changed it, theirs everywhere else.
 * `clashes` are the parts that both changed, in different ways; there mine stands.
 */
export function mergeDrafts({ base, mine, theirs }: { base: LayerDraft; mine: LayerDraft; theirs: LayerDraft }) {
  const changed = new Set<string>(differences(base, mine));
  const clashes = differences(base, theirs).filter(
    (part) => changed.has(part) && differences(mine, theirs).includes(part),
  );
  const draft: LayerDraft = {
    keys: everyKey((key) => (changed.has(key) ? mine.keys[key] : theirs.keys[key])),
    note: changed.has('note') ? mine.note : theirs.note,
    expiresAt: changed.has('expiresAt') ? mine.expiresAt : theirs.expiresAt,
  };
  return { draft, clashes };
}

/** Refusals by the part of the form they are about; what belongs to no part is under an empty name. */
export function errorsByPart(errors: readonly ProblemError[]): Record<string, string> {
  const found: Record<string, string[]> = {};
  for (const { pointer, detail } of errors) {
    const [, first = '', second = ''] = pointer.split('/');
    const part = first === 'settings' || first === 'locks' || first === 'lockReasons' ? second : first;
    const known = (SETTING_KEYS as readonly string[]).includes(part) || part === 'note' || part === 'expiresAt';
    (found[known ? part : ''] ??= []).push(detail);
  }
  return Object.fromEntries(Object.entries(found).map(([part, details]) => [part, details.join('; ')]));
}
