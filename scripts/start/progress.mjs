const PLAIN_LINE_EVERY_MS = 2000;

/**
 * Shows what is going on: one line that is drawn over on a terminal, and plain lines anywhere else.
 * @param {NodeJS.WriteStream} [stream]
 */
export function createProgress(stream = process.stdout) {
  const isTerminal = stream.isTTY === true && process.env.TERM !== 'dumb';
  let drawn = false;
  let last = { text: '', stage: '', at: 0 };
  let unsaid = '';

  const clear = () => {
    if (drawn) stream.write('\r\u001b[2K');
    drawn = false;
  };

  // How far a stage came must not be lost because it came there quickly.
  const sayRest = () => {
    if (unsaid !== '') stream.write(`${unsaid}\n`);
    unsaid = '';
  };

  return {
    /**
     * What is happening now. Counting steps of one stage (`found 3 of 15`) are thinned out where lines pile up.
     * @param {string} text
     */
    now(text) {
      if (isTerminal) {
        clear();
        stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
        drawn = true;
        return;
      }
      const stage = text.replace(/\d+/g, '#');
      const at = performance.now();
      if (text === last.text) return;
      if (stage === last.stage && at - last.at < PLAIN_LINE_EVERY_MS) {
        unsaid = text;
        return;
      }
      if (stage === last.stage) unsaid = '';
      sayRest();
      last = { text, stage, at };
      stream.write(`${text}\n`);
    },
    /**
     * A line that stays.
     * @param {string} text
     */
    line(text) {
      clear();
      sayRest();
      stream.write(`${text}\n`);
    },
    clear,
  };
}

/**
 * Rows of two columns, aligned.
 * @param {{ label: string, value: string | number }[]} rows
 * @returns {string}
 */
export function table(rows) {
  const width = Math.max(0, ...rows.map(({ label }) => label.length));
  return rows.map(({ label, value }) => `  ${label.padEnd(width)}  ${value}`).join('\n');
}
