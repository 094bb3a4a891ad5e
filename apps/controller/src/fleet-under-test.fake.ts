import type { ObservedCallHome } from '../../../libs/callhome/src/index.js';
import type { ReadFacts, Reading, Stores } from '../../../libs/persistence/src/index.js';

/** An instance that has never been touched: Call Home is on, everything else is as it came. */
export const UNTOUCHED: ObservedCallHome = {
  enabled: true,
  emailAddress: null,
  heartbeatIntervalDays: 7,
  mode: 'Default',
  proxy: 'none',
  proxyResidue: [],
  uploadAlarm: false,
  unsaved: false,
  shown: ['enabled', 'emailAddress', 'heartbeatIntervalDays', 'mode', 'proxy', 'uploadAlarm'],
  release: '13.1',
};

const FACTS: ReadFacts = {
  model: 'VPX',
  serial: 'HE2H81UJ47',
  release: '13.1',
  build: '49.13',
  mode: 'standalone',
  boot: null,
  callHome: null,
  registration: null,
  totalSslCores: null,
  unrecognised: {},
  components: [],
  findings: [],
};

export const TRUSTED_KEY = `SHA256:${'a'.repeat(43)}`;
export const OTHER_KEY = `SHA256:${'b'.repeat(43)}`;

/** A reading of an appliance whose key is trusted. */
export function reading(applianceId: string, facts: Partial<ReadFacts>): Reading {
  return {
    applianceId,
    at: new Date(),
    outcome: { kind: 'read', facts: { ...FACTS, ...facts } },
    offeredKey: null,
    channel: null,
    suppress: null,
    reportedByHost: [],
    retryInSeconds: null,
  };
}

/** An appliance that offered a key nobody has decided on, so that nothing was read. */
export function keyOffered(applianceId: string, fingerprint: string, verdict: 'pending' | 'changed'): Reading {
  return {
    ...reading(applianceId, {}),
    outcome: { kind: 'blocked', cause: verdict === 'pending' ? 'host-key-untrusted' : 'host-key-changed' },
    offeredKey: { fingerprint, algorithm: 'ssh-ed25519', verdict },
  };
}

/** A host with instances that were read once: ids of the host and of its instances, in order of their names. */
export async function addFleet(stores: Stores, names: readonly string[]): Promise<{ hostId: string; ids: string[] }> {
  const login = await stores.credentials.add(`login ${Date.now()}`, 'nsroot', { kind: 'password', password: 'x' });
  const host = await stores.appliances.add(
    {
      kind: 'sdx-host',
      name: 'sdx-fra-03',
      address: '192.0.2.10',
      port: 22,
      credentialId: login.id,
      instanceCredentialId: null,
      instancePort: 22,
      hostKeyPolicy: 'trust-first',
      jumpHostId: null,
      algorithms: 'modern',
      channel: 'auto',
      site: 'emea',
      groups: ['pci'],
    },
    null,
    'spec',
  );
  const seen = names.map((name, index) => ({ uuid: `vm-${index}`, name, address: `192.0.2.${20 + index}` }));
  const { ids } = await stores.instances.reconcile(host.id, seen);
  await stores.readings.record(
    ids.map((id) => ({
      ...reading(id, { callHome: UNTOUCHED, registration: 'accepted' }),
      offeredKey: { fingerprint: TRUSTED_KEY, algorithm: 'ssh-ed25519', verdict: 'first-contact' },
    })),
  );
  return { hostId: host.id, ids };
}
