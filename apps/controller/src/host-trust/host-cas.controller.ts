import { Controller, Param } from '@nestjs/common';
import type { HostCa } from '../../../../libs/contract/src/index.js';
import { HostAuthorityStore, type HostAuthority } from '../../../../libs/persistence/src/index.js';
import { readPublicKeyLine } from '../../../../libs/ssh/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';

/** The authorities whose certificates make host keys trusted. */
@Controller()
export class HostCasController {
  constructor(private readonly authorities: HostAuthorityStore) {}

  @Endpoint('listHostCas')
  async list(@RequestPage() page: PageRequest) {
    return page.among(await this.authorities.list(), (row) => row.id, hostCaView);
  }

  @Endpoint('createHostCa')
  async create(@RequestCaller() { username }: Caller, @RequestBody() body: BodyOf<'createHostCa'>): Promise<HostCa> {
    const { publicKey, ...rest } = body;
    const key = readPublicKeyLine(publicKey);
    if (key === null) {
      throw new ApiProblem('validation', {
        errors: [
          {
            pointer: '/publicKey',
            code: 'not-a-public-key',
            detail: 'one line as in a .pub file: ssh-ed25519, ecdsa-sha2-… or ssh-rsa, then the key in base64',
          },
        ],
      });
    }
    const { algorithm, fingerprint, blob } = key;
    const fresh = { ...rest, algorithm, fingerprint, publicKey: blob.toString('base64') };
    return hostCaView(await this.authorities.add(fresh, username));
  }

  @Endpoint('removeHostCa')
  async remove(@Param('id') id: string, @RequestCaller() { username }: Caller): Promise<void> {
    await this.authorities.remove(id, username);
  }
}

function hostCaView(row: HostAuthority): HostCa {
  const { id, name, algorithm, fingerprint, publicKey, hosts, site, addedBy, createdAt } = row;
  const line = `${algorithm} ${publicKey}`;
  return { id, name, alg: algorithm, fingerprint, publicKey: line, hosts, site, addedBy, createdAt: iso(createdAt) };
}
