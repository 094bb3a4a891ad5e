import { TranscriptError } from '../../errors.js';
import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';

export interface ParsedShowNsVersion {
  /** `13.1` */
  release: string;
  /** `53.17`, without the kernel flavour (`.nc`) that follows it. */
  build: string;
  /** When the build was made, as printed. */
  date: string | null;
  unrecognised: string[];
}

const COMMAND = 'show ns version';
const LINES = {
  // CPX prints the raw attribute: `Version:  "NetScaler ..."Mode:  0`.
  version:
    /^(?:Version:\s*")?NetScaler NS(?<release>\d+\.\d+): Build (?<build>\d+\.\d+)(?:\.\w+)*(?:,\s*Date: (?<date>[^"(]*[^"(,\s]))?[\s,]*(?:\(64-bit\))?(?:"\s*Mode:.*)?$/,
  // Inside a tech support archive the same command goes on with the node and time lines of `show ns config`.
  config: /^(?:Node|System Time|Last Config \w+ Time|Config Changed since Last Saved Config):/,
};

/**
 * Parses `show ns version`.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no line carries a version.
 */
export function parseShowNsVersion(output: string): ParsedShowNsVersion {
  let version: Omit<ParsedShowNsVersion, 'unrecognised'> | null = null;
  const unrecognised: string[] = [];
  for (const { kind, text, fields } of readLines(COMMAND, LINES, output)) {
    if (kind === 'version') {
      version ??= {
        release: fields['release'] ?? '',
        build: fields['build'] ?? '',
        date: fields['date'] ?? null,
      };
    }
    if (kind === 'unrecognised') keepLine(unrecognised, text);
  }
  if (version === null) throw new TranscriptError('OUTPUT_UNREADABLE', { command: COMMAND, missing: 'version' });
  return { ...version, unrecognised };
}
