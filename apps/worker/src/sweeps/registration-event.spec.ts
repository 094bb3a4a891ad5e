import { describe, expect, it } from '@jest/globals';
import type { RegistrationEvent } from '../../../../libs/callhome/src/index.js';
import { parseShowCallhome } from '../../../../libs/netscaler-cli/src/index.js';
import { registrationEvent } from './registration-event.js';

const status = (words: string) => `Registration with Citrix upload server ${words}`;

describe('registrationEvent', () => {
  it.each<[says: string, enabled: boolean | null, printed: string, expected: RegistrationEvent]>([
    ['switched off, whatever else it says', false, status('SUCCESSFUL'), 'read-off'],
    ['registered', true, status('SUCCESSFUL'), 'accepted'],
    ['registered, with the word for the switch beside it', true, status('ENABLED, SUCCESSFUL'), 'accepted'],
    ['registered, and the switch could not be read', null, status('SUCCESSFUL'), 'accepted'],
    ['refused without a reason', true, status('FAILED'), 'refused:other'],
    ['an upload server that no name server knows', true, status('HOSTNAME RESOLUTION FAILED'), 'refused:unreachable'],
    ['no name server', true, status('NO DNSSERVER'), 'refused:unreachable'],
    ['an upload server with no valid name', true, status('INVALID HOSTNAME'), 'refused:unreachable'],
    ['a refusal with its reason behind it', true, status('FAILED, NO DNSSERVER'), 'refused:unreachable'],
    ['both at once', true, status('SUCCESSFUL, FAILED'), 'unreadable'],
    ['only that it is switched on', true, status('ENABLED'), 'unreadable'],
    ['the opposite of a success in words not known', true, status('NOT SUCCESSFUL'), 'unreadable'],
    ['nothing, as the first releases do', true, 'E-mail address configured: a@example.com', 'unreadable'],
  ])('understands: %s', (_says, enabled, printed, expected) => {
    expect(registrationEvent({ enabled }, parseShowCallhome(printed))).toBe(expected);
  });

  it('says nothing of an appliance that could not be asked', () => {
    expect(registrationEvent({ enabled: true }, null)).toBeNull();
  });
});
