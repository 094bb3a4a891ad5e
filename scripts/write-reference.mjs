/** Writes the reference pages that come from tables in the code. Run after a build: npm run docs:reference */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './folders.mjs';
import { renderConditions, renderDeliveryStates } from './reference/render-pages.mjs';

const callhome = await import(path.join(ROOT, 'dist/libs/callhome/src/index.js'));
const { PLATFORMS } = await import(path.join(ROOT, 'dist/libs/fleet/src/index.js'));
const pages = {
  'delivery-states.md': renderDeliveryStates(callhome),
  'conditions.md': renderConditions(callhome, PLATFORMS),
};
for (const [file, text] of Object.entries(pages)) fs.writeFileSync(path.join(ROOT, 'docs/reference', file), text);
