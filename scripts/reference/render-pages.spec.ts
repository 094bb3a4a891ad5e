import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as callhome from '../../libs/callhome/src/index.js';
import { PLATFORMS } from '../../libs/fleet/src/index.js';

const { renderConditions, renderDeliveryStates } = (await import(
  new URL('render-pages.mjs', import.meta.url).href
)) as { renderConditions: (...tables: unknown[]) => string; renderDeliveryStates: (tables: unknown) => string };
const written = (file: string) => readFileSync(new URL(`../../docs/reference/${file}`, import.meta.url), 'utf8');

describe('the reference pages', () => {
  it.each([
    ['delivery-states.md', () => renderDeliveryStates(callhome)],
    ['conditions.md', () => renderConditions(callhome, PLATFORMS)],
  ])('%s says what the tables say; write it again with npm run docs:reference', (file, render) => {
    expect(written(file)).toBe(render());
  });
});
