import { describe, expect, it } from '@jest/globals';
import { appliedAfter, askedOf } from './applied-after.js';
import type { AppliedSettings } from './applied-settings.js';
import { driftOf } from './drift-of.js';
import { planSettings } from './plan-settings.js';
import { fleet, observed } from './readings.fake.js';

const END = { at: '2026-11-23T14:00:00Z', rolloutId: 'rol_2' };

describe('askedOf', () => {
  it('names the changes and what was right already, and nothing that is not managed or left as it is', () => {
    const effective = fleet({ enabled: null, mode: 'CSP', emailAddress: null, heartbeatIntervalDays: 14 });
    const changes = planSettings(effective, observed()).changes;
    const read = observed({ mode: 'CSP', heartbeatIntervalDays: 14 });
    expect(askedOf(effective, { changes, read })).toEqual([
      { key: 'mode', to: 'CSP' },
      { key: 'heartbeatIntervalDays', to: 14 },
      { key: 'emailAddress', to: null },
    ]);
  });

  it('does not claim that an interval was given back which was not', () => {
    const effective = fleet({ heartbeatIntervalDays: null });
    expect(askedOf(effective, { changes: [], read: observed() }).map(({ key }) => key)).toEqual(['enabled']);
  });
});

describe('appliedAfter', () => {
  const before: AppliedSettings = {
    mode: { wanted: 'CSP', read: 'CSP', at: '2026-11-01T00:00:00Z', rolloutId: 'rol_1' },
    proxy: { wanted: 'none', read: 'none', at: '2026-11-01T00:00:00Z', rolloutId: 'rol_1' },
  };

  it('records what was asked and what was read, and keeps the rest', () => {
    const asked = [
      { key: 'heartbeatIntervalDays', to: null },
      { key: 'mode', to: 'Default' },
    ] as const;
    expect(appliedAfter(before, { asked, read: observed({ heartbeatIntervalDays: 30 }), ...END })).toEqual({
      ...before,
      heartbeatIntervalDays: { wanted: null, read: 30, ...END },
      mode: { wanted: 'Default', read: 'Default', ...END },
    });
  });

  it('keeps what was on record for a key that the read-back does not show', () => {
    const asked = [{ key: 'mode', to: 'Default' }] as const;
    expect(appliedAfter(before, { asked, read: observed({ mode: null }), ...END })).toEqual(before);
  });

  it('makes a rolled back setting pending, and a later change of it by hand drift', () => {
    const effective = fleet({ mode: 'CSP' });
    const applied = appliedAfter({}, { asked: [{ key: 'mode', to: 'Default' }], read: observed(), ...END });
    expect(driftOf(effective, observed(), applied).mode).toBe('pending');
    expect(driftOf(effective, observed({ mode: 'Connector' }), applied).mode).toBe('drifted');
  });
});
