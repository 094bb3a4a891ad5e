import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../../scripts/folders.mjs';

const LIMIT_MB_PER_SECOND = 5;
/** Old space of the measured process: enough for one answer of 5 MB taken apart, not for keeping many. */
const HEAP_LIMIT_MB = 256;

/**
 * How fast each parser reads its own transcripts: answer by answer, as in a sweep, and as one answer of 5 MB, as from an
 * appliance gone mad. Runs in a process of its own with a small heap, which it must not outgrow.
 * @param {(text: string) => void} say
 * @param {string} library where the built library's front door is
 */
export async function benchParsers(say, library = path.join(ROOT, 'dist/libs/netscaler-cli/src/index.js')) {
  const measured = spawnSync(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_LIMIT_MB}`,
      path.join(ROOT, 'test/bench/parsers/measure-parsers.mjs'),
      pathToFileURL(library).href,
    ],
    { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (measured.status !== 0) throw new Error(`the parsers did not finish within a heap of ${HEAP_LIMIT_MB} MB`);
  const { parsers, peakHeapMb } = JSON.parse(measured.stdout);
  for (const { name, shortMbps, largeMbps } of parsers) {
    say(`${name}: ${shortMbps.toFixed(1)} MB/s answer by answer, ${largeMbps.toFixed(1)} MB/s in one`);
  }
  return [
    figure('Slowest parser, answer by answer', parsers, 'shortMbps'),
    figure('Slowest parser, one answer of 5 MB', parsers, 'largeMbps'),
    {
      name: 'Heap while parsing answers of 5 MB',
      says: `${peakHeapMb.toFixed(0)} MB at most (limit ${HEAP_LIMIT_MB} MB)`,
      limit: HEAP_LIMIT_MB,
      peakHeapMb,
    },
  ];
}

/** @param {string} name @param {any[]} parsers @param {'shortMbps' | 'largeMbps'} key */
function figure(name, parsers, key) {
  const sorted = parsers.toSorted((a, b) => a[key] - b[key]);
  const [slowest, median] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  return {
    name,
    says: `${slowest[key].toFixed(1)} MB/s (limit ${LIMIT_MB_PER_SECOND} MB/s): ${slowest.name}; median of ${parsers.length} parsers ${median[key].toFixed(1)} MB/s`,
    limit: LIMIT_MB_PER_SECOND,
    [key]: slowest[key],
    parsers: Object.fromEntries(parsers.map((parser) => [parser.name, parser[key]])),
  };
}
