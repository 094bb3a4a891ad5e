import type { HostKeyImportLine } from '../../../../libs/contract/src/index.js';
import type { Mark } from '../states/state-mark.js';

const done = (word: string): Mark => ({ icon: 'ok', word, tone: 'ok' });
const idle = (word: string): Mark => ({ icon: 'off', word, tone: 'off' });

/** What became of a line of a known_hosts file, or would. */
export const IMPORT_MARKS: Record<HostKeyImportLine['outcome'], Mark> = {
  trusted: done('trusted'),
  'already-trusted': idle('trusted already'),
  conflict: { icon: 'bad', word: 'another key is trusted', tone: 'bad' },
  'other-key-preferred': idle('another key of it is used'),
  'key-revoked': { icon: 'bad', word: 'revoked, stays so', tone: 'bad' },
  'no-appliance': idle('no such appliance'),
  revoked: { icon: 'warn', word: 'revoked', tone: 'warn' },
  'already-revoked': idle('revoked already'),
  'authority-added': done('authority added'),
  'authority-known': idle('authority known'),
  'other-key-type': idle('key type not used'),
  unreadable: { icon: 'bad', word: 'not readable', tone: 'bad' },
};
