// Writes the two files that are generated from the settings table: `npm run docs:configuration`, after a build.
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const inRepository = (/** @type {string} */ file) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const { renderConfigurationPage, renderEnvExample } = await import(inRepository('dist/libs/config/src/index.js'));

fs.mkdirSync(inRepository('docs/reference'), { recursive: true });
fs.writeFileSync(inRepository('docs/reference/configuration.md'), renderConfigurationPage());
fs.writeFileSync(inRepository('.env.example'), renderEnvExample());
