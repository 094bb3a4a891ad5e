import { Controller, Param } from '@nestjs/common';
import { eventsOf, secretsNeeded, type Channel, type ChannelSettings } from '../../../../libs/contract/src/index.js';
import { ChannelStore, type Channel as ChannelRow, type NewChannel } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { ExpectedVersion, RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import { iso } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { Scopes } from '../settings/scopes.js';
import { notificationView } from './notification-view.js';

/** Ways to tell people and their systems. */
@Controller()
export class ChannelsController {
  constructor(
    private readonly channels: ChannelStore,
    private readonly scopes: Scopes,
  ) {}

  @Endpoint('listChannels')
  async list(@RequestPage() page: PageRequest) {
    return page.among(
      await this.channels.list(),
      (row) => row.id,
      (row) => this.view(row),
    );
  }

  @Endpoint('createChannel')
  async create(@RequestBody() { secrets, ...fresh }: BodyOf<'createChannel'>, @RequestCaller() caller: Caller) {
    await this.scopes.require(fresh.scope);
    check(fresh, Object.keys(secrets));
    return this.view(await this.channels.add(fresh, given(secrets), caller.username));
  }

  @Endpoint('getChannel')
  async get(@Param('id') id: string) {
    return this.view(found(await this.channels.get(id)));
  }

  @Endpoint('patchChannel')
  async patch(
    @Param('id') id: string,
    @ExpectedVersion() version: number,
    @RequestBody() { secrets = {}, ...body }: BodyOf<'patchChannel'>,
  ) {
    const row = found(await this.channels.get(id));
    const patch = given(body);
    if (patch.scope !== undefined) await this.scopes.require(patch.scope);
    const isOfKind = patch.settings === undefined || patch.settings.kind === row.settings.kind;
    check({ ...row, ...patch }, [
      ...Object.keys(secrets),
      ...(isOfKind ? Object.keys(this.channels.secretsOf(row)) : []),
    ]);
    return this.view(await this.channels.change(id, { version, patch, secrets: given(secrets) }));
  }

  @Endpoint('removeChannel')
  async remove(@Param('id') id: string, @ExpectedVersion() version: number): Promise<void> {
    await this.channels.remove(id, version);
  }

  @Endpoint('testChannel')
  async test(@Param('id') id: string, @RequestCaller() caller: Caller) {
    return notificationView(await this.channels.test(id, caller.username));
  }

  private view(row: ChannelRow): Channel {
    const { sealedSecrets: _sealed, createdAt, ...rest } = row;
    return { ...rest, secrets: Object.keys(this.channels.secretsOf(row)), createdAt: iso(createdAt) };
  }
}

function check(
  { settings, events, digestMinutes }: Omit<NewChannel, 'settings'> & { settings: ChannelSettings },
  secrets: string[],
): void {
  const missing = secretsNeeded(settings).filter((name) => !secrets.includes(name));
  const unspeakable = events.filter((event) => !eventsOf(settings).includes(event));
  const errors = [
    ...missing.map((name) => ({
      pointer: `/secrets/${name}`,
      code: 'required',
      detail: `a channel of this kind needs it`,
    })),
    ...unspeakable.map((event) => ({
      ...{ pointer: '/events', code: 'not-accepted', detail: `a channel of this kind has no words for ${event}` },
    })),
    ...(digestMinutes !== null && settings.kind !== 'mail'
      ? [{ pointer: '/digestMinutes', code: 'not-accepted', detail: 'only mail is gathered into digests' }]
      : []),
    ...(settings.kind === 'snmp-v3' && settings.privacy !== null && settings.authentication === null
      ? [{ pointer: '/settings/privacy', code: 'not-accepted', detail: 'SNMPv3 encrypts only what is signed' }]
      : []),
    ...(settings.kind === 'jira' && (settings.flavour === 'cloud') !== (settings.user !== null)
      ? [
          {
            pointer: '/settings/user',
            code: 'not-accepted',
            detail: 'Jira Cloud needs the account, Data Center takes the token alone',
          },
        ]
      : []),
  ];
  if (errors.length > 0) throw new ApiProblem('validation', { errors });
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What was named in a request. */
function given<T extends object>(of: T): Given<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Given<T>;
}
