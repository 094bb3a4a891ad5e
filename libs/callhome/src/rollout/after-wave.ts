/** What a finished wave is asked about. */
export interface FinishedWave {
  /** How many waves the rollout has. */
  readonly waves: number;
  /** Number of the wave that ended, from 1. */
  readonly current: number;
  readonly finishedAt: Date;
  readonly bakeSeconds: number;
  /** `manual`: a person begins each wave after the first. */
  readonly gate: 'auto' | 'manual';
  readonly now: Date;
}

/** What follows a finished wave. `until`: when it has been watched for long enough. */
export type AfterWave =
  | { readonly next: 'bake'; readonly until: Date }
  | { readonly next: 'wait-for-person' }
  | { readonly next: 'wave'; readonly number: number }
  | { readonly next: 'finish' };

/** Returns what follows a wave that ended within the limits. The last wave is not watched: nothing waits for it. */
export function afterWave({ waves, current, finishedAt, bakeSeconds, gate, now }: FinishedWave): AfterWave {
  if (current >= waves) return { next: 'finish' };
  const until = new Date(finishedAt.getTime() + bakeSeconds * 1000);
  if (now < until) return { next: 'bake', until };
  return gate === 'manual' ? { next: 'wait-for-person' } : { next: 'wave', number: current + 1 };
}
