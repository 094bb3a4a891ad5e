import { z } from 'zod';
import { strictObject, whole } from './strict-object.js';

/** A request to the control interface. */
export interface ControlRequest {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const AT_SAYS = 'takes a time after the start such as 500ms, 30s, 5m or 2h';

const at = z
  .string({ error: () => AT_SAYS })
  .regex(/^\d{1,6}(?:ms|s|m|h)$/, { error: () => AT_SAYS })
  .transform((text) => {
    const [, count, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
    return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  });

const on = z.string({ error: () => 'takes the name of an appliance' });
const build = z.string().regex(/^\d{1,2}\.\d-\d{1,3}\.\d{1,3}$/, { error: () => 'takes a build such as 14.1-21.57' });

function event<const D extends string, S extends z.ZodRawShape>(
  name: D,
  shape: S,
): z.ZodObject<{ at: typeof at; do: z.ZodLiteral<D>; on: typeof on } & S, z.core.$strict> {
  return strictObject({ at, do: z.literal(name), on, ...shape });
}

const OPTIONS = [
  event('fail-drive', { slot: whole(1, 8) }),
  event('mend-drive', { slot: whole(1, 8) }),
  event('fail-chips', { count: whole(0, 64) }),
  event('fail-power-supply', { number: whole(1, 4) }),
  event('mend-power-supply', { number: whole(1, 4) }),
  event('fail-ssl-cards', { count: whole(0, 16) }),
  event('lose-hypervisor', {}),
  event('regain-hypervisor', {}),
  event('reboot', {}),
  event('warm-restart', {}),
  event('upgrade', { build, keepsDisable: z.boolean().optional() }),
  event('cli', { line: z.string().max(2000), user: z.string().optional() }),
  event('propagation', { delayMs: whole(0, 600_000).nullable() }),
  event('failover', {}),
  event('sync-state', { state: z.string().max(60).nullable() }),
  event('move-coordinator', { to: z.string() }),
  event('take-down', { halted: z.boolean().optional() }),
  event('bring-up', {}),
  event('callhome-event', { event: z.string() }),
  event('registration', { status: z.string() }),
  event('memory', { percent: z.number().min(0).max(100).nullable() }),
  event('unsaved-change', {}),
  event('latency', { ms: whole(0, 600_000) }),
  event('rotate-host-key', {}),
  event('add-fault', { fault: z.record(z.string(), z.unknown()) }),
  event('clear-faults', {}),
] as const;

/** Everything a scenario can have happen, in the order of the table. */
export const EVENT_NAMES = OPTIONS.map((option) => option.shape.do.value);

/** One thing that happens at a time after the start. */
export const EVENT_SCHEMA = z.discriminatedUnion('do', OPTIONS, {
  error: (issue) => (issue.code === 'invalid_union' ? `takes ${EVENT_NAMES.join(', ')}` : undefined),
});

/** One timed event; `at` is milliseconds after the start. */
export type ScenarioEvent = z.output<typeof EVENT_SCHEMA>;

/** The control request that makes an event happen, so that it does exactly what the same request by hand does. */
export function requestFor(event: ScenarioEvent): ControlRequest {
  const host = `/hosts/${event.on}`;
  const appliance = `/appliances/${event.on}`;
  const post = (path: string, body: Readonly<Record<string, unknown>> = {}): ControlRequest => ({
    method: 'POST',
    path,
    body,
  });
  switch (event.do) {
    case 'fail-drive':
      return post(`${host}/disks/${event.slot}`, { state: 'failed' });
    case 'mend-drive':
      return post(`${host}/disks/${event.slot}`, { state: 'ok' });
    case 'fail-chips':
      return post(`${host}/chips`, { failed: event.count });
    case 'fail-power-supply':
      return post(`${appliance}/psu/${event.number}`, { state: 'failed' });
    case 'mend-power-supply':
      return post(`${appliance}/psu/${event.number}`, { state: 'ok' });
    case 'fail-ssl-cards':
      return post(`${appliance}/cards`, { failed: event.count });
    case 'lose-hypervisor':
      return post(`${host}/hypervisor`, { reachable: false });
    case 'regain-hypervisor':
      return post(`${host}/hypervisor`, { reachable: true });
    case 'upgrade':
      return post(`${appliance}/upgrade`, {
        version: event.build,
        ...(event.keepsDisable === undefined ? {} : { keepsDisable: event.keepsDisable }),
      });
    case 'cli':
      return post(`${appliance}/cli`, {
        line: event.line,
        ...(event.user === undefined ? {} : { user: event.user }),
      });
    case 'propagation':
      return post(`${appliance}/propagation`, { delayMs: event.delayMs });
    case 'sync-state':
      return post(`${appliance}/sync`, { state: event.state });
    case 'move-coordinator':
      return post(`${appliance}/coordinator`, { node: event.to });
    case 'take-down':
      return post(`${appliance}/down`, { down: true, ...(event.halted === undefined ? {} : { halted: event.halted }) });
    case 'bring-up':
      return post(`${appliance}/down`, { down: false });
    case 'callhome-event':
      return post(`${appliance}/callhome-event`, { event: event.event });
    case 'registration':
      return post(`${appliance}/registration`, { status: event.status });
    case 'memory':
      return post(`${appliance}/memory`, { percent: event.percent });
    case 'latency':
      return post(`${appliance}/latency`, { ms: event.ms });
    case 'rotate-host-key':
      return post(`${appliance}/host-key/rotate`);
    case 'add-fault':
      return post(`${appliance}/faults`, event.fault);
    case 'clear-faults':
      return { method: 'DELETE', path: `${appliance}/faults` };
    case 'reboot':
    case 'warm-restart':
    case 'failover':
    case 'unsaved-change':
      return post(`${appliance}/${event.do}`);
  }
}
