/** What a terminal's input amounts to: a line, or the wish to leave. */
export type TerminalInput = { readonly kind: 'line'; readonly line: string } | { readonly kind: 'end' };

/** Bytes of one line at most; more is dropped, as a real terminal driver does. */
const LONGEST_LINE = 16_384;

/** Cursor and function keys: the escape character and a letter, with numbers between. */
const ESCAPE_SEQUENCE = new RegExp(`^${String.fromCharCode(27)}(?:\\[[\\d;?]*[A-Za-z~]|O[A-Za-z])`);

/**
 * Turns the bytes of a terminal into lines, one at a time: what was typed ahead waits until {@link next} is called
 * again, so that each command is echoed after the prompt it belongs to.
 */
export class LineReader {
  private waiting = '';
  private line = '';
  private afterReturn = false;

  /** @param echo prints what the person types; does nothing without a terminal */
  constructor(private readonly echo: (text: string) => void) {}

  /** Takes what arrived. */
  push(text: string): void {
    this.waiting += text;
  }

  /** The next whole input, or `null` until more arrives. */
  next(): TerminalInput | null {
    while (this.waiting !== '') {
      const escape = ESCAPE_SEQUENCE.exec(this.waiting);
      const taken = escape?.[0] ?? this.waiting.charAt(0);
      this.waiting = this.waiting.slice(taken.length);
      // Cursor and function keys mean nothing here.
      const input = escape === null ? this.take(taken) : null;
      if (input !== null) return input;
    }
    return null;
  }

  /** The next key as it came, not echoed and not part of a line; `null` until one arrives. */
  nextKey(): string | null {
    const key = this.waiting.charAt(0);
    this.waiting = this.waiting.slice(1);
    return key === '' ? null : key;
  }

  private take(letter: string): TerminalInput | null {
    const isSecondOfPair = letter === '\n' && this.afterReturn;
    this.afterReturn = letter === '\r';
    if (isSecondOfPair) return null;
    if (letter === '\r' || letter === '\n') return this.finish();
    if (letter === '\u0004') return this.line === '' ? { kind: 'end' } : null;
    if (letter === '\u0003') {
      this.echo('^C');
      this.line = '';
      return this.finish();
    }
    if (letter === '\u007f' || letter === '\b') {
      if (this.line !== '') this.echo('\b \b');
      this.line = this.line.slice(0, -1);
    } else if (letter >= ' ' && this.line.length < LONGEST_LINE) {
      this.line += letter;
      this.echo(letter);
    }
    return null;
  }

  private finish(): TerminalInput {
    const line = this.line;
    this.line = '';
    this.echo('\n');
    return { kind: 'line', line };
  }
}
