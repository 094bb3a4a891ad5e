import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MachineIdentity } from './compare-identity.js';
import { judgeMachine } from './judge-machine.js';

type Marks = [serial: string | null, hostId: string | null];
const of = ([serial, hostId]: Marks): MachineIdentity => ({ serial, hostId });
const judge = (known: Marks, isDisputed: boolean, seen: Marks) => judgeMachine({ ...of(known), isDisputed }, of(seen));

describe('judgeMachine', () => {
  it.each<[string, Marks, boolean, Marks, Marks]>([
    ['takes the marks of a machine never read before', [null, null], false, ['S1', 'H1'], ['S1', 'H1']],
    ['adds a mark that was not known', ['S1', null], false, ['S1', 'H1'], ['S1', 'H1']],
    ['keeps a mark that was not printed this time', ['S1', 'H1'], false, ['S1', null], ['S1', 'H1']],
    ['keeps the marks when none can be read', ['S1', 'H1'], false, [null, null], ['S1', 'H1']],
    ['joins no mark to others that it was not seen with', ['S1', null], false, [null, 'H1'], ['S1', null]],
    ['ends the dispute when the known machine is back', ['S1', 'H1'], true, ['S1', 'H1'], ['S1', 'H1']],
  ])('%s', (_says, known, isDisputed, seen, marks) => {
    expect(judge(known, isDisputed, seen)).toEqual({ verdict: 'record', marks: of(marks) });
  });

  it.each<[string, Marks, boolean, Marks, Marks | null]>([
    ['another serial', ['S1', 'H1'], false, ['S2', 'H1'], ['S2', 'H1']],
    ['another host id', ['S1', 'H1'], false, ['S1', 'H2'], ['S1', 'H2']],
    ['the other machine a second time', ['S1', 'H1'], true, ['S2', 'H2'], ['S2', 'H2']],
    ['no marks while a dispute is open', ['S1', 'H1'], true, [null, null], null],
  ])('withholds %s', (_says, known, isDisputed, seen, offered) => {
    expect(judge(known, isDisputed, seen)).toEqual({ verdict: 'withhold', offered: offered && of(offered) });
  });

  it('never loses a known mark, and never changes one, by recording', () => {
    const mark = fc.option(fc.constantFrom('A', 'B'), { nil: null });
    const marks = fc.tuple(mark, mark);
    fc.assert(
      fc.property(marks, fc.boolean(), marks, (known, isDisputed, seen) => {
        const judgement = judge(known, isDisputed, seen);
        if (judgement.verdict === 'withhold') return;
        const { serial, hostId } = judgement.marks;
        expect([known[0] ?? serial, known[1] ?? hostId]).toEqual([serial, hostId]);
      }),
    );
  });
});
