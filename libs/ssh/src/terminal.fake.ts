import { setTimeout as pause } from 'node:timers/promises';
import type { ServerChannel } from 'ssh2';

export interface FakeTerminal {
  /** Written before the first prompt; an array is written piece by piece with pauses longer than a login's quiet time. */
  readonly greeting?: string | readonly string[];
  /** The prompt shown before the n-th line, counted from 0. */
  readonly prompt: (n: number) => string;
  /** False when the terminal does not repeat what is typed; a function draws what it shows instead of the line. */
  readonly echo?: boolean | ((line: string) => string);
  /** False when an empty line brings no prompt. */
  readonly answersEmptyLines?: boolean;
  /**
   * Answer to a command, with line ends as the terminal sends them; an array is written piece by piece with pauses.
   * Null ends the session with a farewell.
   */
  readonly answer: (command: string) => string | readonly string[] | null;
  /** Between two pieces; the default is longer than the quiet time after which a first prompt is believed. */
  readonly pauseMs?: number;
  /** What is drawn to wipe the pager; with it, an answer's pieces are pages, and a space asks for the next one. */
  readonly wipesPager?: string;
  readonly farewell?: string;
}

const LONG_PAUSE_MS = 400;

/** A command line for people: echo, carriage returns and prompts. Lines end at carriage return or line feed. */
export function serveTerminal(terminal: FakeTerminal): (channel: ServerChannel) => void {
  return (channel) => {
    let line = '';
    let count = 0;
    let turnPage: (() => void) | null = null;
    let busy = say(terminal.greeting ?? '').then(prompt);

    async function say(text: string | readonly string[]): Promise<void> {
      const [first = '', ...later] = typeof text === 'string' ? [text] : text;
      if (first !== '') channel.write(first);
      for (const piece of later) {
        await (terminal.wipesPager === undefined ? pause(terminal.pauseMs ?? LONG_PAUSE_MS) : page());
        channel.write(piece);
      }
    }

    async function page(): Promise<void> {
      const turned = new Promise<void>((resolve) => (turnPage = resolve));
      channel.write('--More--');
      await turned;
      channel.write(terminal.wipesPager ?? '');
    }

    function prompt(): void {
      channel.write(terminal.prompt(count++));
    }

    function echo(command: string): void {
      if (terminal.echo === false) return;
      channel.write(typeof terminal.echo === 'function' ? terminal.echo(command) : `${command}\r\n`);
    }

    async function obey(command: string): Promise<void> {
      echo(command);
      if (command === '') return terminal.answersEmptyLines === false ? undefined : prompt();
      const answer = terminal.answer(command);
      if (answer === null) {
        channel.write(terminal.farewell ?? 'Bye!\r\n');
        channel.end();
        return;
      }
      await say(answer);
      prompt();
    }

    channel.on('data', (typed: Buffer) => {
      for (const character of typed.toString('utf8')) {
        if (turnPage !== null && character === ' ') {
          turnPage();
          turnPage = null;
          continue;
        }
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
