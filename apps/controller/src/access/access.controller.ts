import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Me, Role, Token } from '../../../../libs/contract/src/index.js';
import { AccessStore, type ApiToken } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { credentialHash, newApiToken } from './api-token.js';
import type { Caller } from './caller.js';
import { meView } from './me-view.js';
import { rolesWithin } from './roles.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SignIn } from './sign-in.js';

const DAY_MS = 86_400_000;

@Controller()
export class AccessController {
  constructor(
    private readonly access: AccessStore,
    private readonly signIns: SignIn,
  ) {}

  @Endpoint('signIn')
  async signIn(
    @RequestBody() body: BodyOf<'signIn'>,
    @Req() request: FleetRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const session = await this.signIns.begin(body, request.ip ?? 'unknown');
    setSessionCookie(request, response, session);
    return session.me;
  }

  @Endpoint('signOut')
  async signOut(
    @RequestCaller() caller: Caller,
    @Req() request: FleetRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (caller.via === 'session') await this.access.closeSession(caller.credentialHash);
    clearSessionCookie(request, response);
  }

  @Endpoint('me')
  me(@RequestCaller() caller: Caller): Me {
    return meView(caller);
  }

  @Endpoint('listTokens')
  async listTokens(@RequestCaller() caller: Caller, @RequestPage() page: PageRequest) {
    return page.among(await this.access.tokensOf(caller.accountId), (token) => token.id, tokenView);
  }

  @Endpoint('createToken')
  async createToken(@RequestCaller() caller: Caller, @RequestBody() body: BodyOf<'createToken'>) {
    const token = newApiToken();
    const row = await this.access.addToken({
      accountId: caller.accountId,
      name: body.name,
      role: tokenRole(body.role, caller.role),
      tokenHash: credentialHash(token),
      expiresAt: new Date(Date.now() + body.expiresInDays * DAY_MS),
    });
    return { ...tokenView(row), token };
  }

  @Endpoint('revokeToken')
  async revokeToken(@RequestCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    if (!(await this.access.revokeToken(caller.accountId, id))) throw new ApiProblem('not-found');
  }
}

// Also when a token makes a token: nobody hands on more than he has.
function tokenRole(wanted: Role | undefined, own: Role): Role {
  const allowed = rolesWithin(own);
  if (wanted === undefined) return allowed.includes('operator') ? 'operator' : own;
  if (allowed.includes(wanted)) return wanted;
  const detail = `you may hand on ${allowed.join(', ')}`;
  throw new ApiProblem('validation', { errors: [{ pointer: '/role', code: 'role-exceeded', detail }] });
}

function tokenView({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiToken): Token {
  return { id, name, role, createdAt: iso(createdAt), expiresAt: iso(expiresAt), lastUsedAt: isoOrNull(lastUsedAt) };
}
