import { setTimeout as pause } from 'node:timers/promises';
import type { ServerChannel } from 'ssh2';

export interface FakeTerminal {
  /** Written before the first prompt; an array is written piece by piece with pauses longer than any quiet time. */
  readonly greeting?: string | readonly string[];
  /** The prompt shown before the n-th command, counted from 0. */
  readonly prompt: (n: number) => string;
  /** False when the terminal does not repeat what is typed. */
  readonly echo?: boolean;
  /** Answer to a command, with line ends as the terminal sends them; null ends the session with a farewell. */
  readonly answer: (command: string) => string | readonly string[] | null;
}

/** Longer than the quiet time after which a first prompt is believed. */
const LONG_PAUSE_MS = 400;

/** A command line for people: echo, carriage returns and prompts. Lines end at carriage return or line feed. */
export function serveTerminal(terminal: FakeTerminal): (channel: ServerChannel) => void {
  return (channel) => {
    let line = '';
    let count = 0;
    let busy = say(terminal.greeting ?? '').then(prompt);

    async function say(text: string | readonly string[]): Promise<void> {
      const [first = '', ...later] = typeof text === 'string' ? [text] : text;
      if (first !== '') channel.write(first);
      for (const piece of later) {
        await pause(LONG_PAUSE_MS);
        channel.write(piece);
      }
    }

    function prompt(): void {
      channel.write(terminal.prompt(count++));
    }

    async function obey(command: string): Promise<void> {
      if (terminal.echo !== false) channel.write(`${command}\r\n`);
      const answer = terminal.answer(command);
      if (answer === null) {
        channel.write('Bye!\r\n');
        channel.end();
        return;
      }
      await say(answer);
      prompt();
    }

    channel.on('data', (typed: Buffer) => {
      for (const character of typed.toString('utf8')) {
        if (character !== '\r' && character !== '\n') {
          line += character;
          continue;
        }
        const command = line;
        line = '';
        busy = busy.then(() => obey(command));
      }
    });
  };
}
