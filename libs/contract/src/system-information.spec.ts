import { describe, expect, it } from '@jest/globals';
import { systemInformation, type ReportedAppliance } from '../../callhome/src/index.js';
import { systemInformationJsonSchema, systemInformationSchema } from './system-information.js';

const UNREAD: ReportedAppliance = {
  ...{ id: 'app_1', name: 'one', kind: 'mpx', hostName: null, site: null, model: null, serial: null, hostId: null },
  ...{ release: null, build: null, mode: 'unknown', deployment: null, platform: null, chips: null, licence: null },
  ...{ callHome: null, ownRegistration: 'unknown', upSinceMs: null, readAtMs: null, parts: [] },
};
const READ: ReportedAppliance = {
  ...{ ...UNREAD, hostName: 'sdx-1', site: 'paris', model: 'VPX', serial: 'S1', hostId: 'h', release: '13.1' },
  ...{ build: '13.1-53.17', mode: 'ha', platform: 'NSMPX-22000', ownRegistration: 'registered' },
  deployment: {
    ...{ mode: 'ha', nodeAddress: '10.0.0.1', cluster: null },
    ha: { role: 'primary', peerAddress: '10.0.0.2', peerRole: 'secondary' },
  },
  chips: { unit: 'ssl-core', total: 16, free: 4, assigned: 12, up: 16 },
  licence: { edition: 'Platinum', source: 'pooled', daysToExpiration: 0 },
  parts: [{ kind: 'drive', component: 'disk/1', state: 'ok' }],
  ...{ upSinceMs: Date.UTC(2026, 0, 1), readAtMs: Date.UTC(2026, 0, 2) },
};
const report = (appliance: ReportedAppliance) =>
  systemInformation(appliance, { reportId: 'dlv_1', type: 'heartbeat', atMs: Date.UTC(2026, 0, 3) });

describe('system-information/1', () => {
  it.each([
    ['was never read', UNREAD],
    ['is known in every part', READ],
  ])('describes the report of an appliance that %s', (_says, appliance) => {
    const sent: unknown = JSON.parse(JSON.stringify(report(appliance)));
    expect(systemInformationSchema.parse(sent)).toEqual(sent);
  });

  it('allows nothing that it does not describe', () => {
    const more = { ...report(READ), secret: 'x' };
    expect(systemInformationSchema.safeParse(more).success).toBe(false);
  });

  it('requires every part of what it describes', () => {
    const schema = systemInformationJsonSchema() as { required: string[]; properties: object };
    expect(schema.required.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
  });
});
