import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestingError } from './testing-error.js';

/** A captured output and what a parser has to read in it. */
export interface Transcript {
  /** File name without its ending, `<firmware>-<case>`. */
  readonly name: string;
  readonly output: string;
  readonly expected: unknown;
}

/**
 * Loads every `x.txt` of a folder with the `x.json` beside it, in the order of their names.
 * @throws {TestingError} TRANSCRIPT_UNPAIRED - one of the two is missing, or the folder holds none.
 */
export function transcripts(folder: URL | string): Transcript[] {
  const directory = folder instanceof URL || folder.startsWith('file:') ? fileURLToPath(folder) : folder;
  const files = fs.readdirSync(directory);
  const names = new Set(files.filter((file) => /\.(txt|json)$/.test(file)).map((file) => path.parse(file).name));
  if (names.size === 0) throw new TestingError('TRANSCRIPT_UNPAIRED', `no transcript in ${directory}`);
  return [...names].sort().map((name) => ({
    name,
    output: read(directory, `${name}.txt`),
    expected: JSON.parse(read(directory, `${name}.json`)) as unknown,
  }));
}

function read(directory: string, file: string): string {
  try {
    return fs.readFileSync(path.join(directory, file), 'utf8');
  } catch (cause) {
    throw new TestingError('TRANSCRIPT_UNPAIRED', `${path.join(directory, file)} is missing`, { cause });
  }
}
