import { describe, expect, it } from '@jest/globals';
import { CommandTurns } from './command-turns.js';
import { SshError } from './errors.js';

const refused = () => new SshError('CHANNEL_REFUSED', { awaiting: 'command' });

/** Commands that say when they begin, and end only when told. */
function stage() {
  const begun: string[] = [];
  const ends = new Map<string, { resolve: (answer: string) => void; reject: (error: Error) => void }>();
  const command = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, { resolve, reject });
    });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    begun,
    command,
    answer: async (name: string) => {
      ends.get(name)?.resolve(`answer of ${name}`);
      await settled();
    },
    refuse: async (name: string, error: Error = refused()) => {
      ends.get(name)?.reject(error);
      await settled();
    },
  };
}

describe('the turns of commands on one session', () => {
  it('lets so many run side by side, and the others begin in the order they were asked', async () => {
    const { begun, command, answer } = stage();
    const turns = new CommandTurns(2);
    const asked = ['a', 'b', 'c', 'd'].map((name) => turns.take(command(name)));
    expect(begun).toEqual(['a', 'b']);
    await answer('b');
    expect(begun).toEqual(['a', 'b', 'c']);
    await answer('a');
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await answer('c');
    await answer('d');
    expect(await Promise.all(asked)).toEqual(['answer of a', 'answer of b', 'answer of c', 'answer of d']);
  });

  it('asks again alone what a server refused beside others, and everything after it one by one', async () => {
    const { begun, command, answer, refuse } = stage();
    const turns = new CommandTurns(3);
    const asked = ['a', 'b', 'c'].map((name) => turns.take(command(name)));
    await refuse('b');
    await refuse('c');
    expect(begun).toEqual(['a', 'b', 'c']);
    await answer('a');
    expect(begun).toEqual(['a', 'b', 'c', 'b']);
    await answer('b');
    expect(begun).toEqual(['a', 'b', 'c', 'b', 'c']);
    await answer('c');
    expect(await Promise.all(asked)).toEqual(['answer of a', 'answer of b', 'answer of c']);
  });

  it('tells a refusal of a command that ran alone', async () => {
    const { command, refuse } = stage();
    const alone = new CommandTurns(3).take(command('a'));
    const told = expect(alone).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
    await refuse('a');
    await told;
  });

  it('tells any other failure at once, and goes on with the next', async () => {
    const { begun, command, answer, refuse } = stage();
    const turns = new CommandTurns(1);
    const [first, second] = [turns.take(command('a')), turns.take(command('b'))];
    const told = expect(first).rejects.toMatchObject({ code: 'COMMAND_TIMEOUT' });
    await refuse('a', new SshError('COMMAND_TIMEOUT', {}));
    await told;
    expect(begun).toEqual(['a', 'b']);
    await answer('b');
    expect(await second).toBe('answer of b');
  });
});
