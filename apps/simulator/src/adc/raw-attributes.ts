import type { SimulatedInstance } from '../fleet/appliance.js';
import { isReleaseAtLeast, versionText } from './release.js';

/**
 * An answer in the form a container gives it: the command after `exec:`, attributes with two blanks after the colon,
 * texts in double quotes with `\n` spelled out, and a closing `Done` without its blank.
 */
export function rawAnswer(instance: SimulatedInstance, command: string, text: string): string {
  const body = text.replace(/^\s*Done\n/m, '');
  return `exec: ${command}\n${rawBody(instance, command, body)}Done\n`;
}

function rawBody(instance: SimulatedInstance, command: string, body: string): string {
  if (/version$/i.test(command)) {
    const suffix = isReleaseAtLeast(instance.build, 12, 0) ? '   (64-bit)' : '';
    return `\tVersion:  "${versionText(instance.build, true)}${suffix}"Mode:  0                \n`;
  }
  if (/techsupport/i.test(command)) {
    const response = body.replace(/\n/g, String.raw`\n`);
    return `\tScope:  NODE            Response:  "${response}"\n`;
  }
  if (!/^show\b|^sh\b/i.test(command)) return body;
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*([A-Za-z][^:]{0,40}?)\s*:\s+(\S.*)$/.exec(line));
  if (pairs.length === 0 || pairs.includes(null)) return body;
  const cells = pairs.map((pair) => {
    const value = pair?.[2] ?? '';
    return `${attributeName(pair?.[1] ?? '')}:  ${/[^\w.]/.test(value) ? `"${value}"` : value}`.padEnd(24);
  });
  return `\t${cells.join('')}\n`;
}

/** `Actual Bandwidth` is `Actualbandwidth` there. */
function attributeName(label: string): string {
  const joined = label.replace(/[^A-Za-z0-9]/g, '');
  return `${joined.charAt(0).toUpperCase()}${joined.slice(1).toLowerCase()}`;
}
