import type { WavePlan } from '../../../../libs/callhome/src/index.js';
import { bakeSecondsOf, type CallHomeFile } from '../../../../libs/contract/src/index.js';
import type { RolloutOrder } from '../rollouts/rollout-desk.js';

/** The waves of a file as the domain takes them; what it cannot be is left as it is, for the domain to refuse. */
export function wavesOf(waves: unknown): unknown {
  if (!Array.isArray(waves)) return waves;
  return waves.map((wave: unknown) => {
    if (typeof wave === 'number') return { targets: wave };
    return typeof wave === 'string' && /^[\d.]+%$/.test(wave) ? { percent: percentOf(wave) } : wave;
  });
}

/** How the rollout of a file's changes is to go; what the file leaves out goes by the policy. */
export function rolloutWishes(block: CallHomeFile['rollout']): Partial<RolloutOrder> {
  const { waves, bake, stop, approval, gate } = block ?? {};
  return {
    ...(waves !== undefined && { waves: wavesOf(waves) as WavePlan }),
    ...(bake !== undefined && { bakeSeconds: bakeSecondsOf(bake) }),
    ...(gate !== undefined && { gate }),
    ...(stop !== undefined && {
      limits: {
        failedPercentOfWave: percentOf(stop.failed),
        failedInAll: stop.failedMax,
        unreachablePercentOfWave: percentOf(stop.unreachable),
      },
    }),
    askApproval: approval === 'required',
  };
}

function percentOf(text: string): number;
function percentOf(text: string | undefined): number | undefined;
function percentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.slice(0, -1));
}
