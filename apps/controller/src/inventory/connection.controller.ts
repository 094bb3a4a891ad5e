import { Controller, Param } from '@nestjs/common';
import type { Credential, HostKey } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  CredentialStore,
  type CredentialRow,
  type HostKey as HostKeyRow,
} from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** Logins and host keys: what a connection to an appliance stands on. */
@Controller()
export class ConnectionController {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly appliances: ApplianceStore,
  ) {}

  @Endpoint('listCredentials')
  async listCredentials(@RequestPage() page: PageRequest) {
    return page.among(await this.credentials.list(), (row) => row.id, credentialView);
  }

  @Endpoint('createCredential')
  async createCredential(@RequestBody() body: BodyOf<'createCredential'>): Promise<Credential> {
    const { name, username, password, privateKey, passphrase } = body;
    const row =
      privateKey === undefined
        ? await this.credentials.add(name, username, { kind: 'password', password: password ?? '' })
        : await this.credentials.add(name, username, { kind: 'key', privateKey, passphrase: passphrase ?? null });
    return credentialView(row);
  }

  @Endpoint('listHostKeys')
  async listHostKeys(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    return page.among(await this.appliances.hostKeys(id), (row) => row.fingerprint, hostKeyView);
  }

  @Endpoint('approveHostKey')
  async approveHostKey(
    @Param('id') id: string,
    @Param('fingerprint') fingerprint: string,
    @RequestCaller() caller: Caller,
  ): Promise<HostKey> {
    found(await this.appliances.get(id));
    return hostKeyView(await this.appliances.trustHostKey(id, fingerprint, caller.username));
  }
}

function credentialView({ id, name, username, kind, createdAt, lastUsedAt }: CredentialRow): Credential {
  return { id, name, username, kind, createdAt: iso(createdAt), lastUsedAt: isoOrNull(lastUsedAt) };
}

function hostKeyView({ fingerprint, algorithm, state, firstSeenAt, decidedBy, decidedAt }: HostKeyRow): HostKey {
  return {
    fingerprint,
    alg: algorithm,
    state,
    firstSeenAt: iso(firstSeenAt),
    decidedBy,
    decidedAt: isoOrNull(decidedAt),
  };
}
