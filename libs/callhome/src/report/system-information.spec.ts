import { describe, expect, it } from '@jest/globals';
import type { ApplianceKind } from '../../../fleet/src/index.js';
import { systemInformation, type ReportedAppliance } from './system-information.js';

const AT = Date.UTC(2026, 10, 1, 12);

const unread = (kind: ApplianceKind): ReportedAppliance => ({
  ...{ id: 'app_1', name: 'one', kind, hostName: null, site: null, model: null, serial: null, hostId: null },
  ...{ release: null, build: null, mode: 'unknown', deployment: null, platform: null, chips: null, licence: null },
  ...{ callHome: null, ownRegistration: 'unknown', upSinceMs: null, readAtMs: null, parts: [] },
});
const report = (appliance: ReportedAppliance) =>
  systemInformation(appliance, { reportId: 'dlv_1', type: 'heartbeat', atMs: AT });

describe('systemInformation', () => {
  it.each([
    ['sdx-host', 'monitored'],
    ['mpx', 'monitored'],
    ['vpx', 'not-applicable'],
    ['sdx-instance', 'not-applicable'],
  ] as const)('says for a %s that its power supplies are %s', (kind, powerSupplies) => {
    expect(report(unread(kind)).hardware.powerSupplies).toBe(powerSupplies);
  });

  it('guesses nothing of what was never read', () => {
    const { appliance, deployment, hardware, licence, callHome } = report(unread('sdx-instance'));
    const { id: _id, name: _name, kind: _kind, ...rest } = appliance;
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null));
    expect(deployment).toEqual({ mode: 'unknown', role: null, peerAddress: null, nodes: [] });
    expect([hardware.platform, hardware.sslChips, licence]).toEqual([null, null, null]);
    expect(callHome).toMatchObject({ enabled: null, usesProxy: null, ownRegistration: 'unknown' });
  });

  it('names the peer of a pair and the nodes of a cluster', () => {
    const ha = { role: 'primary', peerAddress: '10.0.0.2', peerRole: 'secondary' } as const;
    const pair = report({
      ...unread('mpx'),
      mode: 'ha',
      deployment: { mode: 'ha', nodeAddress: '10.0.0.1', ha, cluster: null },
    });
    expect(pair.deployment).toEqual({ mode: 'ha', role: 'primary', peerAddress: '10.0.0.2', nodes: [] });
    const nodes = [
      { id: 0, address: '10.0.0.1', isCoordinator: true },
      { id: 1, address: '10.0.0.2', isCoordinator: false },
    ];
    const cluster = report({
      ...unread('vpx'),
      mode: 'cluster',
      deployment: { mode: 'cluster', nodeAddress: null, ha: null, cluster: { id: 1, address: null, nodeId: 0, nodes } },
    });
    expect(cluster.deployment.nodes).toEqual([
      { id: 0, address: '10.0.0.1' },
      { id: 1, address: '10.0.0.2' },
    ]);
  });

  it('says when it was made, in UTC', () => {
    expect(report({ ...unread('vpx'), readAtMs: AT - 1000 })).toMatchObject({
      schema: 'system-information/1',
      createdAt: '2026-11-01T12:00:00.000Z',
      appliance: { readAt: '2026-11-01T11:59:59.000Z', upSince: null },
    });
  });
});
