/** Prompts seen on appliances, and by what parts they are built. */
export const PROMPT_STYLES = {
  plain: { text: '', says: '"> "' },
  host: { text: '%h', says: 'the host name' },
  'host-time': { text: '%h %T', says: 'host name and time, which changes between two commands' },
  history: { text: '%!', says: 'the number of the command' },
  'user-host-time': { text: '%u@???-%T', says: 'user, an unset host name as question marks, time' },
  'node-state': { text: '%s:', says: 'the state of the node in its pair' },
} as const;

/** Name of a prompt style. */
export type PromptStyle = keyof typeof PROMPT_STYLES;

/** Prompt styles in the order of their table. */
export const PROMPT_STYLE_NAMES = Object.keys(PROMPT_STYLES) as [PromptStyle, ...PromptStyle[]];

/** What a client must see through on the terminal of an appliance. */
export interface TerminalTraits {
  readonly prompt: PromptStyle;
  /** Colours the prompt and the closing line, until `set cli mode -color OFF`. */
  readonly colours: boolean;
  /** Stops with `--More--` after each screen of a terminal, until `set cli mode -page OFF`. */
  readonly paging: boolean;
  /** Breaks lines that are wider than the terminal. */
  readonly wrapping: boolean;
  /** `false` leaves out the line feed after an answer, so that the prompt follows on the same line. */
  readonly finalNewline: boolean;
  /** Lines in a box of `#` at the login; none for no box. */
  readonly motd: readonly string[];
  /** Sent before the login; `null` is the vendor's banner. */
  readonly banner: string | null;
}

/** A terminal without surprises. */
export const PLAIN_TERMINAL: TerminalTraits = {
  prompt: 'plain',
  colours: false,
  paging: false,
  wrapping: false,
  finalNewline: true,
  motd: [],
  banner: null,
};

/** The message of the day in its box; nothing for no lines. */
export function motdBox(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const edge = '#'.repeat(79);
  return `${[edge, ...lines.map((line) => `# ${line.padEnd(75)} #`), edge].join('\n')}\n`;
}
