import type { CliReply, CliSession } from '../ssh/cli-session.js';
import { motdBox, PROMPT_STYLES } from '../fleet/terminal-traits.js';
import type { AdcContext, CliMode } from './adc-call.js';
import { findCommand } from './adc-commands.js';
import { done, refused, type Answer } from './answer.js';
import { filterLines, splitOutsideQuotes, splitWords } from './command-line.js';
import { onDevice } from './device-clock.js';
import { promptText } from './prompt-text.js';
import { rawAnswer } from './raw-attributes.js';
import { runShellCommand } from './shell-commands.js';

const CALLHOME_NOTICE = `###############################################################################
#                     CallHome has been enabled by default.                   #
# This feature lets the Citrix ADC device/instance automatically upload        #
# diagnostic and usage information to Citrix. This data will help detect      #
# critical errors and will also be used to improve the features and the       #
# product.                                                                    #
#                                                                             #
# This feature can be configured anytime using the command line interface or  #
# the configuration utility. Please see the documentation for more details.   #
###############################################################################
`;

const SECONDARY_WARNING =
  'Warning: You are connected to a secondary node; configuration changes made in this session will not be ' +
  'propagated to, or saved on, other nodes\n';

const RPC_WARNING =
  'Warning: One or more RPC nodes are configured with default passwords. For enhanced security, you must change the ' +
  'default RPC node password.\n';

const SHELL_GREETING = `Copyright (c) 1992-2013 The FreeBSD Project.
Copyright (c) 1979, 1980, 1983, 1986, 1988, 1989, 1991, 1992, 1993, 1994
        The Regents of the University of California. All rights reserved.

`;

/** The command line of an instance, as one login sees it. */
export class AdcSession implements CliSession {
  /** What `set cli prompt` asked for; `null` leaves the one of the appliance. */
  private ownPrompt: string | null = null;
  readonly mode: CliMode;
  private inShell = false;
  private history = 1;

  constructor(
    private readonly context: AdcContext,
    private readonly username: string,
  ) {
    const { paging, colours } = context.instance.terminal;
    this.mode = { paging, colours, refusesDisabled: false };
  }

  /** The Call Home notice, what a secondary warns of, and the ` Done` of the login itself. */
  get greeting(): string {
    const { running, role, terminal } = this.context.instance;
    const notice = running.features.includes('CH') ? CALLHOME_NOTICE : '';
    return `${motdBox(terminal.motd)}${notice}${role === 'Secondary' ? SECONDARY_WARNING : ''} Done\n`;
  }

  /** The prompt of the appliance, unless `set cli prompt` changed it for this login; clearing leaves a bare `> `. */
  prompt(): string {
    const { instance, now } = this.context;
    if (this.inShell) return `${this.username}@${instance.name}# `;
    return promptText(this.ownPrompt ?? PROMPT_STYLES[instance.terminal.prompt].text, {
      user: this.username,
      host: instance.name,
      role: instance.role,
      history: this.history,
      localTime: onDevice(instance, now()),
    });
  }

  /** Runs one line; commands joined by a semicolon run one after the other and each prints its own verdict. */
  async run(line: string, progress: (text: string) => void): Promise<CliReply> {
    const trimmed = line.trim();
    if (trimmed === '') return { text: '', ends: false };
    this.history += 1;
    if (this.inShell) return { text: this.runInShell(trimmed), ends: false };
    if (/^(exit|quit|logout)$/i.test(trimmed)) return { text: 'Bye!\n', ends: true };
    if (/^shell$/i.test(trimmed)) {
      this.inShell = true;
      return { text: SHELL_GREETING, ends: false };
    }
    const parts = /^shell\s/i.test(trimmed) ? [trimmed] : splitOutsideQuotes(trimmed, ';');
    if (parts === null) return { text: refused('Unmatched quote').text, ends: false };
    let text = this.context.instance.traits.rpcWarning ? RPC_WARNING : '';
    for (const part of parts) if (part !== '') text += await this.runPart(part, progress);
    return { text, ends: false };
  }

  private async runPart(part: string, progress: (text: string) => void): Promise<string> {
    const shell = /^shell\s+(.+)$/is.exec(part);
    if (shell !== null) {
      const printed = runShellCommand(this.context.instance, shell[1] ?? '', this.context.now());
      return printed === null ? done(`${shellRefusal(shell[1] ?? '')}\n`).text : done(printed).text;
    }
    let held = '';
    const [command, ...filters] = splitOutsideQuotes(part, '|') ?? [part];
    const { instance } = this.context;
    const isRaw = instance.traits.rawAttributes;
    const answer = await this.runCommand(command ?? '', isRaw ? (line) => (held += line) : progress);
    let text = answer.text;
    if (isRaw) {
      const name = (command ?? '').trim();
      text = answer.failed ? `exec: ${name}\n${text}` : rawAnswer(instance, name, `${held}${text}`);
    }
    for (const filter of filters) {
      // A filter swallows the closing Done with every other line that does not match, but never an error.
      const kept = answer.failed ? text : filterLines(text, filter);
      if (kept === null) return refused('Invalid argument').text;
      text = kept;
    }
    return text;
  }

  private async runCommand(line: string, progress: (text: string) => void): Promise<Answer> {
    const words = splitWords(line);
    if (words === null) return refused('Unmatched quote');
    if (/^(set|clear)\s+cli\s+prompt\b/i.test(line)) {
      this.ownPrompt = words[0]?.text.toLowerCase() === 'clear' ? '' : (words[3]?.text ?? '');
      return done();
    }
    const found = findCommand(words);
    if (found === null) return refused('No such command');
    return found.command.run({ context: this.context, mode: this.mode, words: found.rest, progress });
  }

  private runInShell(line: string): string {
    if (line === 'exit' || line === 'logout') {
      this.inShell = false;
      return done('logout\n').text;
    }
    return runShellCommand(this.context.instance, line, this.context.now()) ?? `${shellRefusal(line)}\n`;
  }
}

function shellRefusal(line: string): string {
  return `sh: ${line.split(/\s+/)[0] ?? ''}: not found`;
}
