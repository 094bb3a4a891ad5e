/** Prints the count of the last `npm test` as one line. Run: node scripts/test-summary.mjs */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './folders.mjs';

/**
 * A spec file that could not even be loaded counts as one failure: it has specs that did not pass.
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number }} result as Jest writes it
 * @returns {{ line: string, failed: number }}
 */
export function summarise({ numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { line: `Tests: ${numPassedTests} passed, ${failed} failed`, failed };
}

function main() {
  const file = path.join(ROOT, '.cache/jest-result.json');
  const nothingRan = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
  const { line, failed } = summarise(fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : nothingRan);
  process.stdout.write(`${line}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
