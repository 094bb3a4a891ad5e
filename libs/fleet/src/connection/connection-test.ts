/** The steps of reaching an appliance, in the order they are tried; each needs the one before. */
export const CONNECTION_STEPS = ['name', 'tcp', 'key', 'login', 'prompt', 'command'] as const;
export type ConnectionStepName = (typeof CONNECTION_STEPS)[number];

/** What a person reads for a step. */
export const CONNECTION_STEP_TITLES = {
  name: 'Find the address',
  tcp: 'Open a connection',
  key: 'Check the host key',
  login: 'Log in',
  prompt: 'Open a command channel',
  command: 'Run the first command',
} as const satisfies Record<ConnectionStepName, string>;

/** Why a step failed, in words, and the reader's next step. */
export interface ConnectionCause {
  readonly problem: string;
  readonly help: string;
}

/** Every cause a connection can fail for, by its code. A code without a row is shown as it is. */
export const CONNECTION_CAUSES: Readonly<Record<string, ConnectionCause>> = {
  'dns-failed': {
    problem: 'The name has no address.',
    help: 'Check the spelling and the name server of the worker, or use an IP address.',
  },
  'connect-refused': {
    problem: 'Something answers at this address, but not at this port.',
    help: 'Check the port, and that SSH is on: management access must be enabled on the address.',
  },
  'connect-timeout': {
    problem: 'Nothing answered in time.',
    help: 'Check the address, the power, and the firewall between the worker and the appliance.',
  },
  'no-route': {
    problem: 'There is no network path to this address.',
    help: 'Check the routes of the worker, or choose a jump host that can reach the address.',
  },
  'jump-failed': {
    problem: 'A jump host on the way could not be used.',
    help: 'Check the address, the login and the host key of the jump host, and that it may forward connections.',
  },
  'proxy-refused': {
    problem: 'The SOCKS proxy refused to connect to the appliance.',
    help: 'Check that the proxy allows this address and port, and its login if it asks for one.',
  },
  'handshake-failed': {
    problem: 'The two sides found no common way to speak SSH.',
    help: 'Check that an SSH server listens at this port. An old build may need the legacy algorithms: choose them for this appliance only.',
  },
  'connection-lost': {
    problem: 'The connection ended before the work was done.',
    help: 'Try again; if it stays, look for a session limit or an idle time-out on the appliance.',
  },
  'host-key-untrusted': {
    problem: 'Nobody has accepted this host key yet, so no secret was sent.',
    help: 'Compare the fingerprint with the one the appliance shows on its own console, then approve it.',
  },
  'host-key-changed': {
    problem: 'The host key is not the accepted one, so no secret was sent.',
    help: 'Find out why: a new installation has a new key, and so has another machine. Then approve it with the reason.',
  },
  'host-key-revoked': {
    problem: 'This host key was revoked, so no secret was sent.',
    help: 'Give the appliance a new host key, or approve this one anew if it was revoked by mistake.',
  },
  'auth-failed': {
    problem: 'The login was refused.',
    help: 'Check user name and secret of the credential. After three refusals in a row it is no longer tried.',
  },
  'auth-timeout': {
    problem: 'The login took too long.',
    help: 'Check the authentication server that the appliance asks.',
  },
  'password-change-required': {
    problem: 'The appliance demands a new password before anything else.',
    help: 'Log in by hand, set a new password, and store it as a new credential.',
  },
  'channel-refused': {
    problem: 'The login worked, but the appliance opens no channel for commands.',
    help: 'Check the rights of the user, and the number of sessions the appliance allows.',
  },
  'command-timeout': {
    problem: 'No answer or prompt came in time.',
    help: 'Check the load of the appliance; if it always happens, choose the kind of channel by hand.',
  },
  'session-timeout': {
    problem: 'The session as a whole took too long.',
    help: 'Check the load of the appliance and of the line to it.',
  },
  'output-too-large': {
    problem: 'The answer was larger than anything this command prints.',
    help: 'Check that the address is the appliance’s own, and not a console server or another program.',
  },
  'command-refused': {
    problem: 'The appliance refused the first command.',
    help: 'Check the command policy of the user: reading needs at least read-only rights.',
  },
  'answer-unreadable': {
    problem: 'The answer to the first command is not that of such an appliance.',
    help: 'Check the kind of the appliance. The text of the answer is kept under its unread lines.',
  },
  'identity-changed': {
    problem: 'Another machine answers at this address: its serial number or host id is not the known one.',
    help: 'Find out why; then accept the new identity with the reason, or correct the address.',
  },
  'credential-missing': {
    problem: 'There is no login for this appliance.',
    help: 'Choose a credential for it, or for its host.',
  },
  'jump-host-untrusted': {
    problem: 'Nobody has accepted the host key of a jump host on the way, so no secret was sent.',
    help: 'Approve the host key of the jump host.',
  },
};
