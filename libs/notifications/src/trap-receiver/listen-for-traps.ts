import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { AuthProtocols, createReceiver, PrivProtocols, SecurityLevel } from 'net-snmp';
import { z } from 'zod';
import type { ConditionCode } from '../../../callhome/src/index.js';
import { NotificationError } from '../errors.js';
import { TRAP_OIDS, VARBIND_OIDS, type TrapName } from '../snmp/vendor-oids.js';
import { PerSource } from './per-source.js';

/** Who may send traps, and where they are heard. */
export interface TrapListenerSettings {
  readonly host: string;
  /** UDP; 0: one that is free. */
  readonly port: number;
  /** SNMP v1 and v2c. */
  readonly communities: readonly string[];
  /** SNMP v3, signed by SHA-256 and encrypted by AES-128. */
  readonly users: readonly { readonly name: string; readonly authenticationKey: string; readonly privacyKey: string }[];
  /** More of one address within a minute is dropped. */
  readonly perSourcePerMinute: number;
}

/**
 * A trap of an appliance: a reason to look at it now, and nothing more. Traps are lost, repeated and forged, so what is
 * true of the appliance is only ever read from it.
 */
export interface TrapHint {
  readonly sourceAddress: string;
  /** The address that the appliance gives itself; null: it gives none. */
  readonly sysIpAddress: string | null;
  readonly event: ConditionCode | 'upload' | 'other';
}

/** Datagrams since the start. */
export interface TrapCounts {
  readonly accepted: number;
  readonly unknownSender: number;
  readonly tooMany: number;
  readonly unreadable: number;
}

export interface TrapListener {
  readonly port: number;
  counts(): TrapCounts;
  close(): Promise<void>;
}

/** An SNMP message of more bytes than fit one frame is none of an appliance's. */
const DATAGRAM_BYTES = 4096;
const SNMP_TRAP_OID = '1.3.6.1.6.3.1.1.4.1.0';

const EVENT_OF: Readonly<Partial<Record<TrapName, TrapHint['event']>>> = {
  powerSupplyFailed: 'power-supply-failure',
  powerSupplyNormal: 'power-supply-failure',
  platformRateLimitPktDrop: 'rate-limit-drop',
  sslCardFailed: 'ssl-card-failure',
  sslCardNormal: 'ssl-card-failure',
  warmRestartEvent: 'warm-restart',
  hardDiskDriveErrors: 'hard-disk-error',
  compactFlashErrors: 'compact-flash-error',
  callHomeUploadEvent: 'upload',
  adcAnomaly: 'memory-anomaly',
  adcAnomalyClear: 'memory-anomaly',
};
const EVENT_OF_OID = new Map(
  Object.entries(EVENT_OF).map(([name, event]) => [TRAP_OIDS[name as TrapName] as string, event]),
);

/** What of the library's answer is read; its own types say nothing of it. */
const heardSchema = z.object({
  rinfo: z.object({ address: z.string() }),
  pdu: z.object({
    varbinds: z.array(z.object({ oid: z.string(), value: z.unknown() })).default([]),
    /** SNMP v1 names a trap by these. */
    enterprise: z.string().optional(),
    specific: z.number().optional(),
  }),
});

interface Receiver {
  onMsg(socket: unknown, bytes: Buffer, from: RemoteInfo): void;
  getAuthorizer(): { addCommunity(name: string): void; addUser(user: object): void };
}

/**
 * Listens for traps and tells of each that comes from somebody known. Nothing that arrives can end it.
 * @throws {NotificationError} LISTEN_FAILED - the port is taken, or may not be opened.
 */
export async function listenForTraps(
  settings: TrapListenerSettings,
  onHint: (hint: TrapHint) => void,
): Promise<TrapListener> {
  const counts = { accepted: 0, unknownSender: 0, tooMany: 0, unreadable: 0 };
  const sources = new PerSource(settings.perSourcePerMinute);
  const socket = createSocket(isIPv6(settings.host) ? 'udp6' : 'udp4');
  const receiver = receiverOn(socket, settings, (error, heard) => {
    if (error !== null) counts[error.name === 'ProcessingError' ? 'unreadable' : 'unknownSender']++;
    const hint = error === null ? hintOf(heard) : null;
    if (hint === null) return;
    counts.accepted++;
    onHint(hint);
  });
  socket.on('message', (bytes, from) => {
    if (!sources.allows(from.address, Date.now())) return void counts.tooMany++;
    if (bytes.length > DATAGRAM_BYTES) return void counts.unreadable++;
    try {
      receiver.onMsg(socket, bytes, from);
    } catch {
      counts.unreadable++;
    }
  });
  try {
    socket.bind(settings.port, settings.host);
    await once(socket, 'listening');
  } catch (cause) {
    socket.close();
    const { host, port } = settings;
    throw new NotificationError('LISTEN_FAILED', { host, port }, { cause });
  }
  // What the system reports of single datagrams later is nobody's to mend.
  socket.on('error', () => undefined);
  return {
    port: socket.address().port,
    counts: () => ({ ...counts }),
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** The library opens sockets of its own; it is handed one that does nothing, so that this file decides what it sees. */
function receiverOn(
  socket: Socket,
  { communities, users }: TrapListenerSettings,
  heard: (error: Error | null, heard: unknown) => void,
): Receiver {
  const idle = { on: () => undefined, bind: () => undefined };
  const options = { dgramModule: { createSocket: () => idle }, engineID: '8000000005736478', address: '', port: 1 };
  const receiver = createReceiver(options, heard) as Receiver;
  for (const community of communities) receiver.getAuthorizer().addCommunity(community);
  for (const { name, authenticationKey, privacyKey } of users) {
    receiver.getAuthorizer().addUser({
      ...{ name, level: SecurityLevel.authPriv },
      ...{ authProtocol: AuthProtocols.sha256, authKey: authenticationKey },
      ...{ privProtocol: PrivProtocols.aes, privKey: privacyKey },
    });
  }
  return receiver;
}

function hintOf(heard: unknown): TrapHint | null {
  const read = heardSchema.safeParse(heard);
  if (!read.success) return null;
  const { pdu, rinfo } = read.data;
  const valueOf = (oid: string) => pdu.varbinds.find((each) => each.oid === oid)?.value;
  const trap =
    pdu.enterprise === undefined ? valueOf(SNMP_TRAP_OID) : `${pdu.enterprise}.0.${String(pdu.specific ?? 0)}`;
  const address = valueOf(VARBIND_OIDS.sysIpAddress);
  return {
    sourceAddress: rinfo.address,
    sysIpAddress: typeof address === 'string' && address !== '0.0.0.0' ? address : null,
    event: EVENT_OF_OID.get(String(trap)) ?? 'other',
  };
}
