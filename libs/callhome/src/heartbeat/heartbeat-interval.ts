/** Shortest and longest interval that an appliance accepts, in days (NITRO `callhome`, `hbcustominterval`). */
export const HEARTBEAT_DAYS = { min: 1, max: 30 } as const;

/**
 * Days between heartbeats where neither a setting nor the appliance says. Low confidence: the Call Home FAQ and NITRO 12.x
 * say 30, current NITRO says 7; builds without the setting follow the older documents. Shown as assumed, never as read.
 */
export const ASSUMED_HEARTBEAT_DAYS = 30;

/** Days between heartbeats and who said so. */
export interface HeartbeatInterval {
  readonly days: number;
  readonly source: 'setting' | 'device' | 'assumed';
}

/** Takes the effective setting, else what the appliance shows. Null or out of range: not known by that source. */
export function heartbeatInterval(settingDays: number | null, deviceDays: number | null): HeartbeatInterval {
  if (isInterval(settingDays)) return { days: settingDays, source: 'setting' };
  if (isInterval(deviceDays)) return { days: deviceDays, source: 'device' };
  return { days: ASSUMED_HEARTBEAT_DAYS, source: 'assumed' };
}

function isInterval(days: number | null): days is number {
  return days !== null && Number.isInteger(days) && days >= HEARTBEAT_DAYS.min && days <= HEARTBEAT_DAYS.max;
}
