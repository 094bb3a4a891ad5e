import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Sequence } from './sequence.js';

describe('Sequence', () => {
  it('holds what a plain list would, however much is put in and taken off', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ puts: fc.nat(150), takes: fc.nat(150) })), (rounds) => {
        const sequence = new Sequence<{ seq: number }>();
        const plain: { seq: number }[] = [];
        let seq = 0;
        for (const { puts, takes } of rounds) {
          for (let put = 0; put < puts; put += 1) {
            seq += 3;
            sequence.push({ seq });
            plain.push({ seq });
          }
          for (let take = 0; take < takes; take += 1) expect(sequence.shift()).toEqual(plain.shift());
          expect(sequence.length).toBe(plain.length);
          for (const since of [0, seq - 4, seq - 3, seq]) {
            expect(sequence.after(since)).toEqual(plain.filter((one) => one.seq > since));
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
