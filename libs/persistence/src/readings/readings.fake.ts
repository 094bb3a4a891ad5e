import type { TestStores } from '../../../testing/src/index.js';
import type { Finding } from '../../../callhome/src/index.js';
import type { Reading, ReadFacts } from './reading.js';

export const BOOT_MS = Date.UTC(2026, 10, 1);

/** A standalone MPX in the inventory; answers its id. */
export async function addMpx({ stores }: TestStores, name: string, site: string | null = null): Promise<string> {
  const row = await stores.appliances.add(
    {
      ...{ kind: 'mpx', name, address: `${name}.example`, port: 22, credentialId: null, instanceCredentialId: null },
      ...{ instancePort: 22, hostKeyPolicy: 'approve', jumpHostId: null, algorithms: 'modern', channel: 'auto' },
      ...{ site, groups: [] },
    },
    null,
    'specs',
  );
  return row.id;
}

/** A disk of an appliance, as one reading finds it. */
export const disk = (state: Finding['state']): Finding => ({
  code: 'hard-disk-error',
  component: 'disk/1',
  state,
  severity: state === 'active' ? 'critical' : 'none',
  title: 'Disk 1 failed',
  evidence: { command: 'show callhome', line: 'Hard Disk Error' },
  affects: [],
});

/** A reading that an appliance answered. */
export function answered(
  applianceId: string,
  facts: Partial<ReadFacts>,
  suppress: Reading['suppress'] = null,
): Reading {
  return {
    applianceId,
    at: new Date(),
    outcome: {
      kind: 'read',
      facts: {
        ...{ model: 'MPX', serial: 'S1', release: '13.1', build: '13.1-49.13', mode: 'standalone', callHome: null },
        ...{ registration: null, totalSslCores: null, unrecognised: {}, components: [], findings: [] },
        boot: { earliestMs: BOOT_MS, latestMs: BOOT_MS },
        ...facts,
      },
    },
    ...{ offeredKey: null, channel: 'exec', suppress, reportedByHost: [], retryInSeconds: null },
  };
}
