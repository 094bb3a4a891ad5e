import fs from 'node:fs';
import path from 'node:path';
import { Fault } from '../fault.mjs';
import { contentHash, fileMark, filesBelow, readRecord, replaceFile } from './sources.mjs';

const RECORD = 'dist/.programs.json';
const AT_ONCE = 8;

/**
 * Compiles every changed source of apps (without the console) and libs into dist, copies their JSON data, and removes
 * what has no source any more.
 * @param {{ root: string, force: boolean, say: (progress: string) => void }} options
 * @returns {Promise<number>} how many files were written
 */
export async function buildPrograms({ root, force, say }) {
  const recordFile = path.join(root, RECORD);
  const compiler = contentHash(root, ['.swcrc', 'node_modules/@swc/core/package.json']);
  const before = readRecord(recordFile);
  /** @type {Record<string, string>} */
  const known = !force && before?.compiler === compiler ? before.files : {};

  const files = filesBelow(root, ['apps', 'libs'], isProgramSource);
  const marks = Object.fromEntries(files.map((file) => [file, fileMark(root, file)]));
  const changed = files.filter((file) => known[file] !== marks[file] || !fs.existsSync(outputOf(root, file)));
  const gone = Object.keys(before?.files ?? {}).filter((file) => !(file in marks));
  if (changed.length === 0 && gone.length === 0) return 0;

  say(`building ${changed.length} files`);
  for (const file of gone) for (const end of ['', '.map']) fs.rmSync(outputOf(root, file) + end, { force: true });
  await compileAll(root, changed);
  replaceFile(recordFile, JSON.stringify({ compiler, files: marks }));
  return changed.length;
}

/**
 * @param {string} root
 * @param {string[]} files
 */
async function compileAll(root, files) {
  const waiting = [...files];
  const swc = waiting.length > 0 ? await import('@swc/core') : null;
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await compile(root, file, swc);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/**
 * @param {string} root
 * @param {string} file
 * @param {any} swc
 */
async function compile(root, file, swc) {
  const source = path.join(root, file);
  const output = outputOf(root, file);
  if (file.endsWith('.json')) {
    replaceFile(output, fs.readFileSync(source));
    return;
  }
  const sourceFileName = path.relative(path.dirname(output), source);
  let compiled;
  try {
    compiled = await swc.transformFile(source, { configFile: path.join(root, '.swcrc'), sourceFileName });
  } catch (error) {
    throw new Fault(`${file} does not compile: ${/** @type {Error} */ (error).message.trim()}`);
  }
  replaceFile(`${output}.map`, compiled.map ?? '');
  replaceFile(output, `${compiled.code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

/** @param {string} file */
function isProgramSource(file) {
  if (/^(apps\/console|libs\/testing)\/|\/transcripts\//.test(file)) return false;
  if (file.endsWith('.json')) return file.includes('/src/');
  return file.endsWith('.ts') && !/\.(spec|fake[\w-]*|d)\.ts$/.test(file);
}

/**
 * @param {string} root
 * @param {string} file
 */
function outputOf(root, file) {
  return path.join(root, 'dist', file.replace(/\.ts$/, '.js'));
}
