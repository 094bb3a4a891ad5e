import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './folders.mjs';

interface Offence {
  readonly rule: string;
  readonly sentence: string;
  /** The file that breaks the rule; nothing else in the tree does. */
  readonly from: string;
  readonly lines: string;
}

const offence = (rule: string, sentence: string, from: string, lines: string): Offence => ({
  rule,
  sentence,
  from,
  lines,
});

const OFFENCES: Offence[] = [
  offence('no-circular', 'two modules import each other', 'libs/fleet/src/host.ts', `import './site.js';`),
  offence(
    'libs-not-to-apps',
    'a library imports a program',
    'libs/bundles/src/x.ts',
    `import '../../../apps/worker/src/main.js';`,
  ),
  offence(
    'apps-not-to-apps',
    'a program imports another',
    'apps/controller/src/x.ts',
    `import '../../worker/src/main.js';`,
  ),
  offence(
    'front-door-only',
    'a program goes past a front door',
    'apps/worker/src/deep.ts',
    `import '../../../libs/ssh/src/session.js';`,
  ),
  offence(
    'front-door-only',
    'a library goes past a front door',
    'libs/bundles/src/deep.ts',
    `import '../../ssh/src/session.js';`,
  ),
  offence('pure-stays-pure', 'a pure library imports Node', 'libs/fleet/src/node.ts', `import 'node:fs';`),
  offence('pure-stays-pure', 'a pure library imports a package', 'libs/callhome/src/package.ts', `import 'zod';`),
  offence(
    'pure-stays-pure',
    'a pure library imports an edge',
    'libs/netscaler-cli/src/edge.ts',
    `import '../../ssh/src/index.js';`,
  ),
  offence(
    'driver-knows-no-vendor',
    'the driver imports a library',
    'libs/ssh/src/vendor.ts',
    `import '../../fleet/src/index.js';`,
  ),
  offence('typeorm-behind-persistence', 'a program imports typeorm', 'apps/worker/src/orm.ts', `import 'typeorm';`),
  offence(
    'typeorm-behind-persistence',
    'a library knows a type of pg',
    'libs/queues/src/pg.ts',
    `import type { Client } from 'pg';\nexport type X = Client;`,
  ),
  offence('bullmq-at-the-edge', 'a library imports bullmq', 'libs/persistence/src/queue.ts', `import 'bullmq';`),
  offence(
    'clients-speak-contract',
    'the console imports another library',
    'apps/console/src/x.tsx',
    `import '../../../libs/fleet/src/index.js';`,
  ),
  offence(
    'simulator-is-independent',
    'the simulator imports a parser',
    'apps/simulator/src/x.ts',
    `import '../../../libs/netscaler-cli/src/index.js';`,
  ),
  offence(
    'testing-is-for-specs',
    'a program imports the fakes',
    'apps/worker/src/fake.ts',
    `import '../../../libs/testing/src/index.js';`,
  ),
];

/** What a rule must let pass. */
const LAWFUL: Record<string, string> = {
  'libs/fleet/src/site.ts': `import './host.js';`, // the other half of the cycle, which is reported once
  'libs/callhome/src/pure.ts': `import '../../fleet/src/index.js';`,
  'libs/fleet/src/host.spec.ts': `import 'node:fs';\nimport '../../testing/src/index.js';`,
  'libs/persistence/src/store.ts': `import 'typeorm';`,
  'libs/queues/src/queue.ts': `import 'bullmq';`,
  'apps/worker/src/lawful.ts': `import '../../../libs/ssh/src/index.js';\nimport 'bullmq';`,
  'apps/console/src/lawful.ts': `import '../../../libs/contract/src/index.js';`,
};

let tree = '';
let violations: { rule: { name: string }; from: string }[] = [];

beforeAll(() => {
  tree = fs.mkdtempSync(path.join(os.tmpdir(), 'import-rules-'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    fs.copyFileSync(path.join(ROOT, file), path.join(tree, file));
  }
  const write = (file: string, lines: string): void => {
    fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    fs.writeFileSync(path.join(tree, file), `${lines}\n`);
  };
  for (const lib of ['callhome', 'contract', 'fleet', 'netscaler-cli', 'ssh', 'testing']) {
    write(`libs/${lib}/src/index.ts`, 'export {};');
  }
  write('libs/ssh/src/session.ts', 'export {};');
  write('apps/worker/src/main.ts', 'export {};');
  for (const [file, lines] of Object.entries(LAWFUL)) write(file, lines);
  for (const { from, lines } of OFFENCES) write(from, lines);
  const cruiser = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruiser, 'apps', 'libs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 26 });
  violations = (JSON.parse(stdout) as { summary: { violations: typeof violations } }).summary.violations;
});
afterAll(() => fs.rmSync(tree, { recursive: true }));

describe('the import rules', () => {
  it.each(OFFENCES)('$rule fires, and it alone, when $sentence ($from)', ({ rule, from }) => {
    const fired = violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name);
    expect([...new Set(fired)]).toEqual([rule]);
  });

  it('fire nowhere else', () => {
    const offenders = new Set(OFFENCES.map(({ from }) => from));
    expect(violations.filter(({ from }) => !offenders.has(from))).toEqual([]);
  });

  it('are all shown to fire here', () => {
    const load = createRequire(import.meta.url);
    const { forbidden } = load('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    expect(new Set(OFFENCES.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });
});
