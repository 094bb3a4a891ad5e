import { promptText } from '../adc/prompt-text.js';
import { motdBox, PROMPT_STYLES } from '../fleet/terminal-traits.js';
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

const CLI_GREETING = 'Welcome to the command line of the Management Service.\n';

/** The command line of a Management Service, as one login sees it; some releases let it begin in a shell. */
export class SvmSession implements CliSession {
  readonly mode: { readonly paging: boolean; readonly colours: boolean };
  private inShell: boolean;
  private history = 1;

  constructor(private readonly context: SvmContext) {
    const { terminal, traits } = context.host;
    this.mode = { paging: terminal.paging, colours: terminal.colours };
    this.inShell = traits.shellFirst;
  }

  get greeting(): string {
    return motdBox(this.context.host.terminal.motd);
  }

  prompt(): string {
    const { host, now } = this.context;
    if (this.inShell) return 'bash-3.2# ';
    return promptText(PROMPT_STYLES[host.terminal.prompt].text, {
      user: 'nsroot',
      host: `${host.name}-svm`,
      role: 'Primary',
      history: this.history,
      localTime: now(),
    });
  }

  async run(line: string): Promise<CliReply> {
    const trimmed = line.trim();
    if (trimmed === '') return { text: '', ends: false };
    this.history += 1;
    if (this.inShell) return this.runInShell(trimmed);
    if (/^(exit|quit)$/i.test(trimmed)) return this.leave();
    if (/^shell$/i.test(trimmed)) {
      this.inShell = true;
      return { text: '', ends: false };
    }
    const parsed = parseSvmLine(trimmed);
    if (parsed === null) return { text: 'ERROR: Invalid command\n', ends: false };
    const outcome = await runSvmCommand({ context: this.context, values: parsed.values }, parsed.names);
    return { text: 'error' in outcome ? `ERROR: ${outcome.error}\n` : `${outcome.text} Done\n`, ends: false };
  }

  /** Where the login began in a shell, leaving the command line leads back there. */
  private leave(): CliReply {
    this.inShell = this.context.host.traits.shellFirst;
    return this.inShell ? { text: '', ends: false } : { text: 'Bye!\n', ends: true };
  }

  private runInShell(line: string): CliReply {
    const { shellFirst } = this.context.host.traits;
    if (line === 'exit' || line === 'logout') {
      this.inShell = false;
      return { text: shellFirst ? 'logout\n' : '', ends: shellFirst };
    }
    if (line === 'cli') {
      this.inShell = false;
      return { text: CLI_GREETING, ends: false };
    }
    return { text: `bash: ${line.split(/\s+/)[0] ?? ''}: command not found\n`, ends: false };
  }
}
