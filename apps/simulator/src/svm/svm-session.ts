import type { CliReply, CliSession } from '../ssh/cli-session.js';
import type { SvmContext } from './svm-call.js';
import { runSvmCommand } from './svm-commands.js';

interface SvmLine {
  /** Verb, resource and action. */
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
}

/** Cuts a line into names and `key=value` arguments; `null` when a name follows an argument. */
export function parseSvmLine(line: string): SvmLine | null {
  const names: string[] = [];
  const values: Record<string, string> = {};
  for (const [word] of line.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const pair = /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
    if (pair !== null) values[(pair[1] ?? '').toLowerCase()] = (pair[2] ?? '').replace(/^"(.*)"$/s, '$1');
    else if (Object.keys(values).length > 0) return null;
    else names.push(word);
  }
  return { names, values };
}

/** The command line of a Management Service, as one login sees it. */
export class SvmSession implements CliSession {
  readonly greeting = '';

  constructor(private readonly context: SvmContext) {}

  prompt(): string {
    return '> ';
  }

  async run(line: string): Promise<CliReply> {
    const trimmed = line.trim();
    if (trimmed === '') return { text: '', ends: false };
    if (/^(exit|quit)$/i.test(trimmed)) return { text: 'Bye!\n', ends: true };
    const parsed = parseSvmLine(trimmed);
    if (parsed === null) return { text: 'ERROR: Invalid command\n', ends: false };
    const outcome = await runSvmCommand({ context: this.context, values: parsed.values }, parsed.names);
    return { text: 'error' in outcome ? `ERROR: ${outcome.error}\n` : `${outcome.text} Done\n`, ends: false };
  }
}
