import { refusedArgument } from '../../quote.js';

// Vendor command reference 12.0 `unset callhome`; `-mode` from the NITRO unset payload of current builds.
const FLAGS = {
  emailAddress: '-emailAddress',
  heartbeatIntervalDays: '-hbCustomInterval',
  mode: '-mode',
  proxyMode: '-proxyMode',
  proxyAddress: '-IPAddress',
  proxyService: '-proxyAuthService',
  proxyPort: '-port',
} as const;

/** A stored value that `unset callhome` can return to the build's own default. */
export type UnsetCallhomeKey = keyof typeof FLAGS;

/**
 * Returns the exact line that gives the named values back to the build's defaults, in the order given.
 * Read back afterwards: defaults differ between builds. A build refuses a flag it does not know.
 * @throws {TranscriptError} ARGUMENT_REFUSED - no key is named, or one is named twice.
 */
export function unsetCallhome(keys: readonly UnsetCallhomeKey[]): string {
  if (keys.length === 0) throw refusedArgument('keys', 'names nothing to unset');
  if (new Set(keys).size !== keys.length) throw refusedArgument('keys', 'names a value twice');
  return ['unset callhome', ...keys.map((key) => FLAGS[key])].join(' ');
}
