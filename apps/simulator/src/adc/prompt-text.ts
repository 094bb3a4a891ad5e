/** Values of the codes a prompt string can hold. */
export interface PromptValues {
  readonly user: string;
  readonly host: string;
  readonly role: string;
  readonly history: number;
  /** Local time, moved so that its UTC fields read as local (ms). */
  readonly localTime: number;
}

/** A prompt string with its codes filled in, ended by `> `; no text is the bare prompt. */
export function promptText(pattern: string, values: PromptValues): string {
  if (pattern === '') return '> ';
  const iso = new Date(values.localTime).toISOString();
  const hour = new Date(values.localTime).getUTCHours();
  const codes: Readonly<Record<string, string>> = {
    '%u': values.user,
    '%h': values.host,
    '%t': `${String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')}:${iso.slice(14, 16)}`,
    '%T': iso.slice(11, 16),
    '%d': iso.slice(0, 10),
    '%s': values.role,
    '%!': String(values.history),
  };
  return `${pattern.replace(/%[uhtTds!]/g, (code) => codes[code] ?? code).replace(/>? *$/, '')}> `;
}
