/** What a command printed, and whether the session is over after it. Lines end in line feeds. */
export interface CliReply {
  readonly text: string;
  readonly ends: boolean;
}

/** Size of the terminal a login runs on. */
export interface Terminal {
  readonly rows: number;
  readonly columns: number;
}

/** One login at the command line of an appliance; keeps what lasts only as long as the login. */
export interface CliSession {
  /** Printed before the first prompt of a terminal; never on an exec channel. */
  readonly greeting: string;
  /** The prompt as it stands now; it may differ after each command. */
  prompt(): string;
  /** Runs one line. `progress` takes text that a slow command prints before its reply. */
  run(line: string, progress: (text: string) => void): Promise<CliReply>;
  /** What is typed now is a secret: it is neither echoed nor logged. */
  readonly hidesInput?: boolean;
  /** A pager waits for one key; it goes to {@link press} instead of into a line. */
  readonly wantsKey?: boolean;
  /** Takes the key a pager waited for. */
  press?(key: string): CliReply;
}
