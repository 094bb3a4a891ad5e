import { instanceId } from './instance-records.js';
import type { InstanceAction, SvmCall } from './svm-call.js';

/** Words of `do ns` and what they amount to. */
const ACTION_TABLE: Readonly<Record<string, InstanceAction>> = {
  start: 'start',
  stop: 'stop',
  force_stop: 'stop',
  reboot: 'reboot',
  force_reboot: 'reboot',
};

/**
 * `do ns ACTION id=`: accepts the order and returns at once, long before the instance is up again.
 *
 * An action without an id is refused, because nothing says what a real one would do to which instance.
 * @returns the mistake, or `null` when the order was accepted
 */
export function orderInstance({ context, values }: SvmCall, word: string): string | null {
  const action = ACTION_TABLE[word];
  if (action === undefined) return 'Invalid command';
  const { id } = values;
  if (id === undefined) return 'Required argument id is missing';
  const instance = context.host.instances.find((candidate) => instanceId(candidate) === id);
  if (instance === undefined) return `No such resource [id, ${id}]`;
  if (context.act === undefined) return 'Operation not permitted';
  context.act(instance, action);
  return null;
}
