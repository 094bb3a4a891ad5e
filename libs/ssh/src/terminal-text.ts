/** What of a terminal's output is text, whatever it draws around it. */

/** CSI sequences, OSC and DCS strings, charset choices, the two-character escapes, and the NUL and BEL bytes. */
const TERMINAL_CODES =
  // eslint-disable-next-line no-control-regex -- escape bytes are what this removes
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b\r\n]*(?:\x07|\x1b\\)?|[()*+][0-9A-Za-z]|[ -/]*[0-~])|[\x00\x07]/g;

/** A pager that waits for a key, alone on its line: `--More--`, `-- More -- (12%)`, `<--- More --->`. */
const PAGER = /(?:^|[\r\n])[ \t]*<?-{2,3} ?more ?-{2,3}>?(?: ?\(\d{1,3}%\))?[ \t]*$/i;

/** How a pager wipes itself away: back over itself, blanks over itself, or simply the next line. */
// eslint-disable-next-line no-control-regex -- backspaces are what this removes
const WIPED = /^(?:[ \t]?\x08+[ \t]*\x08*|\r+ +\r(?!\n)|\r+ +(?=\r\n)|\r?\n|\r+)/;

/** A line end of any kind; carriage returns around a line feed belong to it. */
const LINE_END = /\r*\n(?:\r+(?!\n))?|\r+/g;

export function stripTerminalCodes(text: string): string {
  // eslint-disable-next-line no-control-regex -- as above
  return /[\x00\x07\x1b]/.test(text) ? text.replace(TERMINAL_CODES, '') : text;
}

/** What stands on the line the cursor is on; '' right after a line end. */
export function lastLine(tail: string): string {
  const plain = stripTerminalCodes(tail);
  return plain.slice(Math.max(plain.lastIndexOf('\n'), plain.lastIndexOf('\r')) + 1);
}

/** Does the output end in a pager that waits for a key? */
export function endsInPager(tail: string): boolean {
  return PAGER.test(stripTerminalCodes(tail.slice(-200)));
}

/** Puts together what was shown page by page: each page but the last ends in a pager, each but the first wipes one. */
export function joinPages(pages: readonly string[]): string {
  return pages
    .map(stripTerminalCodes)
    .map((page, index) => (index > 0 ? page.replace(WIPED, '') : page))
    .map((page, index) => (index < pages.length - 1 ? withoutPager(page) : page))
    .join('');
}

/** Ends every line with one line feed. A carriage return by itself ends a line too: what it drew over is kept. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(LINE_END, '\n') : text;
}

function withoutPager(page: string): string {
  const start = Math.max(0, page.length - 200);
  const end = page.slice(start);
  const pager = PAGER.exec(end);
  if (pager === null) return page;
  const ownLine = /^[\r\n]/.test(pager[0]) ? 1 : 0;
  return page.slice(0, start + pager.index + ownLine);
}
