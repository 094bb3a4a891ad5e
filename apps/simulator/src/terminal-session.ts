import type { TerminalTraits } from './fleet/terminal-traits.js';
import type { CliReply, CliSession, Terminal } from './ssh/cli-session.js';

/** What a login can switch for itself. */
export interface TerminalMode {
  readonly paging: boolean;
  readonly colours: boolean;
}

/** A command line that may have such switches. */
export interface ModalSession extends CliSession {
  readonly mode: TerminalMode;
}

const MORE = '--More--';
const ERASE = `\r${' '.repeat(MORE.length)}\r`;
const COLOURS = { green: '\u001B[32m', red: '\u001B[31m', bold: '\u001B[1m', off: '\u001B[0m' } as const;

/** A terminal around a command line: pages, wraps and colours what it prints. Without a terminal only the end differs. */
export class TerminalSession implements CliSession {
  /** Lines behind the pager. */
  private pending: readonly string[] = [];

  constructor(
    private readonly inner: ModalSession,
    private readonly traits: TerminalTraits,
    private readonly terminal: Terminal | null,
  ) {}

  get greeting(): string {
    return this.shaped(this.inner.greeting);
  }

  prompt(): string {
    const text = this.inner.prompt();
    return this.isColoured ? `${COLOURS.bold}${text.trimEnd()}${COLOURS.off} ` : text;
  }

  get wantsKey(): boolean {
    return this.pending.length > 0;
  }

  async run(line: string, progress: (text: string) => void): Promise<CliReply> {
    const { text, ends } = await this.inner.run(line, (part) => progress(this.shaped(part)));
    const shown = this.shaped(text);
    const paged = ends ? shown : this.page(shown.split('\n'));
    return { text: this.traits.finalNewline || ends || this.wantsKey ? paged : paged.replace(/\n$/, ''), ends };
  }

  /** A blank shows the next screen, return the next line, `q` or Ctrl-C nothing more; other keys wait on. */
  press(key: string): CliReply {
    const lines = this.pending;
    if (key === 'q' || key === 'Q' || key === '\u0003') {
      this.pending = [];
      return { text: ERASE, ends: false };
    }
    if (key !== ' ' && key !== '\r' && key !== '\n') return { text: '', ends: false };
    this.pending = [];
    return { text: `${ERASE}${this.page(lines, key === ' ' ? undefined : 1)}`, ends: false };
  }

  /** The next screen of `lines`; the rest waits behind the pager. */
  private page(lines: readonly string[], size = (this.terminal?.rows ?? 0) - 1): string {
    // The last line is empty when the text ended in a line feed: it takes no row of its own.
    const rows = lines.at(-1) === '' ? lines.length - 1 : lines.length;
    if (!this.isPaged || size < 1 || rows <= size) return lines.join('\n');
    this.pending = lines.slice(size);
    return `${lines.slice(0, size).join('\n')}\n${MORE}`;
  }

  private get isPaged(): boolean {
    return this.terminal !== null && this.inner.mode.paging;
  }

  private get isColoured(): boolean {
    return this.terminal !== null && this.inner.mode.colours;
  }

  private shaped(text: string): string {
    const wrapped = this.terminal !== null && this.traits.wrapping ? wrap(text, this.terminal.columns) : text;
    if (!this.isColoured) return wrapped;
    return wrapped
      .replace(/^ *Done$/gm, (line) => `${COLOURS.green}${line}${COLOURS.off}`)
      .replace(/^ERROR:.*$/gm, (line) => `${COLOURS.red}${line}${COLOURS.off}`);
  }
}

function wrap(text: string, columns: number): string {
  if (columns < 1) return text;
  const pieces = (line: string): string => {
    const parts: string[] = [];
    for (let at = 0; at < Math.max(1, line.length); at += columns) parts.push(line.slice(at, at + columns));
    return parts.join('\n');
  };
  return text.split('\n').map(pieces).join('\n');
}
