/** What one command of an instance printed. */
export interface Answer {
  /** Lines ended by line feeds, the closing ` Done` included where there is one. */
  readonly text: string;
  /** The command failed, so nothing after it on the line counts on it. */
  readonly failed: boolean;
}

/** An answer that succeeded: `text`, then ` Done`. */
export function done(text = ''): Answer {
  return { text: `${text} Done\n`, failed: false };
}

/** An answer that failed: one `ERROR:` line and no ` Done`. `message` is the vendor's text for the mistake. */
export function refused(message: string): Answer {
  return { text: `ERROR: ${message}\n`, failed: true };
}
