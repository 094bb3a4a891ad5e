import type { Notification } from '../../../../libs/contract/src/index.js';
import type { Notification as NotificationRow } from '../../../../libs/persistence/src/index.js';
import { iso } from '../api/iso.js';

export function notificationView(row: NotificationRow): Notification {
  const { data: _data, dedupeKey: _key, happenedAt, createdAt, updatedAt, ...rest } = row;
  return { ...rest, happenedAt: iso(happenedAt), createdAt: iso(createdAt), updatedAt: iso(updatedAt) };
}
