import { Controller, Param } from '@nestjs/common';
import { CredentialStore, JumpHostStore, type JumpHostPatch } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { ExpectedVersion, RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { jumpHostView } from './jump-host-view.js';

@Controller()
export class JumpHostsController {
  constructor(
    private readonly jumpHosts: JumpHostStore,
    private readonly credentials: CredentialStore,
  ) {}

  @Endpoint('listJumpHosts')
  async list(@RequestPage() page: PageRequest) {
    return page.among(await this.jumpHosts.list(), (row) => row.id, jumpHostView);
  }

  @Endpoint('createJumpHost')
  async create(@RequestCaller() caller: Caller, @RequestBody() body: BodyOf<'createJumpHost'>) {
    const { hostKey, ...row } = body;
    await this.requireKnown(row);
    return jumpHostView(await this.jumpHosts.add({ ...row, trustedKey: hostKey }, caller.username));
  }

  @Endpoint('getJumpHost')
  async get(@Param('id') id: string) {
    return jumpHostView(found(await this.jumpHosts.get(id)));
  }

  @Endpoint('patchJumpHost')
  async patch(
    @Param('id') id: string,
    @ExpectedVersion() version: number,
    @RequestBody() body: BodyOf<'patchJumpHost'>,
  ) {
    const { kind } = found(await this.jumpHosts.get(id));
    if (kind === 'ssh' && body.credentialId === null) throw refused('credentialId', 'a jump host needs a login');
    await this.requireKnown(body);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as JumpHostPatch;
    return jumpHostView(await this.jumpHosts.patch(id, given, version));
  }

  @Endpoint('removeJumpHost')
  async remove(@Param('id') id: string, @ExpectedVersion() version: number): Promise<void> {
    await this.jumpHosts.remove(id, version);
  }

  @Endpoint('trustJumpHostKey')
  async trustKey(
    @Param('id') id: string,
    @RequestCaller() caller: Caller,
    @RequestBody() body: BodyOf<'trustJumpHostKey'>,
  ) {
    const { kind } = found(await this.jumpHosts.get(id));
    if (kind === 'socks5') throw refused('fingerprint', 'a SOCKS proxy has no host key');
    return jumpHostView(await this.jumpHosts.trustKey(id, body.fingerprint, caller.username));
  }

  private async requireKnown(given: Pick<BodyOf<'patchJumpHost'>, 'credentialId' | 'viaId'>): Promise<void> {
    const { credentialId, viaId } = given;
    if (credentialId && !(await this.credentials.exists(credentialId)))
      throw refused('credentialId', 'there is no such credential');
    if (viaId && (await this.jumpHosts.get(viaId)) === null) throw refused('viaId', 'there is no such jump host');
  }
}

function refused(field: string, detail: string): ApiProblem {
  return new ApiProblem('validation', { errors: [{ pointer: `/${field}`, code: 'not-accepted', detail }] });
}
