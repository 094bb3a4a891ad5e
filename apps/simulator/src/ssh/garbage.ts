import type { GarbageKind } from './wire-fault.js';

/** What a terminal would obey: clear, colours, title, cursor about, status requests, an unfinished sequence. */
const ESCAPES =
  '\u001b[2J\u001b[1;31m\u001b]0;title\u0007\u001b[10;20H\u001b[6n\u001b(0lqk\u001b(B\u001b[?25l\r\b\u001b[';
/** Bytes that begin, continue or break a UTF-8 sequence at the wrong place. */
const INVALID_UTF8 = [0xc3, 0x28, 0xff, 0xfe, 0x80, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x92, 0x0a, 0xed, 0xa0, 0x80, 0xc0];

/** Exactly `bytes` of something unreadable, the same in each run. */
export function garbageBytes(kind: GarbageKind, bytes: number): Buffer {
  if (kind === 'nul') return Buffer.alloc(bytes);
  if (kind === 'escapes') return Buffer.alloc(bytes, ESCAPES);
  if (kind === 'invalid-utf8') return Buffer.alloc(bytes, Buffer.from(INVALID_UTF8));
  const garbage = Buffer.allocUnsafe(bytes);
  let state = 0x2545f491;
  for (let at = 0; at < bytes; at += 1) {
    // Marsaglia's xorshift of 32 bits.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    garbage[at] = state & 0xff;
  }
  return garbage;
}
