/** Prints the figures this project holds itself to, each against a baseline of the same run. Run: npm run bench [-- sweep|settings|monitoring|parsers|start] */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../../scripts/build.mjs';
import { exitWith, Fault } from '../../scripts/fault.mjs';
import { ROOT } from '../../scripts/folders.mjs';
import { ensureInstalled } from '../../scripts/install.mjs';
import { benchMonitoring } from './monitoring/bench-monitoring.mjs';
import { benchParsers } from './parsers/bench-parsers.mjs';
import { benchSettings } from './settings/bench-settings.mjs';
import { benchStart } from './start/bench-start.mjs';
import { benchSweep } from './sweep/bench-sweep.mjs';

const BENCHES = {
  sweep: benchSweep,
  settings: benchSettings,
  monitoring: benchMonitoring,
  parsers: benchParsers,
  start: benchStart,
};

async function main() {
  const asked = process.argv.slice(2);
  const unknown = asked.find((name) => !(name in BENCHES));
  if (unknown !== undefined)
    throw new Fault(`There is no bench ${unknown}; there are: ${Object.keys(BENCHES).join(', ')}.`, 2);
  const say = (/** @type {string} */ text) => void process.stderr.write(`${text}\n`);
  await ensureInstalled(say);
  await ensureBuilt({ say });
  const machine = `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  process.stdout.write(`${machine}, load before the run ${(os.loadavg()[0] ?? 0).toFixed(1)}\n`);
  const figures = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    for (const figure of await bench(say)) {
      figures.push(figure);
      process.stdout.write(`${figure.name}\n    ${figure.says}\n`);
    }
  }
  const file = path.join(ROOT, '.cache/bench.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`);
}

main().catch(exitWith);
