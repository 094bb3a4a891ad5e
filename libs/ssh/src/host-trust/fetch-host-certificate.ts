import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { SshError, type SshErrorCode, type SshErrorDetails } from '../errors.js';
import { WireReader, wireString } from './wire-reader.js';

export interface CertificateFetch {
  /** Certificate types to ask for, most wanted first; see `certificateAlgorithmsFor`. */
  readonly algorithms: readonly string[];
  /** Everything together, from the first byte sent. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Messages of RFC 4253 §12 and RFC 5656 §7.1. */
const MESSAGE = {
  disconnect: 1,
  ignore: 2,
  unimplemented: 3,
  debug: 4,
  extInfo: 7,
  kexInit: 20,
  ecdhInit: 30,
  ecdhReply: 31,
};
const SKIPPED: ReadonlySet<number> = new Set([MESSAGE.ignore, MESSAGE.unimplemented, MESSAGE.debug, MESSAGE.extInfo]);

const OUR_NAME = 'SSH-2.0-SDXFleet';
const KEX = ['curve25519-sha256', 'curve25519-sha256@libssh.org'];
/** Never used: the talk ends before anything is encrypted. They are named because a server insists on common ones. */
const CIPHERS = ['aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com', 'aes256-ctr', 'aes192-ctr', 'aes128-ctr'];
const MACS = ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'];

const CURVE25519_BYTES = 32;
const COOKIE_BYTES = 16;
const BLOCK_BYTES = 8;
const LEAST_PADDING = 4;
const MAX_PACKET_BYTES = 35_000;
const MAX_BYTES = 128 * 1024;
const MAX_LINE_BYTES = 1024;

/**
 * Asks an SSH server for its host certificate over an open stream, and hangs up. Only the opening of RFC 4253 is
 * spoken, before any encryption and login: no name and no secret is sent. The certificate is only what the server
 * showed; who logs in afterwards finds out whether it holds the key. The stream is destroyed in every case.
 * @returns the certificate in wire format; null if the server has none of these types.
 * @throws {SshError} HANDSHAKE_FAILED - it speaks something else, or less than we need; `details.reason` says what.
 * @throws {SshError} CONNECT_TIMEOUT, CONNECTION_LOST, OUTPUT_TOO_LARGE, CANCELLED
 */
export function fetchHostCertificate(stream: Duplex, fetch: CertificateFetch): Promise<Buffer | null> {
  const opening = new Opening(fetch.algorithms);
  return new Promise<Buffer | null>((resolve, reject) => {
    let received = 0;
    const leave = (): void => {
      clearTimeout(timer);
      fetch.signal?.removeEventListener('abort', cancel);
      stream.destroy();
    };
    const fail = (code: SshErrorCode, details: SshErrorDetails = {}, cause?: unknown): void => {
      leave();
      reject(new SshError(code, details, cause === undefined ? undefined : { cause }));
    };
    const cancel = (): void => fail('CANCELLED', {}, fetch.signal?.reason);
    const timer = setTimeout(() => fail('CONNECT_TIMEOUT', { timeoutMs: fetch.timeoutMs }), fetch.timeoutMs);
    fetch.signal?.addEventListener('abort', cancel, { once: true });
    // Stays after the end: a reset that comes late has nobody else to be told to.
    stream.on('error', (error) => fail('CONNECTION_LOST', {}, error));
    stream.once('close', () => fail('CONNECTION_LOST'));
    stream.once('end', () => fail('CONNECTION_LOST'));
    stream.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received > MAX_BYTES) return fail('OUTPUT_TOO_LARGE', { maxBytes: MAX_BYTES });
      const step = opening.take(chunk);
      for (const bytes of step.send) stream.write(bytes);
      if (step.failure !== null) return fail('HANDSHAKE_FAILED', step.failure);
      if (step.answer === undefined) return;
      leave();
      resolve(step.answer);
    });
    if (fetch.signal?.aborted) cancel();
    else stream.write(`${OUR_NAME}\r\n`);
  });
}

/** What to do after some bytes came in. `answer` is undefined until there is one. */
interface OpeningStep {
  send: Buffer[];
  answer: Buffer | null | undefined;
  failure: SshErrorDetails | null;
}

/** The talk itself: bytes in, bytes out, and an end. */
class Opening {
  private pending: Buffer = Buffer.alloc(0);
  private hasName = false;
  private hasProposal = false;

  constructor(private readonly algorithms: readonly string[]) {}

  take(chunk: Buffer): OpeningStep {
    const step: OpeningStep = { send: [], answer: undefined, failure: null };
    this.pending = Buffer.concat([this.pending, chunk]);
    if (!this.hasName) this.readName(step);
    while (this.hasName && step.answer === undefined && step.failure === null) {
      const payload = this.nextPayload(step);
      if (payload === null) break;
      this.hear(payload, step);
    }
    return step;
  }

  /** RFC 4253 §4.2: a server may print other lines before its name. */
  private readName(step: OpeningStep): void {
    for (;;) {
      const end = this.pending.indexOf('\n');
      if ((end === -1 ? this.pending.length : end) > MAX_LINE_BYTES) {
        step.failure = { reason: 'not-ssh' };
        return;
      }
      if (end === -1) return;
      const line = this.pending.toString('latin1', 0, end);
      this.pending = this.pending.subarray(end + 1);
      if (!line.startsWith('SSH-')) continue;
      if (!/^SSH-(2\.0|1\.99)-/.test(line)) step.failure = { reason: 'not-ssh-2' };
      else {
        this.hasName = true;
        step.send.push(packetOf(this.proposal()));
      }
      return;
    }
  }

  private nextPayload(step: OpeningStep): Buffer | null {
    if (this.pending.length < 5) return null;
    const length = this.pending.readUInt32BE(0);
    const padding = this.pending.readUInt8(4);
    if (length > MAX_PACKET_BYTES || length < padding + 2) {
      step.failure = { reason: 'packet-malformed' };
      return null;
    }
    if (this.pending.length < 4 + length) return null;
    const payload = this.pending.subarray(5, 4 + length - padding);
    this.pending = this.pending.subarray(4 + length);
    return payload;
  }

  private hear(payload: Buffer, step: OpeningStep): void {
    const message = payload.readUInt8(0);
    const reader = new WireReader(payload.subarray(1));
    if (SKIPPED.has(message)) return;
    if (message === MESSAGE.disconnect) step.failure = { reason: 'disconnected', disconnectReason: reader.uint32() };
    else if (message === MESSAGE.kexInit && !this.hasProposal) this.agree(reader, step);
    else if (message === MESSAGE.ecdhReply && this.hasProposal) {
      const certificate = reader.string();
      if (reader.isIntact) step.answer = Buffer.from(certificate);
      else step.failure = { reason: 'packet-malformed' };
    } else step.failure = { reason: 'unexpected-message', message };
  }

  private agree(reader: WireReader, step: OpeningStep): void {
    reader.take(COOKIE_BYTES);
    const kex = reader.nameList();
    const hostKeys = reader.nameList();
    if (!reader.isIntact) step.failure = { reason: 'packet-malformed' };
    else if (!this.algorithms.some((algorithm) => hostKeys.includes(algorithm))) step.answer = null;
    else if (!KEX.some((algorithm) => kex.includes(algorithm))) step.failure = { reason: 'no-common-kex' };
    else {
      this.hasProposal = true;
      // Any 32 bytes are a public key of this curve. Its secret half is not needed: we leave before a key is shared.
      step.send.push(packetOf(Buffer.concat([Buffer.of(MESSAGE.ecdhInit), wireString(randomBytes(CURVE25519_BYTES))])));
    }
  }

  private proposal(): Buffer {
    const lists = [KEX, this.algorithms, CIPHERS, CIPHERS, MACS, MACS, ['none'], ['none'], [], []];
    return Buffer.concat([
      Buffer.of(MESSAGE.kexInit),
      randomBytes(COOKIE_BYTES),
      ...lists.map((list) => wireString(list.join(','))),
      Buffer.alloc(5), // no guessed packet follows, and a reserved zero
    ]);
  }
}

/** An unencrypted packet (RFC 4253 §6): length, padding length, payload, at least four bytes of padding. */
function packetOf(payload: Buffer): Buffer {
  const unpadded = 5 + payload.length;
  let padding = BLOCK_BYTES - (unpadded % BLOCK_BYTES);
  if (padding < LEAST_PADDING) padding += BLOCK_BYTES;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(1 + payload.length + padding);
  head.writeUInt8(padding, 4);
  return Buffer.concat([head, payload, randomBytes(padding)]);
}
