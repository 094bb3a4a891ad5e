import { deviceLines, findBareRefusal, findRefusal } from './device-lines.js';

/** The verdict of a command that changes something. */
export interface Reply {
  /** False when the appliance refused. True says that it did not: read back to know what it did. */
  ok: boolean;
  /** The appliance's words after `ERROR: `, at most 200 characters; null when it did not refuse. */
  refusal: string | null;
  warnings: string[];
  /** The answer without echo, prompt, banner, `Done`, warnings and refusals. */
  text: string;
}

/** New builds say this on every command; it is about another setting (vendor's own Ansible plugin drops it too). */
const STANDING_WARNING = /RPC nodes? .*default passwords?/i;

/**
 * Reads the verdict of a write command. Decided from the text alone: the exit status says nothing, ` Done` is missing
 * after some successes (captured: `set ns config`) and a warning is no refusal.
 */
export function readReply(command: string, output: string): Reply {
  const lines = deviceLines(command, output);
  const refusal = findRefusal(lines) ?? findBareRefusal(lines);
  const warnings = lines.filter((line) => line.role === 'warning' && !STANDING_WARNING.test(line.text));
  const answer = lines.filter((line) => line.role === 'content');
  return {
    ok: refusal === null,
    refusal: refusal?.message ?? null,
    warnings: warnings.map((line) => line.text.replace(/^(?:\[WARNING\]|WARNING)\s*:\s*/i, '')),
    text: answer.map((line) => line.text).join('\n'),
  };
}
