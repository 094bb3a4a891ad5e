import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { renderConfigurationPage, renderEnvExample } from './render-settings.js';

const committed = (file: string): string => fs.readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('the configuration reference', () => {
  it.each([
    ['docs/reference/configuration.md', renderConfigurationPage],
    ['.env.example', renderEnvExample],
  ])('%s says what the settings table says (npm run docs:configuration writes it)', (file, render) => {
    expect(committed(file)).toBe(render());
  });
});
