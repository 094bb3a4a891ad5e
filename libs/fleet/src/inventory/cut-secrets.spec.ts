import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SECRET_CUT, cutSecrets } from './cut-secrets.js';

describe('cutSecrets', () => {
  it.each([
    ['add system user x -password Secret1', `add system user x -password ${SECRET_CUT}`],
    ['-PASSWORD "two words" -timeout 9', `-PASSWORD ${SECRET_CUT} -timeout 9`],
    ['-authToken abc.def\r\nnext', `-authToken ${SECRET_CUT}\r\nnext`],
    ['\tPassword: hunter2', `\tPassword: ${SECRET_CUT}`],
    ['-proxy user:secret@192.0.2.1:3128', `-proxy user:${SECRET_CUT}@192.0.2.1:3128`],
    ['-password "never closed', `-password ${SECRET_CUT}`],
    ['Password expired for user', 'Password expired for user'],
    ['E-mail address configured:noc@corp.example', 'E-mail address configured:noc@corp.example'],
  ])('makes of %j', (given, expected) => {
    expect(cutSecrets(given)).toBe(expected);
  });

  it('leaves no word behind the argument, and every line where it was', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9]{9,30}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('-password ', '-authToken ', 'password: '), (secret, before) => {
        const cut = cutSecrets(`a\n${before}${secret}\nb`);
        expect(cut).toBe(`a\n${before}${SECRET_CUT}\nb`);
      }),
    );
  });

  it('is done with a long line of anything', () => {
    for (const sign of [' ', 'a', '-password ', ':', '@', '"', 'a:']) {
      expect(cutSecrets(sign.repeat(100_000 / sign.length)).length).toBeGreaterThan(0);
    }
  });
});
