import { Controller, Param } from '@nestjs/common';
import { ChannelStore } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type QueryOf } from '../api/endpoint.js';
import { RequestPage, RequestQuery } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { notificationView } from './notification-view.js';

/** The log of what was told. */
@Controller()
export class NotificationsController {
  constructor(private readonly channels: ChannelStore) {}

  @Endpoint('listNotifications')
  async list(@RequestQuery() query: QueryOf<'listNotifications'>, @RequestPage() page: PageRequest) {
    const filter = { channelId: query.channelId ?? null, state: query.state ?? null };
    const [rows, total] = await Promise.all([
      this.channels.log(filter, page.fetch, page.after),
      this.channels.countLog(filter),
    ]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => shown.map(notificationView) });
  }

  @Endpoint('retryNotification')
  async retry(@Param('id') id: string) {
    return notificationView(await this.channels.retry(id));
  }
}
