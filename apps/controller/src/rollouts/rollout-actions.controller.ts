import { Controller, Param } from '@nestjs/common';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { RolloutStore, type Rollout as RolloutRow } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller } from '../api/input.js';
import { RolloutControl, type PlainAction } from './rollout-control.js';
import { RolloutDesk, type Word } from './rollout-desk.js';
import { RolloutsShown } from './rollouts-shown.js';

type Comment = BodyOf<'submitRollout'>;

/** What people do with a rollout: a route for each action. */
@Controller()
export class RolloutActionsController {
  constructor(
    private readonly desk: RolloutDesk,
    private readonly control: RolloutControl,
    private readonly rollouts: RolloutStore,
    private readonly shown: RolloutsShown,
  ) {}

  @Endpoint('replanRollout')
  async replan(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Rollout> {
    return this.shown.one(await this.desk.replan(await this.row(id), caller.username));
  }

  @Endpoint('submitRollout')
  async submit(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.shown.one(await this.desk.submit(await this.row(id), wordOf(caller, body)));
  }

  @Endpoint('approveRollout')
  async approve(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.shown.one(await this.desk.approve(await this.row(id), wordOf(caller, body)));
  }

  @Endpoint('rejectRollout')
  reject(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.act(id, 'reject', wordOf(caller, body));
  }

  @Endpoint('breakGlassRollout')
  async breakGlass(
    @Param('id') id: string,
    @RequestBody() { reason }: BodyOf<'breakGlassRollout'>,
    @RequestCaller() caller: Caller,
  ) {
    return this.shown.one(await this.desk.breakGlass(await this.row(id), { by: caller.username, reason }));
  }

  @Endpoint('pauseRollout')
  pause(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.act(id, 'pause', wordOf(caller, body));
  }

  @Endpoint('resumeRollout')
  resume(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.act(id, 'resume', wordOf(caller, body));
  }

  @Endpoint('nextWaveRollout')
  async nextWave(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.shown.one(await this.control.nextWave(await this.row(id), wordOf(caller, body)));
  }

  @Endpoint('retryRollout')
  async retry(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.shown.one(await this.control.retryFailed(await this.row(id), wordOf(caller, body)));
  }

  @Endpoint('abortRollout')
  abort(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.act(id, 'abort', wordOf(caller, body));
  }

  @Endpoint('rollBackRollout')
  async rollBack(
    @Param('id') id: string,
    @RequestBody() body: BodyOf<'rollBackRollout'>,
    @RequestCaller() caller: Caller,
  ) {
    return this.shown.one(await this.control.rollBack(await this.row(id), body, wordOf(caller, body)));
  }

  @Endpoint('cancelRollout')
  cancel(@Param('id') id: string, @RequestBody() body: Comment, @RequestCaller() caller: Caller) {
    return this.act(id, 'cancel', wordOf(caller, body));
  }

  private async act(id: string, action: PlainAction, word: Word): Promise<Rollout> {
    return this.shown.one(await this.control.act(await this.row(id), action, word));
  }

  private async row(id: string): Promise<RolloutRow> {
    return found(await this.rollouts.get(id));
  }
}

function wordOf({ username }: Caller, { comment }: { comment: string | null }): Word {
  return { by: username, comment };
}
