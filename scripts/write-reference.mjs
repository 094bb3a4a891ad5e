/** Writes the reference pages that come from tables in the code. Run after a build: npm run docs:reference */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './folders.mjs';
import { referencePages } from './reference/pages.mjs';

const callhome = await import(path.join(ROOT, 'dist/libs/callhome/src/index.js'));
const fleet = await import(path.join(ROOT, 'dist/libs/fleet/src/index.js'));
const contract = await import(path.join(ROOT, 'dist/libs/contract/src/index.js'));
const pages = referencePages(callhome, fleet, contract);
for (const [file, text] of Object.entries(pages)) fs.writeFileSync(path.join(ROOT, 'docs/reference', file), text);
