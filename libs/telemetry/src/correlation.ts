import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** Runs `work` under one correlation id: every log line written in it, awaited parts included, carries the id. */
export function withCorrelation<T>(correlationId: string, work: () => T): T {
  return current.run(correlationId, work);
}

/** The id of the work that is running, null outside of any. */
export function correlationId(): string | null {
  return current.getStore() ?? null;
}

/** A new id, for work that did not bring one along. */
export function newCorrelationId(): string {
  return `req_${randomUUID()}`;
}
