import type { Registration } from '../../../../libs/contract/src/index.js';
import type { Mark } from './state-mark.js';

const ok = (word: string): Mark => ({ icon: 'ok', word, tone: 'ok' });
const refused = (why: string): Mark => ({ icon: 'bad', word: `registration failed${why}`, tone: 'bad' });

/** How an appliance stands with the vendor's server, or with the receiver of our reports. */
export const REGISTRATION_MARKS: Record<Registration['state'], Mark> = {
  unknown: { icon: 'unknown', word: 'on, unknown', tone: 'off' },
  off: { icon: 'off', word: 'off', tone: 'off' },
  unregistered: { icon: 'warn', word: 'not registered', tone: 'warn' },
  registering: { icon: 'change-pending', word: 'registering', tone: 'run' },
  registered: ok('registered'),
  stale: { icon: 'warn', word: 'no heartbeat', tone: 'warn' },
  'failed:no-contract': refused(': no contract'),
  'failed:unreachable': refused(': server not reached'),
  'failed:proxy-auth': refused(': proxy asks for a login'),
  'failed:tls': refused(': TLS'),
  'failed:other': refused(''),
};

const STANDINGS: Record<Registration['heartbeat']['standing'], Mark> = {
  none: { icon: 'off', word: 'none from here', tone: 'off' },
  never: { icon: 'not-checked', word: 'none confirmed yet', tone: 'off' },
  'on-time': ok('on time'),
  late: { icon: 'warn', word: 'late', tone: 'warn' },
  overdue: { icon: 'bad', word: 'overdue', tone: 'bad' },
};
export const heartbeatMark = (standing: Registration['heartbeat']['standing']): Mark => STANDINGS[standing];
