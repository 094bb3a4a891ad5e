import { Controller, Param } from '@nestjs/common';
import type { ProblemError, User } from '../../../../libs/contract/src/index.js';
import { AccessStore, type Account } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { ExpectedVersion, RequestBody, RequestPage } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { judgePassword, judgeRights, rightsAfter } from './judge-rights.js';
import { ownerScope } from './owner-scope.js';
import { hashPassword } from './passwords.js';
import { rolesWithin } from './roles.js';

/** People with a local account, and what they may do. */
@Controller()
export class PeopleController {
  constructor(private readonly access: AccessStore) {}

  @Endpoint('listUsers')
  async list(@RequestPage() page: PageRequest) {
    return page.among(await this.access.accounts(), (account) => account.id, userView);
  }

  @Endpoint('getUser')
  async get(@Param('id') id: string): Promise<User> {
    return userView(found(await this.access.accountById(id)));
  }

  @Endpoint('createUser')
  async create(@RequestBody() body: BodyOf<'createUser'>): Promise<User> {
    const { username, password, role } = body;
    const scopes = [...new Set(body.scopes)];
    refuse([
      ...judgePassword(password, username),
      ...judgeRights({ role, scopes }),
      ...(await this.unknownScopes(scopes)),
    ]);
    const passwordHash = await hashPassword(password);
    return userView(await this.access.addAccount({ username, passwordHash, role, scopes }));
  }

  @Endpoint('patchUser')
  async patch(
    @Param('id') id: string,
    @ExpectedVersion() version: number,
    @RequestBody() body: BodyOf<'patchUser'>,
  ): Promise<User> {
    const account = found(await this.access.accountById(id));
    const { password } = body;
    const { role, scopes } = rightsAfter(account, body);
    refuse([
      ...(password === undefined ? [] : judgePassword(password, account.username)),
      ...judgeRights({ role, scopes }),
      // What the account has already may since have left the inventory.
      ...(await this.unknownScopes(body.scopes ?? [])),
    ]);
    const isDisabled = body.disabled ?? account.disabledAt !== null;
    const passwordHash = password === undefined ? null : await hashPassword(password);
    const tokenRoles = isDisabled ? [] : rolesWithin(role);
    const change = { role, scopes, isDisabled, passwordHash, tokenRoles };
    const changed = await this.access.changeAccount(id, change, version);
    if (changed.outcome === 'last-admin') throw new ApiProblem('last-admin');
    return userView(changed.account);
  }

  private async unknownScopes(scopes: readonly string[]): Promise<ProblemError[]> {
    const { layers } = ownerScope(await this.access.appliancesWithin(scopes));
    return scopes.flatMap((scope, index) =>
      layers.has(scope)
        ? []
        : { pointer: `/scopes/${index}`, code: 'unknown-appliance', detail: `there is no ${scope} in the inventory` },
    );
  }
}

function refuse(errors: ProblemError[]): void {
  if (errors.length > 0) throw new ApiProblem('validation', { errors });
}

function userView({ id, username, role, scopes, disabledAt, lockedUntil, createdAt, version }: Account): User {
  return {
    id,
    username,
    role,
    scopes,
    disabledAt: isoOrNull(disabledAt),
    lockedUntil: isoOrNull(lockedUntil !== null && lockedUntil > new Date() ? lockedUntil : null),
    createdAt: iso(createdAt),
    version,
  };
}
