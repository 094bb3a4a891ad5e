import { useState } from 'react';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { useLive } from '../live/live-context.js';
import { ActionDialog } from './action-dialog.js';
import { isRolloutAction, type RolloutAction } from './rollout-queries.js';
import { ACTION_WORDS, permissionFor, takesRole } from './rollout-words.js';

const ORDER: readonly RolloutAction[] = [
  'plan',
  'submit',
  'approve',
  'resume',
  'next-wave',
  'reject',
  'pause',
  'retry-failed',
  'rollback',
  'break-glass',
  'abort',
  'cancel',
];

/** Why an action that the state allows is not open to this person now; null: it is. */
function refusalOf(action: RolloutAction, rollout: Rollout, may: { permissions: readonly string[]; username: string }) {
  const { permission, role } = permissionFor(action);
  if (!may.permissions.includes(permission)) return takesRole(role);
  if (action === 'approve' && may.username === rollout.author) return 'is for another person than its author';
  if (action === 'next-wave' && !isBetweenWaves(rollout)) return '';
  if (action === 'retry-failed' && !hasLeftOver(rollout)) return '';
  return null;
}

function isBetweenWaves({ wave, waves }: Rollout): boolean {
  const { targets = 0, finished = 0 } = waves[wave - 1] ?? {};
  return finished >= targets && wave < waves.length;
}

function hasLeftOver({ counts }: Rollout): boolean {
  return (['failed', 'unreachable', 'conflict', 'skipped', 'not-started'] as const).some((state) => counts[state] > 0);
}

/** What may be done now. What only another role may do is named in words, what is not possible now is left out. */
export function RolloutActions({ rollout }: { rollout: Rollout }) {
  const { me } = useSession();
  const { status } = useLive();
  const [open, setOpen] = useState<RolloutAction | null>(null);
  const allowed = rollout.actions.filter(isRolloutAction);
  const judged = ORDER.filter((action) => allowed.includes(action)).map((action) => ({
    action,
    refusal: refusalOf(action, rollout, me),
  }));
  const offered = judged.filter(({ refusal }) => refusal === null);
  const primary = offered.find(({ action }) => ACTION_WORDS[action].looks === 'primary')?.action;
  const refused = judged.find(({ action, refusal }) => action === 'approve' && refusal !== null);
  const isStale = status === 'lost';
  return (
    <div className="acts wrap">
      {isStale && <span className="t3 sm">waits for a fresh state</span>}
      {refused !== undefined && (
        <span className="t3 sm">
          {ACTION_WORDS[refused.action].button}: {refused.refusal}
        </span>
      )}
      {offered.map(({ action }) => (
        <button
          key={action}
          type="button"
          className={`btn ${action === primary ? 'pri' : ACTION_WORDS[action].looks === 'danger' ? 'danger' : ''}`}
          disabled={isStale}
          onClick={() => setOpen(action)}
        >
          {ACTION_WORDS[action].button}
        </button>
      ))}
      {open !== null && <ActionDialog rollout={rollout} action={open} onClose={() => setOpen(null)} />}
    </div>
  );
}
