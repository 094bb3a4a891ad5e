import { describe, expect, it } from '@jest/globals';
import { platformOf, type ApplianceKind, type Platform } from './appliance-kind.js';

describe('platformOf', () => {
  it.each<[ApplianceKind, Platform]>([
    ['sdx-host', 'sdx-host'],
    ['sdx-instance', 'vpx-on-sdx'],
    ['vpx', 'vpx'],
    ['mpx', 'mpx'],
  ])('puts %s on %s', (kind, platform) => {
    expect(platformOf(kind)).toBe(platform);
  });
});
