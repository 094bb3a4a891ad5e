import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../libs/telemetry/src/index.js';
import { eventually } from '../../../libs/testing/src/index.js';
import { PacedLoop } from './paced-loop.js';

const logger = createLogger({ name: 'spec', level: 'silent' });

describe('PacedLoop', () => {
  it('never runs twice at once, and runs once more for any number of calls during a run', async () => {
    let [running, most, runs] = [0, 0, 0];
    const loop = new PacedLoop(
      {
        name: 'spec',
        everyMs: 60_000,
        run: async () => {
          most = Math.max(most, ++running);
          runs += 1;
          await pause(20);
          running -= 1;
        },
      },
      logger,
    );
    loop.start();
    for (let call = 0; call < 10; call++) loop.wake();
    await eventually(() => expect([runs, running]).toEqual([2, 0]));
    await loop.stop();
    expect(most).toBe(1);
  });

  it('goes on after a run that failed', async () => {
    let runs = 0;
    const run = () => Promise.reject(new Error(`failure ${++runs}`));
    const loop = new PacedLoop({ name: 'spec', everyMs: 1, run }, logger);
    loop.start();
    await eventually(() => expect(runs).toBeGreaterThan(2));
    await loop.stop();
  });

  it('ends the run that is under way before it says that it has stopped, and runs no more', async () => {
    let [begun, ended] = [0, 0];
    const run = async () => {
      begun += 1;
      await pause(20);
      ended += 1;
    };
    const loop = new PacedLoop({ name: 'spec', everyMs: 1, run }, logger);
    loop.start();
    await loop.stop();
    expect([begun, ended]).toEqual([1, 1]);
    loop.wake();
    await loop.stop();
    expect([begun, ended]).toEqual([1, 1]);
  });
});
