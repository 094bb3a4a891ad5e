import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Appliance } from '../fleet/appliance.js';
import { garbageBytes } from './garbage.js';
import { SERVER_ALGORITHMS } from './server-algorithms.js';
import type { Moment } from './wire-fault.js';
import type { WireFaults } from './wire-faults.js';
import { Wire } from './wire.js';

/** Moments that come before the SSH layer has anything to do. */
const EARLY = ['connect', 'version-line', 'key-exchange'] as const satisfies readonly Moment[];
type EarlyMoment = (typeof EARLY)[number];

function isEarly(moment: Moment): moment is EarlyMoment {
  return (EARLY as readonly Moment[]).includes(moment);
}

/** Names that no client knows; RFC 4250 §4.6.1 wants private ones to carry a domain. */
const UNKNOWN_ALGORITHMS = {
  kex: ['ancient-group0-md2@simulator.invalid'],
  serverHostKey: ['ancient-key@simulator.invalid'],
  cipher: ['ancient-cipher@simulator.invalid'],
} as const;

/**
 * Makes the trouble that comes before a login could begin, and returns whether there was any: the socket is then dealt
 * with and must not be served.
 */
export function makeEarlyTrouble(socket: Socket, appliance: Appliance, faults: WireFaults): boolean {
  const wire = new Wire(socket, socket);
  const versionLine = `SSH-2.0-${serverIdent(appliance)}\r\n`;
  const reach = (moment: EarlyMoment, then: () => void): void => {
    wire.freeze();
    if (moment === 'connect') return then();
    socket.write(versionLine);
    if (moment === 'version-line') return then();
    socket.write(kexInitPacket(SERVER_ALGORITHMS));
    onceAnswered(socket, then);
  };
  const cut = faults.take(appliance, 'cut', ({ at }) => isEarly(at));
  if (cut !== null && isEarly(cut.at)) {
    reach(cut.at, () => wire.cut(cut.reset));
    return true;
  }
  const hang = faults.take(appliance, 'hang', ({ at }) => isEarly(at));
  if (hang !== null && isEarly(hang.at)) {
    reach(hang.at, () => undefined);
    return true;
  }
  const garbage = faults.take(appliance, 'garbage', ({ at }) => at === 'version-line');
  if (garbage !== null) {
    socket.write(garbageBytes(garbage.content, garbage.bytes));
    wire.cut(false);
    return true;
  }
  if (faults.take(appliance, 'algorithms', ({ offer }) => offer === 'unknown') !== null) {
    reach('version-line', () => socket.write(kexInitPacket(UNKNOWN_ALGORITHMS)));
    return true;
  }
  return false;
}

/** What the appliance calls its SSH server. */
export function serverIdent(appliance: Appliance): string {
  return appliance.kind === 'host' ? 'OpenSSH_7.9' : 'OpenSSH_8.1';
}

/** A client that sent its version line and began the key exchange has sent more bytes than any version line has. */
const LONGEST_VERSION_LINE = 255;

function onceAnswered(socket: Socket, then: () => void): void {
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received <= LONGEST_VERSION_LINE) return;
    socket.off('data', count);
    then();
  };
  socket.on('data', count);
}

/** The packet that opens a key exchange (RFC 4253 §7.1), not encrypted yet. */
function kexInitPacket(offer: Readonly<Record<'kex' | 'serverHostKey' | 'cipher', readonly string[]>>): Buffer {
  const { kex, serverHostKey, cipher } = offer;
  const mac = ['hmac-sha2-256'];
  const lists = [kex, serverHostKey, cipher, cipher, mac, mac, ['none'], ['none'], [], []];
  const names = lists.map((list) => {
    const text = Buffer.from(list.join(','));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, text]);
  });
  const payload = Buffer.concat([Buffer.from([20]), randomBytes(16), ...names, Buffer.alloc(5)]);
  // Packets fill whole blocks of eight bytes, and their padding has at least four.
  const padding = 4 + ((8 - ((5 + payload.length + 4) % 8)) % 8);
  const packet = Buffer.alloc(5 + payload.length + padding);
  packet.writeUInt32BE(1 + payload.length + padding);
  packet.writeUInt8(padding, 4);
  payload.copy(packet, 5);
  return packet;
}
