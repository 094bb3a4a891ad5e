/** Measures every parser of a built library and prints the result as JSON. Run: node measure-parsers.mjs LIBRARY_URL */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../../scripts/folders.mjs';

const LARGE_BYTES = 5_000_000;
const LARGE_ROUNDS = 3;
const WARM_UP_BYTES = 500_000;
const SOURCES = path.join(ROOT, 'libs/netscaler-cli/src');

const files = fs.readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
const library = await import(process.argv[2] ?? '');
let peakHeapMb = 0;
const parsers = Object.entries(library)
  .filter(([name, value]) => name.startsWith('parse') && typeof value === 'function')
  .map(([name, parse]) => {
    const texts = transcriptsOf(name);
    short(parse, texts, WARM_UP_BYTES);
    const shortMbps = short(parse, texts, LARGE_BYTES);
    const largeMbps = large(parse, texts);
    return { name, shortMbps, largeMbps };
  });
process.stdout.write(JSON.stringify({ parsers, peakHeapMb }));

/** @param {string} name of the parser @returns {string[]} */
function transcriptsOf(name) {
  const source = files.find(
    (file) => file.endsWith('.ts') && path.basename(file, '.ts').replaceAll('-', '') === name.toLowerCase(),
  );
  if (source === undefined) throw new Error(`no file is named for ${name}`);
  const folder = path.join(SOURCES, path.dirname(source), 'transcripts');
  const names = fs.readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return names.map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
}

/** Transcript by transcript, in turn, until so many bytes are read. @returns {number} MB/s */
function short(parse, texts, bytes) {
  let read = 0;
  const before = process.cpuUsage();
  while (read < bytes) {
    for (const text of texts) {
      attempt(parse, text);
      read += Buffer.byteLength(text);
    }
  }
  return read / 1e6 / secondsSince(before);
}

/** All transcripts, one after the other and over again, as one answer. @returns {number} MB/s */
function large(parse, texts) {
  const once = texts.join('\n');
  // Flattened by way of a buffer: what comes from a session is one piece of text, not a rope of many.
  const whole = Buffer.from(`${once}\n`.repeat(Math.ceil(LARGE_BYTES / Buffer.byteLength(once)))).toString('utf8');
  const rates = Array.from({ length: LARGE_ROUNDS }, () => {
    const before = process.cpuUsage();
    const answer = attempt(parse, whole);
    const seconds = secondsSince(before);
    peakHeapMb = Math.max(peakHeapMb, process.memoryUsage().heapUsed / 1e6);
    if (answer === undefined) throw new Error('a parser gave no answer at all');
    return Buffer.byteLength(whole) / 1e6 / seconds;
  });
  return rates.toSorted((a, b) => a - b)[Math.floor(LARGE_ROUNDS / 2)] ?? 0;
}

/** CPU time, so that what else the machine does counts for nothing. */
function secondsSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** A refusal among the transcripts is an answer too. */
function attempt(parse, text) {
  try {
    return parse(text);
  } catch (error) {
    if (error?.name !== 'TranscriptError') throw error;
    return null;
  }
}
