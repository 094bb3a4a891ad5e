import { AuthProtocols, createSession, createV3Session, ObjectType, PrivProtocols, SecurityLevel } from 'net-snmp';
import { isIPv6 } from 'node:net';
import type { Channel, NotificationOutcome } from '../channel.js';
import { NotificationError } from '../errors.js';
import type { TrapMessage } from './trap-for.js';
import { TRAP_OIDS, VARBIND_OIDS } from './vendor-oids.js';

/** A key is 8 characters or more, as RFC 3414 wants; `privacy` null: signed, not encrypted. */
export interface SnmpUser {
  readonly name: string;
  readonly authentication: { readonly protocol: 'sha' | 'sha256' | 'sha512'; readonly key: string } | null;
  readonly privacy: { readonly protocol: 'aes128' | 'aes256'; readonly key: string } | null;
}

/** A receiver of traps. */
export interface SnmpSettings {
  readonly host: string;
  /** UDP; 162 is the usual one. */
  readonly port: number;
  readonly access:
    | { readonly version: '2c'; readonly community: string }
    | {
        readonly version: '3';
        readonly user: SnmpUser;
        /** 5 to 32 bytes in hex, the same for the life of the installation: receivers know the user by it. */
        readonly engineId: string;
      };
}

const KEY_CHARACTERS = 8;
const ENGINE_ID = /^(?:[0-9a-f]{2}){5,32}$/i;

/**
 * Sends traps by SNMP v2c or v3 over UDP. Nobody acknowledges a trap: `sent` says that it left this machine.
 * @throws {NotificationError} SETTINGS_INVALID
 */
export function snmpChannel(settings: SnmpSettings): Channel<TrapMessage> {
  check(settings);
  return {
    send: (message, signal) =>
      new Promise((resolve) => {
        const session = open(settings);
        const end = (outcome: NotificationOutcome) => {
          signal.removeEventListener('abort', abort);
          session.close();
          resolve(outcome);
        };
        const abort = () => end(deferred('aborted', 'the attempt was ended before the trap left'));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort);
        session.on('error', (error: Error) => end(deferred(causeOf(error), error.message)));
        session.trap(TRAP_OIDS[message.trap], message.variables.map(varbind), (error: Error | null) => {
          if (error !== null) end(deferred(causeOf(error), error.message));
          else end({ kind: 'sent', detail: `${message.trap} left for ${settings.host}; traps are not acknowledged` });
        });
      }),
  };
}

const deferred = (cause: string, detail: string): NotificationOutcome => ({
  ...{ kind: 'deferred', cause, detail, retryAfterMs: null },
});

function causeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'name-unresolved' : 'not-sent';
}

const varbind = ({ name, value }: TrapMessage['variables'][number]) => ({
  oid: VARBIND_OIDS[name],
  type: name === 'sysIpAddress' ? ObjectType.IpAddress : ObjectType.OctetString,
  value,
});

function open({ host, port, access }: SnmpSettings) {
  const transport = isIPv6(host) ? ('udp6' as const) : ('udp4' as const);
  const options = { trapPort: port, transport };
  if (access.version === '2c') return createSession(host, access.community, { ...options, version: VERSION_2C });
  return createV3Session(host, userOf(access.user), { ...options, engineID: access.engineId });
}

/** As the library counts versions. */
const VERSION_2C = 1;

const AUTHENTICATION = { sha: AuthProtocols.sha, sha256: AuthProtocols.sha256, sha512: AuthProtocols.sha512 };
const PRIVACY = { aes128: PrivProtocols.aes, aes256: PrivProtocols.aes256b };

function userOf({ name, authentication, privacy }: SnmpUser) {
  if (authentication === null) return { name, level: SecurityLevel.noAuthNoPriv };
  const signed = { name, authProtocol: AUTHENTICATION[authentication.protocol], authKey: authentication.key };
  if (privacy === null) return { ...signed, level: SecurityLevel.authNoPriv };
  return {
    ...signed,
    ...{ level: SecurityLevel.authPriv, privProtocol: PRIVACY[privacy.protocol], privKey: privacy.key },
  };
}

function check({ port, access }: SnmpSettings): void {
  const wrong = (setting: string) => new NotificationError('SETTINGS_INVALID', { setting });
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw wrong('port');
  if (access.version === '2c') {
    if (access.community === '') throw wrong('community');
    return;
  }
  if (!ENGINE_ID.test(access.engineId)) throw wrong('engineId');
  const { name, authentication, privacy } = access.user;
  if (name === '') throw wrong('user.name');
  if (authentication !== null && authentication.key.length < KEY_CHARACTERS) throw wrong('user.authentication.key');
  if (privacy === null) return;
  if (authentication === null) throw wrong('user.authentication');
  if (privacy.key.length < KEY_CHARACTERS) throw wrong('user.privacy.key');
}
