/** Something the operator can put right: the message is one plain sentence and is printed without a stack. */
export class Fault extends Error {
  /** @override */
  name = 'Fault';

  /**
   * @param {string} message
   * @param {number} [exitCode] 2 for a wrong command line, 1 for anything else
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * What to print for a thrown value: the sentence of a fault, the whole stack of anything unexpected.
 * @param {unknown} thrown
 * @returns {string}
 */
export function faultText(thrown) {
  if (thrown instanceof Fault) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/**
 * Ends the process with the sentence on stderr.
 * @param {unknown} thrown
 * @returns {void}
 */
export function exitWith(thrown) {
  process.stderr.write(`${faultText(thrown)}\n`);
  process.exitCode = thrown instanceof Fault ? thrown.exitCode : 1;
}
