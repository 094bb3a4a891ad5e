import { requestFor, type ScenarioEvent } from './event-table.js';

/**
 * Has the events of a scenario happen at their times, by requests to the control interface at `control`. One that is
 * refused is told on the error stream and the others go on.
 */
export function runEvents(events: readonly ScenarioEvent[], control: string): { stop: () => void } {
  const timers = events.map((event) =>
    setTimeout(() => {
      happen(event, control).catch((error: unknown) => {
        process.stderr.write(`event ${event.do} of ${event.on} did not happen: ${String(error)}\n`);
      });
    }, event.at).unref(),
  );
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

async function happen(event: ScenarioEvent, control: string): Promise<void> {
  const { method, path, body } = requestFor(event);
  const response = await fetch(`${control}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 200) return void (await response.arrayBuffer());
  const refusal = (await response.json()) as { error?: unknown };
  throw new Error(String(refusal.error));
}
