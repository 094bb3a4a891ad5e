import { z } from 'zod';
import { CONDITION_CODES } from './condition.js';
import { DELIVERY_STATES } from './delivery.js';
import { instant } from './page.js';

/** Long work that a request started; `done` of `total` appliances are through. */
export const operationSchema = z.object({
  id: z.string(),
  kind: z.enum(['discover', 'check', 'test', 'rollout']),
  state: z.enum(['running', 'done', 'failed']),
  done: z.number().int(),
  total: z.number().int(),
  failed: z.number().int(),
  resultUrl: z.string().nullable(),
  problem: z.string().nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
});
export type Operation = z.infer<typeof operationSchema>;

/** The figures of the Overview page. Every count is of what exists now; gone appliances are not counted. */
export const overviewSchema = z.object({
  at: instant,
  appliances: z.object({
    total: z.number().int(),
    hosts: z.number().int(),
    instances: z.number().int(),
    standalone: z.number().int(),
    unreachable: z.number().int(),
    hostKeyPending: z.number().int(),
  }),
  callHome: z.object({
    eligible: z.number().int(),
    enabled: z.number().int(),
    registered: z.number().int(),
    unknown: z.number().int(),
    drifted: z.number().int(),
  }),
  conditions: z.object({
    open: z.number().int(),
    critical: z.number().int(),
    byCode: z.array(
      z.object({
        code: z.enum(CONDITION_CODES),
        active: z.number().int(),
        appliesTo: z.number().int(),
        notApplicable: z.number().int(),
      }),
    ),
  }),
  deliveries: z.object({
    byState: z.partialRecord(z.enum(DELIVERY_STATES), z.number().int()),
    stuck: z.number().int(),
  }),
  uploads: z.array(
    z.object({
      at: instant,
      delivered: z.number().int(),
      waiting: z.number().int(),
      retrying: z.number().int(),
      held: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  attention: z.array(
    z.object({
      severity: z.enum(['critical', 'error', 'warning']),
      kind: z.enum(['condition', 'delivery', 'host-key', 'unreachable', 'auth', 'heartbeat']),
      applianceId: z.string(),
      applianceName: z.string(),
      what: z.string(),
      more: z.string(),
      at: instant,
      link: z.string(),
    }),
  ),
  workers: z.object({ live: z.number().int(), total: z.number().int() }),
});
export type Overview = z.infer<typeof overviewSchema>;
export const overviewQuerySchema = z.object({ range: z.enum(['24h', '7d', '30d']).default('24h') });

export const queueSchema = z.object({
  name: z.string(),
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.number().int(),
  paused: z.boolean(),
  outstanding: z.number().int(),
  oldestSeconds: z.number().nullable(),
});

/** Topics of the event stream; an event names what changed, the reader fetches it. */
export const EVENT_TOPICS = ['appliances', 'layers', 'rollouts', 'deliveries', 'conditions', 'operations'] as const;
export type EventTopic = (typeof EVENT_TOPICS)[number];
export const eventSchema = z.object({
  id: z.string(),
  topic: z.enum(EVENT_TOPICS),
  type: z.string(),
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: instant,
});
export type FleetEvent = z.infer<typeof eventSchema>;
