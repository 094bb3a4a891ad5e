import type { JumpHost, OpenCredential, Stores } from '../../../../libs/persistence/src/index.js';
import type { Hop, JumpHop, SocksHop } from '../../../../libs/ssh/src/index.js';

/** The ways to appliances, with logins opened and the keys of the machines on them judged. */
export class JumpWays {
  /** @param onError is told when a key that was offered could not be noted. */
  constructor(
    private readonly stores: Pick<Stores, 'jumpHosts' | 'credentials'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The way that ends with each of these jump hosts, outermost hop first. */
  async to(jumpHostIds: readonly string[]): Promise<ReadonlyMap<string, readonly Hop[]>> {
    const ways = await this.stores.jumpHosts.ways(jumpHostIds);
    const logins = [...ways.values()].flat().flatMap((one) => one.credentialId ?? []);
    const credentials = logins.length === 0 ? new Map() : await this.stores.credentials.openAll(logins);
    return new Map([...ways].map(([id, way]) => [id, way.map((one) => this.hop(one, credentials))]));
  }

  private hop(jumpHost: JumpHost, credentials: ReadonlyMap<string, OpenCredential>): Hop {
    const credential = credentials.get(jumpHost.credentialId ?? '');
    return jumpHost.kind === 'socks5' ? proxyHop(jumpHost, credential) : this.sshHop(jumpHost, credential);
  }

  private sshHop(jumpHost: JumpHost, credential: OpenCredential | undefined): JumpHop {
    const { id, address, port, algorithms, trustedKey } = jumpHost;
    // The inventory refuses a jump host without a login, and a login that is in use stays.
    if (credential === undefined) throw new Error(`jump host ${id} has no login`);
    return {
      kind: 'jump',
      host: address,
      port,
      username: credential.username,
      login: credential.login,
      algorithms,
      trust: ({ fingerprint, algorithm }) => {
        if (fingerprint === trustedKey) return 'trusted';
        this.stores.jumpHosts.noteOffered(id, { fingerprint, algorithm }).catch(this.onError);
        return trustedKey === null ? 'untrusted' : 'changed';
      },
    };
  }
}

function proxyHop({ address, port }: JumpHost, credential: OpenCredential | undefined): SocksHop {
  const base: SocksHop = { kind: 'socks5', host: address, port };
  if (credential?.login.kind !== 'password') return base;
  return { ...base, username: credential.username, password: credential.login.password };
}
