import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';

let controller: ControllerUnderTest;
beforeAll(async () => {
  controller = await launchController();
});
afterAll(() => controller.close());

const patch = (body: unknown, version: number) =>
  controller.admin.ask('PATCH', '/api/v1/policies', { body, headers: { 'if-match': `"${version}"` } });

describe('the policies', () => {
  it('are those of the product until somebody changes one', async () => {
    const { body, headers } = await controller.admin.call('getPolicy');
    expect(headers.get('etag')).toBe('"0"');
    expect(body).toEqual({
      approval: { overTargets: 50, lockedKeys: true, disabling: true, destinationChange: true },
      rollout: {
        waves: null,
        bakeSeconds: 600,
        gate: 'auto',
        perHost: 1,
        canarySite: null,
        limits: { failedPercentOfWave: 10, failedInAll: 5, unreachablePercentOfWave: 10, judgeAfter: 10 },
      },
      version: 0,
      updatedBy: null,
      updatedAt: null,
    });
  });

  it('are changed key by key, by one who has read what is there', async () => {
    const first = await patch({ approval: { overTargets: null } }, 0);
    expect(first).toMatchObject({
      status: 200,
      body: { approval: { overTargets: null, lockedKeys: true }, version: 1 },
    });
    const waves = [{ name: 'canary', targets: 2 }, { percent: 100 }];
    const second = await patch({ rollout: { waves, gate: 'manual' } }, 1);
    expect(second).toMatchObject({
      status: 200,
      body: { approval: { overTargets: null }, rollout: { waves, gate: 'manual', bakeSeconds: 600 }, version: 2 },
    });
    expect(await patch({ approval: { overTargets: 1 } }, 1)).toMatchObject({
      status: 412,
      body: { code: 'etag-mismatch' },
    });
    expect((await controller.admin.call('getPolicy')).body).toEqual(second.body);
  });

  it('refuse waves that cannot be cut, and say where', async () => {
    expect(await patch({ rollout: { waves: [{ targets: 1 }, { percent: 0 }] } }, 2)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/rollout/waves/1/percent', code: 'percent-out-of-range' }] },
    });
  });

  it('are changed by administrators only', async () => {
    const operator = await controller.as('operator');
    expect((await operator.call('getPolicy')).status).toBe(200);
    const answer = await operator.ask('PATCH', '/api/v1/policies', {
      body: { approval: { overTargets: 1 } },
      headers: { 'if-match': '"2"' },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});
