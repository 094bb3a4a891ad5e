/** One wave as a person asks for it: so many targets, or so many percent of all of them. */
export type WaveWish =
  | { readonly name?: string | undefined; readonly targets: number }
  | { readonly name?: string | undefined; readonly percent: number };

/** Waves in the order in which they run. The last one takes what the others leave, whatever it asks for. */
export type WavePlan = readonly WaveWish[];

/** Seconds that a finished wave is watched before the next begins. */
export const DEFAULT_BAKE_SECONDS = 600;

const ONE_WAVE_UP_TO = 20;
const ALL_AT_ONCE: WavePlan = [{ percent: 100 }];
const IN_STEPS: WavePlan = [{ name: 'canary', targets: 5 }, { percent: 5 }, { percent: 25 }, { percent: 100 }];

/** Returns the waves for so many changing targets where nobody asks for others: one up to 20, four above. */
export function defaultWaves(count: number): WavePlan {
  return count <= ONE_WAVE_UP_TO ? ALL_AT_ONCE : IN_STEPS;
}

/**
 * Returns how many targets each wave has: of `waves` in order, none of them empty, `count` in all. Percentages are of
 * all targets and rounded up. Waves for which nothing is left are dropped from the end, so the n-th size is always that
 * of the n-th wave; without any wave everything is one.
 */
export function cutWaves(count: number, waves: WavePlan): readonly number[] {
  const sizes: number[] = [];
  let left = count;
  for (const [index, wave] of waves.entries()) {
    if (left === 0) break;
    const size = index === waves.length - 1 ? left : Math.min(left, wished(wave, count));
    sizes.push(size);
    left -= size;
  }
  if (left > 0) sizes.push(left);
  return sizes;
}

function wished(wave: WaveWish, count: number): number {
  if ('targets' in wave) return Math.max(1, Math.floor(wave.targets));
  // The allowance keeps a share that is a whole number from being one more by the error of binary fractions.
  return Math.max(1, Math.ceil((count * wave.percent) / 100 - 1e-9));
}
