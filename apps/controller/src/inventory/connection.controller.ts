import { Controller } from '@nestjs/common';
import type { Credential } from '../../../../libs/contract/src/index.js';
import { CredentialStore, type CredentialRow } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestPage } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** Logins: what a connection to an appliance stands on, beside its host key. */
@Controller()
export class ConnectionController {
  constructor(private readonly credentials: CredentialStore) {}

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
}

function credentialView({ id, name, username, kind, createdAt, lastUsedAt }: CredentialRow): Credential {
  return { id, name, username, kind, createdAt: iso(createdAt), lastUsedAt: isoOrNull(lastUsedAt) };
}
