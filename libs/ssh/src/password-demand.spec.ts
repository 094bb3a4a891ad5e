import { describe, expect, it } from '@jest/globals';
import { asksForNewPassword, demandsNewPassword } from './password-demand.js';

describe('demandsNewPassword', () => {
  it.each([
    'Enter new password:',
    'New password: ',
    '(current) UNIX password: ',
    'Please re-enter password: ',
    'Old Password:',
    'Enter current password:',
    'Confirm password:',
    'Re-enter the new password:',
    'Retype new password: ',
    'Verify password:',
    'Enter the password again:',
    'Do you want to change the default password now (Y/N)?',
    'Change password? [y/n]: ',
  ])('hears "%s"', (line) => {
    expect([demandsNewPassword(line), asksForNewPassword(line)]).toEqual([true, true]);
  });

  it.each([
    'Password:',
    "nsroot@10.0.0.1's password: ",
    '> ',
    'Force password change: ENABLED',
    'new version: ',
    'For enhanced security, you must change the default RPC node password.',
    'Warning: One or more RPC nodes are configured with default passwords.',
    `new password ${'x'.repeat(300)}:`,
  ])('does not hear one in "%s"', (line) => {
    expect(demandsNewPassword(line)).toBe(false);
  });
});
