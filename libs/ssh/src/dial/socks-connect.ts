import { isIPv4, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { SshError, type SshErrorDetails } from '../errors.js';
import type { SocksHop } from '../ssh-target.js';
import { hopName, type Address } from './hop-failure.js';
import { readExactly } from './read-exactly.js';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const USERNAME_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;
const MAX_TEXT_BYTES = 255;

/** RFC 1928 §6. */
const REPLIES: Readonly<Record<number, string>> = {
  1: 'general-failure',
  2: 'not-allowed',
  3: 'network-unreachable',
  4: 'host-unreachable',
  5: 'connection-refused',
  6: 'ttl-expired',
  7: 'command-not-supported',
  8: 'address-type-not-supported',
};

/**
 * Asks a SOCKS5 proxy on `stream` to connect to an address (RFC 1928, 1929). Names are sent as they are, so that the
 * proxy looks them up. Not a byte behind the proxy's answer is taken from the stream.
 * @throws {SshError} PROXY_REFUSED - `details.reason` says what the proxy answered.
 * @throws {SshError} CONNECTION_LOST - it hung up.
 */
export async function socksConnect(stream: Duplex, hop: SocksHop, to: Address): Promise<void> {
  const refuse = (reason: string, more: SshErrorDetails = {}): SshError =>
    new SshError('PROXY_REFUSED', { hop: hopName(hop), reason, ...more });

  const address = addressBytes(to.host);
  const login = loginBytes(hop);
  if (address === null) throw refuse('name-too-long');
  if (login === 'too-long') throw refuse('login-too-long');

  const methods = login === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USERNAME_PASSWORD];
  stream.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await readExactly(stream, 2);
  if (version !== VERSION) throw refuse('not-socks5');
  if (method === USERNAME_PASSWORD && login !== null) {
    stream.write(login);
    const [, status] = await readExactly(stream, 2);
    if (status !== 0) throw refuse('login-refused');
  } else if (method !== NO_AUTHENTICATION) throw refuse('login-required');

  stream.write(
    Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), address, Buffer.from([to.port >> 8, to.port & 255])]),
  );
  // The shortest reply: four bytes of head and a bound address of at least one byte tell how long the rest is.
  const [answered, reply, , type, first] = await readExactly(stream, 5);
  if (answered !== VERSION) throw refuse('not-socks5');
  if (reply !== 0) throw refuse(REPLIES[reply ?? -1] ?? 'unknown-reply', { reply: reply ?? -1 });
  const rest = boundBytes(type, first);
  if (rest === null) throw refuse('not-socks5');
  await readExactly(stream, rest);
}

/** Bytes that follow the first one of the bound address, with the port; null for a type that does not exist. */
function boundBytes(type: number | undefined, first: number | undefined): number | null {
  if (type === IPV4) return 3 + 2;
  if (type === IPV6) return 15 + 2;
  return type === NAME && first !== undefined ? first + 2 : null;
}

/** Null when the name is too long to be sent. */
function addressBytes(host: string): Buffer | null {
  if (isIPv4(host)) return Buffer.from([IPV4, ...host.split('.').map(Number)]);
  if (isIPv6(host) && !host.includes('%')) return Buffer.from([IPV6, ...ipv6Bytes(host)]);
  const name = Buffer.from(host, 'utf8');
  return name.length === 0 || name.length > MAX_TEXT_BYTES ? null : Buffer.from([NAME, name.length, ...name]);
}

function ipv6Bytes(host: string): number[] {
  // The URL parser writes a trailing IPv4 part as two groups.
  const [head = '', tail] = new URL(`http://[${host}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => parseInt(group, 16)).flatMap((n) => [n >> 8, n & 255]);
}

/** RFC 1929; null when there is no user name to log in with. */
function loginBytes({ username, password }: SocksHop): Buffer | 'too-long' | null {
  if (username === undefined || username === '') return null;
  const name = Buffer.from(username, 'utf8');
  const secret = Buffer.from(password?.reveal() ?? '', 'utf8');
  if (name.length > MAX_TEXT_BYTES || secret.length > MAX_TEXT_BYTES) return 'too-long';
  return Buffer.from([1, name.length, ...name, secret.length, ...secret]);
}
