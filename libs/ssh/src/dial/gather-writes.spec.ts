import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { gatherWrites } from './gather-writes.js';

/** A stream that keeps what it was made to send, call by call. */
function recording(): { stream: Writable; sent: string[] } {
  const sent: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      sent.push(String(chunk));
      done();
    },
  });
  return { stream: gatherWrites(stream), sent };
}
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('gatherWrites', () => {
  it('sends together what is written in one turn, also from promises of that turn', async () => {
    const { stream, sent } = recording();
    stream.write(Buffer.from('close of one, '));
    await Promise.resolve();
    stream.write(Buffer.from('opening of the next'));
    expect(sent).toEqual([]);
    await nextTurn();
    expect(sent).toEqual(['close of one, opening of the next']);
  });

  it('sends what is written in another turn by itself', async () => {
    const { stream, sent } = recording();
    stream.write(Buffer.from('first'));
    await nextTurn();
    stream.write(Buffer.from('second'));
    await nextTurn();
    expect(sent).toEqual(['first', 'second']);
  });

  it('says when the other side takes no more for now', async () => {
    const full = gatherWrites(new Writable({ highWaterMark: 4, write: () => undefined }));
    expect(full.write(Buffer.from('12345'))).toBe(true);
    await nextTurn();
    expect(full.write(Buffer.from('6'))).toBe(false);
  });

  it('loses nothing of a stream that is ended in the same turn', async () => {
    const { stream, sent } = recording();
    stream.write(Buffer.from('last words'));
    stream.end();
    await new Promise((resolve) => stream.once('finish', resolve));
    expect(sent.join('')).toBe('last words');
  });
});
