import { describe, expect, it } from '@jest/globals';
import type { DeploymentClaim } from '../deployment/deployment-claim.js';
import { mergeFacts, type KnownFacts } from './known-facts.js';
import { FULL_READ_MS, notSupportedHere, whatToRead, type KnownBefore, type SeenSoFar } from './what-to-read.js';

const NOW = Date.UTC(2026, 10, 1);
const ha: DeploymentClaim = {
  mode: 'ha',
  nodeAddress: null,
  ha: { role: 'primary', peerAddress: null, peerRole: 'secondary' },
  cluster: null,
};
const standalone: DeploymentClaim = { mode: 'standalone', nodeAddress: null, ha: null, cluster: null };
const cluster: DeploymentClaim = {
  ...standalone,
  mode: 'cluster',
  cluster: { id: 1, address: null, nodeId: 0, nodes: [] },
};
const readAt = (ms: number, deployment: DeploymentClaim): KnownFacts =>
  mergeFacts({}, { deployment, fullRead: true }, new Date(ms));
const known: KnownBefore = { build: '13.1-53.17', facts: readAt(NOW - 1000, standalone) };
const seen: SeenSoFar = {
  nowMs: NOW,
  isAsked: false,
  build: '13.1-53.17',
  hasRestarted: false,
  nodeWord: 'Standalone',
};

const NOTHING = { licence: false, deployment: false, timeZone: false, isFull: false };
const ALL = { licence: true, deployment: true, timeZone: true, isFull: true };
const ROWS: [says: string, known: Partial<KnownBefore>, seen: Partial<SeenSoFar>, plan: typeof ALL][] = [
  ['nothing happened', {}, {}, NOTHING],
  ['it was never read', { build: null, facts: {} }, {}, ALL],
  ['the build is another', {}, { build: '14.1-1.1' }, ALL],
  ['the build could not be read', {}, { build: null }, NOTHING],
  ['it was restarted', {}, { hasRestarted: true }, ALL],
  ['nobody can tell whether it was restarted', {}, { hasRestarted: null }, NOTHING],
  ['a day went by', { facts: readAt(NOW - FULL_READ_MS, standalone) }, {}, ALL],
  ['a person asks', {}, { isAsked: true }, ALL],
  ['a pair failed over', { facts: readAt(NOW, ha) }, { nodeWord: 'Secondary' }, { ...NOTHING, deployment: true }],
  ['a pair is as it was', { facts: readAt(NOW, ha) }, { nodeWord: ' PRIMARY ' }, NOTHING],
  ['a standalone appliance was paired', {}, { nodeWord: 'Primary' }, { ...NOTHING, deployment: true }],
  ['the node word is not printed', {}, { nodeWord: null }, { ...NOTHING, deployment: true }],
  ['a cluster has no word of its own', { facts: readAt(NOW, cluster) }, {}, { ...NOTHING, deployment: true }],
];

describe('whatToRead', () => {
  it.each(ROWS)('%s', (_says, before, now, plan) => {
    expect(whatToRead({ ...known, ...before }, { ...seen, ...now })).toEqual(plan);
  });
});

describe('notSupportedHere', () => {
  const refused = { 'show raidPhysicalDrive': 'Invalid command' };
  const facts = (ms: number) => mergeFacts({}, { unsupported: refused }, new Date(ms));

  it.each<[string, Partial<KnownBefore>, Partial<SeenSoFar>, number]>([
    ['the build refused it an hour ago', {}, {}, 1],
    ['the build is another', {}, { build: '14.1-1.1' }, 0],
    ['that was a day ago', { facts: facts(NOW - FULL_READ_MS) }, {}, 0],
    ['a person asks', {}, { isAsked: true }, 0],
    ['nothing was ever refused', { facts: {} }, {}, 0],
  ])('names what need not be sent: %s', (_says, before, now, size) => {
    const was = { ...known, facts: facts(NOW - 3_600_000), ...before };
    expect(notSupportedHere(was, { ...seen, ...now }).size).toBe(size);
  });
});
