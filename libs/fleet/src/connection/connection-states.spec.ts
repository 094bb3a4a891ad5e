import { describe, expect, it } from '@jest/globals';
import { CREDENTIAL_STATES, HOST_KEY_STATES, REACHABILITY_STATES } from './connection-states.js';

const TABLES = { ...HOST_KEY_STATES, ...CREDENTIAL_STATES, ...REACHABILITY_STATES };
const permitted = (table: Record<string, { permitsWork: boolean }>) =>
  Object.keys(table).filter((state) => table[state]?.permitsWork);

describe('connection states', () => {
  it('lets work start with a trusted host key only', () => {
    expect(permitted(HOST_KEY_STATES)).toEqual(['trusted']);
  });

  it('tries no login that could lock the account or that has nothing to try', () => {
    expect(permitted(CREDENTIAL_STATES)).toEqual(['untested', 'valid', 'auth-failed', 'insufficient', 'expiring']);
  });

  it('goes on trying an appliance that does not answer, and leaves one in maintenance alone', () => {
    expect(permitted(REACHABILITY_STATES)).toEqual(['unknown', 'reachable', 'slow', 'unreachable']);
  });

  it('shows exactly three states as good', () => {
    const good = Object.entries(TABLES).filter(([, { tone }]) => tone === 'ok');
    expect(good.map(([state]) => state).toSorted()).toEqual(['reachable', 'trusted', 'valid']);
  });
});
