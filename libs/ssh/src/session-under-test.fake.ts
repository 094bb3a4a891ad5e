import { PASSWORD, USERNAME, type FakeAppliance } from './appliance-server.fake.js';
import { Secret } from './secret.js';
import type { SshLimits, SshTarget } from './ssh-target.js';

/** A target that trusts exactly the fake's key and knows its password. */
export function targetOf(appliance: FakeAppliance, changes: Partial<SshTarget> = {}): SshTarget {
  return {
    host: '127.0.0.1',
    port: appliance.port,
    username: USERNAME,
    login: { kind: 'password', password: new Secret(PASSWORD) },
    channel: 'exec',
    algorithms: 'modern',
    trust: (key) => (key.blob.equals(appliance.hostKey) ? 'trusted' : 'changed'),
    ...changes,
  };
}

export const TEST_LIMITS: SshLimits = {
  connectTimeoutMs: 5_000,
  authTimeoutMs: 5_000,
  commandTimeoutMs: 10_000,
  maxOutputBytes: 8 * 1024 * 1024,
  maxOutputLines: 200_000,
  keepaliveMs: 30_000,
  sessionTimeoutMs: null,
};
