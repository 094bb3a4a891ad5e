import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { EVENT_TOPICS } from '../../../../libs/contract/src/index.js';
import { AccessStore, EventStore } from '../../../../libs/persistence/src/index.js';
import { SESSION_IDLE_MINUTES } from '../access/authentication.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { API_BASE, LeastRole } from '../api/endpoint.js';
import type { FleetRequest } from '../api/fleet-request.js';
import { RequestCaller } from '../api/input.js';
import { wordsOf } from '../api/words-of.js';
import { isEventCursor } from './event-cursor.js';
import { EventFeed } from './event-feed.js';
import { EventStream } from './event-stream.js';

const MOST_STREAMS = 5;
const RECHECK_MS = 60_000;

/** The event stream: what changed, as it changes. */
@Controller()
export class EventsController {
  private readonly open = new Map<string, number>();

  constructor(
    private readonly feed: EventFeed,
    private readonly events: EventStore,
    private readonly access: AccessStore,
  ) {}

  @Get(`${API_BASE}/events`)
  @LeastRole('viewer')
  async stream(
    @Req() request: FleetRequest,
    @Res() response: Response,
    @RequestCaller() caller: Caller,
  ): Promise<void> {
    const asked = request.query.topics;
    const topics = new Set(
      wordsOf('topics', typeof asked === 'string' ? asked : undefined, EVENT_TOPICS) ?? EVENT_TOPICS,
    );
    this.countIn(caller);
    const last = request.get('last-event-id');
    const resumes = last !== undefined && isEventCursor(last) && !(await this.isTooOld(last));
    const stream = new EventStream(response, topics, resumes ? last : this.feed.end);
    const recheck = setInterval(() => void this.recheck(stream, caller), RECHECK_MS);
    response.once('close', () => {
      clearInterval(recheck);
      this.feed.leave(stream);
      this.countOut(caller);
    });
    stream.open();
    if (last !== undefined && !resumes) stream.resync();
    await this.feed.join(stream, resumes ? last : null);
  }

  // A database that is away is no reason to break a stream; the next check tells.
  private async recheck(stream: EventStream, { credentialHash }: Caller): Promise<void> {
    const good = await this.access.isGood(credentialHash, SESSION_IDLE_MINUTES).catch(() => true);
    if (!good) stream.end();
  }

  private isTooOld(cursor: string): Promise<boolean> {
    return this.events.isTooOld(cursor);
  }

  private countIn({ accountId }: Caller): void {
    const count = this.open.get(accountId) ?? 0;
    if (count >= MOST_STREAMS) {
      throw new ApiProblem('rate-limited', {
        detail: `An account has at most ${MOST_STREAMS} event streams at once.`,
        headers: { 'Retry-After': '15' },
      });
    }
    this.open.set(accountId, count + 1);
  }

  private countOut({ accountId }: Caller): void {
    const count = (this.open.get(accountId) ?? 1) - 1;
    if (count > 0) this.open.set(accountId, count);
    else this.open.delete(accountId);
  }
}
