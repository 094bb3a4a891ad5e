import type { Rollout } from '../../../../libs/contract/src/index.js';
import type { RolloutAction } from './rollout-queries.js';

export const SOURCE_WORDS: Record<Rollout['source'], string> = {
  api: 'plan',
  config: 'Call Home file',
  drift: 'drift',
  expiry: 'an override that ended',
  exception: 'an exception',
};

const EVENTS: Readonly<Record<string, string>> = {
  plan: 'planned',
  submit: 'submitted for approval',
  start: 'started',
  stale: 'plan out of date, back to draft',
  approve: 'approved and started',
  reject: 'rejected, back to draft',
  'next-wave': 'next wave begun',
  pause: 'paused',
  resume: 'resumed',
  'retry-failed': 'failed targets tried again',
  abort: 'aborted',
  finish: 'last wave ended',
  'roll-back': 'rollback begun',
  'rolled-back': 'rollback ended',
  'rollback-failed': 'rollback ended, not everywhere',
  cancel: 'cancelled',
};
/** What happened, in words; an event that is not known is shown with its hyphens as blanks. */
export const eventWords = (event: string): string => EVENTS[event] ?? event.replaceAll('-', ' ');

/** What a person is told before an action, and what the button says. */
export interface ActionWords {
  button: string;
  title: string;
  explains: string;
  /** Acts on appliances, so that a large number is typed before it. */
  touchesAppliances: boolean;
  looks: 'primary' | 'plain' | 'danger';
  /** What is asked for beside the button. */
  asks: 'comment' | 'reason' | 'nothing';
}

export const ACTION_WORDS: Record<RolloutAction, ActionWords> = {
  plan: {
    button: 'Plan again',
    title: 'Plan again?',
    explains: 'Appliances and settings are compared anew. Nothing is sent.',
    touchesAppliances: false,
    looks: 'primary',
    asks: 'nothing',
  },
  submit: {
    button: 'Submit',
    title: 'Submit this rollout?',
    explains: 'It starts at once, or asks for approval where the policy wants another person.',
    touchesAppliances: true,
    looks: 'primary',
    asks: 'comment',
  },
  approve: {
    button: 'Approve and start',
    title: 'Approve and start?',
    explains: 'The plan with this hash is what runs. The first wave begins at once.',
    touchesAppliances: true,
    looks: 'primary',
    asks: 'comment',
  },
  reject: {
    button: 'Reject',
    title: 'Reject this rollout?',
    explains: 'It goes back to its author as a draft. Nothing was sent.',
    touchesAppliances: false,
    looks: 'plain',
    asks: 'comment',
  },
  'break-glass': {
    button: 'Start without approval',
    title: 'Start without approval?',
    explains: 'For emergencies. Who did it and why stays on the rollout for ever and cannot be taken back.',
    touchesAppliances: true,
    looks: 'danger',
    asks: 'reason',
  },
  pause: {
    button: 'Pause',
    title: 'Pause this rollout?',
    explains: 'No further appliance is begun; those under way finish their step.',
    touchesAppliances: false,
    looks: 'plain',
    asks: 'comment',
  },
  resume: {
    button: 'Resume',
    title: 'Resume this rollout?',
    explains: 'Each appliance is read again before it is written; one that changed meanwhile is skipped as a conflict.',
    touchesAppliances: true,
    looks: 'primary',
    asks: 'comment',
  },
  'next-wave': {
    button: 'Start next wave',
    title: 'Start the next wave now?',
    explains: 'The finished wave is not watched any longer.',
    touchesAppliances: true,
    looks: 'primary',
    asks: 'comment',
  },
  'retry-failed': {
    button: 'Retry failed',
    title: 'Try again where it failed?',
    explains:
      'Only targets that failed, could not be reached, were left out or not started. The others are not touched.',
    touchesAppliances: true,
    looks: 'plain',
    asks: 'comment',
  },
  abort: {
    button: 'Abort',
    title: 'Abort this rollout?',
    explains: 'No further appliance is begun. What was written stays written; a rollback takes it back.',
    touchesAppliances: false,
    looks: 'danger',
    asks: 'comment',
  },
  rollback: {
    button: 'Roll back',
    title: 'Roll back?',
    explains: 'Each appliance gets back what it had before. A key that somebody else has changed since is left alone.',
    touchesAppliances: true,
    looks: 'plain',
    asks: 'comment',
  },
  cancel: {
    button: 'Cancel rollout',
    title: 'Cancel this rollout?',
    explains: 'Nothing was sent. It cannot be started afterwards; make another from a new plan.',
    touchesAppliances: false,
    looks: 'danger',
    asks: 'comment',
  },
};

/** Up to so many appliances are confirmed by the button alone. */
export const TYPED_ABOVE = 50;
/** The shortest reason that says something. */
export const REASON_MIN_CHARS = 10;

/** True where a person has to type the number of appliances before the button works. */
export const needsTyping = (action: RolloutAction, targets: number): boolean =>
  ACTION_WORDS[action].touchesAppliances && targets > TYPED_ABOVE;

/** The permission an action takes, and who has it. */
export function permissionFor(action: RolloutAction): {
  permission: 'operate' | 'approve' | 'administer';
  role: string;
} {
  if (action === 'approve' || action === 'reject') return { permission: 'approve', role: 'approver' };
  if (action === 'break-glass') return { permission: 'administer', role: 'administrator' };
  return { permission: 'operate', role: 'operator' };
}

const VOWEL = /^[aeiou]/;
export const takesRole = (role: string): string => `takes the role of ${VOWEL.test(role) ? 'an' : 'a'} ${role}`;
