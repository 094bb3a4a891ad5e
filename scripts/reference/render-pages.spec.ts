import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as callhome from '../../libs/callhome/src/index.js';
import * as contract from '../../libs/contract/src/index.js';
import * as fleet from '../../libs/fleet/src/index.js';

const { referencePages } = (await import(new URL('pages.mjs', import.meta.url).href)) as {
  referencePages: (...tables: unknown[]) => Record<string, string>;
};
const written = (file: string) => {
  const place = new URL(`../../docs/reference/${file}`, import.meta.url);
  return existsSync(place) ? readFileSync(place, 'utf8') : null;
};

describe('the reference pages', () => {
  it.each(Object.entries(referencePages(callhome, fleet, contract)))(
    '%s says what the tables say; write it again with npm run docs:reference',
    (file, text) => {
      expect(written(file)).toBe(text);
    },
  );
});
