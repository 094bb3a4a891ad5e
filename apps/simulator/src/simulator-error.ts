/** What each code of {@link SimulatorError} says, and whether the same request may succeed later without a change. */
export const SIMULATOR_ERROR_TABLE = {
  BAD_OPTION: { retryable: false, summary: 'A command line option is unknown, misspelt or out of range.' },
  ADDRESS_BUSY: { retryable: true, summary: 'A listening address could not be opened.' },
  STATE_UNREADABLE: { retryable: false, summary: 'A file in the state directory could not be read or written.' },
  NOT_FOUND: {
    retryable: false,
    summary: 'The control interface was asked for a name, part or route that is not there.',
  },
  BAD_REQUEST: { retryable: false, summary: 'The body or query of a control request is not what the route takes.' },
} as const;

/** Public error codes; never renamed or reused. */
export type SimulatorErrorCode = keyof typeof SIMULATOR_ERROR_TABLE;

/** The only error the simulator throws on purpose. Its message is one sentence that says what to do. */
export class SimulatorError extends Error {
  /**
   * @param code the entry of the table above that callers branch on
   * @param message one sentence for a person
   * @param options `cause` when another error led here
   */
  constructor(
    readonly code: SimulatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SimulatorError';
  }
}
