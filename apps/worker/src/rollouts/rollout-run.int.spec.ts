import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RolloutWork } from '../../../../libs/persistence/src/index.js';
import { RolloutFleet } from './rollout-fleet.fake.js';

const [PRIMARY, SECONDARY] = ['vpx-fra-01-1', 'vpx-lon-02-1'] as const;
const [ONE, TWO, THREE, FOUR] = ['vpx-fra-01-2', 'vpx-fra-01-3', 'vpx-lon-02-2', 'vpx-lon-02-3'] as const;

let fleet: RolloutFleet;
beforeAll(async () => {
  fleet = await RolloutFleet.open();
}, 120_000);
afterAll(() => fleet.close(), 60_000);
afterEach(() => fleet.simulator.control('DELETE', '/faults'));

let number = 0;
/** An address that nobody has yet, so that every rollout changes something. */
const mail = (): string => `noc-${(number += 1)}@fleet.example`;

const start = async (id: string) => fleet.test.stores.rollouts.move(id, 'start', { actor: 'specs' });
const stateOf = async (id: string) => (await fleet.test.stores.rollouts.get(id))?.state;

describe('a target', () => {
  it('is applied, read back and saved, and what was applied is on record', async () => {
    const emailAddress = mail();
    const rollout = await fleet.rollOut([ONE], { emailAddress, heartbeatIntervalDays: 9 });
    const since = await fleet.mark();
    await start(rollout.id);
    expect(await fleet.work(rollout.id)).toBe(true);
    expect(await stateOf(rollout.id)).toBe('done');
    const target = await fleet.target(rollout.id, ONE);
    expect(target).toMatchObject({ state: 'applied', step: 'saved', cause: null, attempts: 1 });
    expect(target.before).toMatchObject({ unsaved: false });
    expect(target.made.map(({ key, to }) => [key, to])).toEqual([
      ['emailAddress', emailAddress],
      ['heartbeatIntervalDays', 9],
    ]);
    expect(target.sent.map(({ ok, undoing }) => [ok, undoing])).toEqual(target.sent.map(() => [true, false]));
    expect(await fleet.writes(ONE, since)).toEqual(target.sent.map(({ command }) => command));
    const applied = await fleet.test.stores.applied.of([fleet.id(ONE)]);
    expect(applied.get(fleet.id(ONE))?.values.emailAddress).toMatchObject({
      wanted: emailAddress,
      read: emailAddress,
      rolloutId: rollout.id,
    });
    expect(await fleet.read(ONE)).toMatchObject({ emailAddress, heartbeatIntervalDays: 9, unsaved: false });
  });

  it('that shows the values already is unchanged, and nothing is sent', async () => {
    const emailAddress = mail();
    const rollout = await fleet.rollOut([ONE], { emailAddress });
    await fleet.byHand(ONE, `set callhome -emailAddress ${emailAddress}`);
    const since = await fleet.mark();
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, ONE)).toMatchObject({ state: 'unchanged', sent: [], before: null });
    expect(await fleet.writes(ONE, since)).toEqual([]);
    await fleet.byHand(ONE, 'save ns config');
  });

  it.each([
    ['a planned setting', `set callhome -emailAddress somebody@else.example`, 'changed-since-plan: emailAddress'],
    [
      'what the commands for the proxy depend on',
      'set callhome -proxyMode NO -IPAddress 192.0.2.7 -port 99',
      'changed-since-plan: proxy',
    ],
  ])('is left alone when somebody has changed %s since the plan', async (_what, line, cause) => {
    await fleet.byHand(ONE, 'unset callhome -IPAddress -port');
    await fleet.byHand(ONE, 'save ns config');
    const rollout = await fleet.rollOut([ONE], { emailAddress: mail(), proxy: { service: 'svc', port: 99 } });
    await fleet.byHand(ONE, line);
    const since = await fleet.mark();
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, ONE)).toMatchObject({ state: 'conflict', cause, sent: [], made: [] });
    expect(await fleet.writes(ONE, since)).toEqual([]);
    expect(await stateOf(rollout.id)).toBe('done');
    const applied = await fleet.test.stores.applied.of([fleet.id(ONE)]);
    expect(applied.get(fleet.id(ONE))?.conflicts).toEqual([cause.split(': ')[1]]);
  });

  it('is not disturbed by a change of what it does not plan', async () => {
    await fleet.byHand(ONE, 'save ns config');
    const rollout = await fleet.rollOut([ONE], { emailAddress: mail() });
    await fleet.byHand(ONE, 'set callhome -hbCustomInterval 17');
    await start(rollout.id);
    await fleet.work(rollout.id);
    // What somebody else has not saved is not saved for him.
    const target = await fleet.target(rollout.id, ONE);
    expect(target).toMatchObject({ state: 'applied', step: 'not-saved' });
    expect(await fleet.read(ONE)).toMatchObject({ heartbeatIntervalDays: 17, unsaved: true });
    await fleet.byHand(ONE, 'save ns config');
  });

  it('that refuses a command fails with its words, and keeps what was made until then', async () => {
    const emailAddress = mail();
    const rollout = await fleet.rollOut([TWO], { emailAddress, heartbeatIntervalDays: 8 });
    await fleet.trouble(TWO, { kind: 'refuse-command', command: 'set callhome -hb', error: 'Operation not permitted' });
    await start(rollout.id);
    await fleet.work(rollout.id);
    const target = await fleet.target(rollout.id, TWO);
    expect(target).toMatchObject({ state: 'failed', step: 'applying' });
    expect(target.cause).toContain('command-refused: Operation not permitted');
    expect(target.made.map(({ key }) => key)).toEqual(['emailAddress']);
    expect(target.sent.map(({ ok }) => ok)).toEqual([true, false]);

    await fleet.simulator.control('DELETE', '/faults');
    const since = await fleet.mark();
    await fleet.test.stores.rollouts.move(rollout.id, 'retry-failed', { actor: 'specs' });
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, TWO)).toMatchObject({ state: 'applied', attempts: 2 });
    expect(await fleet.writes(TWO, since)).toEqual(['set callhome -hbCustomInterval 8', 'save ns config']);
  });

  it('that is cut off after a command is not sent it again', async () => {
    const emailAddress = mail();
    const rollout = await fleet.rollOut([TWO], { emailAddress });
    await fleet.trouble(TWO, { kind: 'cut', at: 'answer', command: 'set callhome', count: 1 });
    const since = await fleet.mark();
    await start(rollout.id);
    await fleet.work(rollout.id);
    const cut = await fleet.target(rollout.id, TWO);
    expect(cut.state).toBe('unreachable');
    expect(cut.sent).toMatchObject([{ ok: null, answer: null }]);
    expect(cut.made).toMatchObject([{ key: 'emailAddress', to: emailAddress }]);
    await fleet.test.stores.rollouts.move(rollout.id, 'retry-failed', { actor: 'specs' });
    await fleet.work(rollout.id);
    expect((await fleet.target(rollout.id, TWO)).state).toBe('applied');
    expect(await fleet.writes(TWO, since)).toEqual([`set callhome -emailAddress ${emailAddress}`, 'save ns config']);
  });

  it.each([
    ['does not answer', { kind: 'cut', at: 'connect' }, 'unreachable'],
    ['refuses the login', { kind: 'cut', at: 'login' }, 'unreachable'],
  ])('that %s ends as such, and nothing is known to be sent', async (_what, fault, state) => {
    const rollout = await fleet.rollOut([FOUR], { emailAddress: mail() });
    await fleet.tools.sessions.forget(fleet.id(FOUR));
    await fleet.trouble(FOUR, fault);
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, FOUR)).toMatchObject({ state, sent: [], before: null });
  });

  it('with an identity in doubt gets no login', async () => {
    const rollout = await fleet.rollOut([FOUR], { emailAddress: mail() });
    const set = 'UPDATE observation SET identity_changed_at = $2 WHERE appliance_id = $1';
    await fleet.test.database.source.query(set, [fleet.id(FOUR), new Date()]);
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, FOUR)).toMatchObject({ state: 'failed', cause: 'identity-changed' });
    await fleet.test.database.source.query(set, [fleet.id(FOUR), null]);
  });
});

describe('a pair', () => {
  it('is written through its primary, and the other half is seen to follow', async () => {
    await fleet.read(SECONDARY);
    const emailAddress = mail();
    const rollout = await fleet.rollOut([PRIMARY], { emailAddress });
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, PRIMARY)).toMatchObject({ state: 'applied', peerSynced: true });
    const [peer] = await fleet.test.stores.appliances.facts([fleet.id(SECONDARY)]);
    expect(peer?.observation.callHome).toMatchObject({ emailAddress });
  });

  it('that has swapped roles since the plan is not written', async () => {
    const rollout = await fleet.rollOut([PRIMARY], { emailAddress: mail() });
    await fleet.simulator.control('POST', `/appliances/${PRIMARY}/failover`);
    const since = await fleet.mark();
    await start(rollout.id);
    await fleet.work(rollout.id);
    expect(await fleet.target(rollout.id, PRIMARY)).toMatchObject({ state: 'skipped', cause: 'not-primary-any-more' });
    expect(await fleet.writes(PRIMARY, since)).toEqual([]);
    await fleet.simulator.control('POST', `/appliances/${PRIMARY}/failover`);
  });
});

describe('a worker that is lost', () => {
  /** A worker that dies at its n-th write to the database: right before it, or right after it. */
  async function dieAt(rolloutId: string, write: number, when: 'before' | 'after'): Promise<boolean> {
    const real = fleet.test.stores.rolloutWork;
    const life = new AbortController();
    let writes = 0;
    const dying = Object.create(real) as RolloutWork;
    dying.note = async (lease, notes) => {
      writes += 1;
      if (writes === write && when === 'before') life.abort(new Error('killed'));
      life.signal.throwIfAborted();
      await real.note(lease, notes);
      if (writes === write) life.abort(new Error('killed'));
      life.signal.throwIfAborted();
    };
    try {
      await fleet.work(rolloutId, life.signal, dying);
      return false;
    } catch (error) {
      expect(String(error)).toContain('killed');
      return true;
    } finally {
      await fleet.forgetLease(rolloutId);
    }
  }

  it.each(['before', 'after'] as const)(
    'at any step, right %s it is on record, costs no command twice',
    async (when) => {
      for (let write = 1; ; write += 1) {
        const emailAddress = mail();
        await fleet.byHand(THREE, 'set callhome -hbCustomInterval 20');
        await fleet.byHand(THREE, 'save ns config');
        const wanted = { emailAddress, heartbeatIntervalDays: null, uploadAlarm: write % 2 === 0 };
        const rollout = await fleet.rollOut([THREE], wanted);
        const { commands } = await fleet.target(rollout.id, THREE);
        const since = await fleet.mark();
        await start(rollout.id);
        const died = await dieAt(rollout.id, write, when);
        if (died) await fleet.work(rollout.id);
        expect([write, (await fleet.target(rollout.id, THREE)).state]).toEqual([write, 'applied']);
        expect([write, ...(await fleet.writes(THREE, since))]).toEqual([write, ...commands]);
        expect(await stateOf(rollout.id)).toBe('done');
        if (!died) break;
        expect(write).toBeLessThan(20);
      }
    },
    120_000,
  );

  it('while it rolls back costs no command twice either', async () => {
    for (let write = 1; ; write += 1) {
      const rollout = await fleet.rollOut([THREE], { emailAddress: mail(), heartbeatIntervalDays: 2 + write });
      const before = await fleet.read(THREE);
      await start(rollout.id);
      await fleet.work(rollout.id);
      const since = await fleet.mark();
      await fleet.test.stores.rollouts.move(rollout.id, 'roll-back', { actor: 'specs' });
      const died = await dieAt(rollout.id, write, write % 2 === 0 ? 'before' : 'after');
      if (died) await fleet.work(rollout.id);
      expect([write, await stateOf(rollout.id)]).toEqual([write, 'rolled-back']);
      const written = await fleet.writes(THREE, since);
      expect([write, written.length]).toEqual([write, new Set(written).size]);
      expect(await fleet.read(THREE)).toEqual(before);
      if (!died) break;
      expect(write).toBeLessThan(20);
    }
  }, 120_000);
});

describe('a rollback', () => {
  it('gives back what was changed, leaves what somebody has changed since, and takes halves back too', async () => {
    await fleet.byHand(ONE, 'set callhome -emailAddress first@x.example -hbCustomInterval 11');
    await fleet.byHand(ONE, 'save ns config');
    await fleet.byHand(TWO, 'save ns config');
    const before = await fleet.read(TWO);
    const rollout = await fleet.rollOut([ONE, TWO, FOUR], { emailAddress: mail(), heartbeatIntervalDays: 6 });
    await fleet.trouble(TWO, { kind: 'refuse-command', command: 'set callhome -hb' });
    await fleet.trouble(FOUR, { kind: 'refuse-command', command: 'set callhome' });
    await start(rollout.id);
    await fleet.work(rollout.id);
    await fleet.simulator.control('DELETE', '/faults');
    await fleet.byHand(ONE, 'set callhome -emailAddress mine@tenant.example');
    await fleet.byHand(ONE, 'save ns config');

    await fleet.test.stores.rollouts.move(rollout.id, 'roll-back', { actor: 'specs' });
    await fleet.work(rollout.id);
    const targets = await fleet.targetsOf(rollout.id);
    expect([ONE, TWO, FOUR].map((name) => [targets.get(name)?.state, targets.get(name)?.leftovers])).toEqual([
      ['rolled-back', ['emailAddress']],
      ['rolled-back', []],
      ['failed', []],
    ]);
    expect(await stateOf(rollout.id)).toBe('rolled-back');
    expect(await fleet.read(ONE)).toMatchObject({
      emailAddress: 'mine@tenant.example',
      heartbeatIntervalDays: 11,
      unsaved: false,
    });
    expect((await fleet.read(TWO)).emailAddress).toBe(before.emailAddress);
  });

  it('that an appliance refuses ends as failed, and can be tried again', async () => {
    const rollout = await fleet.rollOut([FOUR], { emailAddress: mail() });
    await start(rollout.id);
    await fleet.work(rollout.id);
    await fleet.trouble(FOUR, { kind: 'refuse-command', command: 'set callhome' });
    await fleet.trouble(FOUR, { kind: 'refuse-command', command: 'unset callhome' });
    await fleet.test.stores.rollouts.move(rollout.id, 'roll-back', { actor: 'specs' });
    await fleet.work(rollout.id);
    expect((await fleet.target(rollout.id, FOUR)).state).toBe('rollback-failed');
    expect(await fleet.test.stores.rollouts.get(rollout.id)).toMatchObject({
      state: 'failed',
      reason: '1 targets could not be rolled back',
    });
    await fleet.simulator.control('DELETE', '/faults');
    await fleet.test.stores.rollouts.move(rollout.id, 'roll-back', { actor: 'specs' });
    await fleet.work(rollout.id);
    expect(await stateOf(rollout.id)).toBe('rolled-back');
  });
});

describe('waves', () => {
  const waveOf = (name: string): number => [ONE, TWO, FOUR].indexOf(name as typeof ONE) + 1;

  it('follow each other when one is watched for long enough, and wait for a person where that is asked for', async () => {
    const rollout = await fleet.rollOut([ONE, TWO], { emailAddress: mail() }, { waveOf, gate: 'manual' });
    await start(rollout.id);
    expect(await fleet.work(rollout.id)).toBe(true);
    expect(await fleet.work(rollout.id)).toBe(false);
    expect(await fleet.test.stores.rollouts.get(rollout.id)).toMatchObject({ state: 'running', wave: 1 });
    expect((await fleet.target(rollout.id, TWO)).state).toBe('pending');
    await fleet.test.stores.rollouts.move(rollout.id, 'next-wave', { actor: 'specs' });
    await fleet.work(rollout.id);
    expect(await fleet.test.stores.rollouts.get(rollout.id)).toMatchObject({ state: 'done', wave: 2 });
  });

  it('are watched for as long as asked, with nobody holding the work meanwhile', async () => {
    const rollout = await fleet.rollOut([ONE, TWO], { emailAddress: mail() }, { waveOf, bakeSeconds: 600 });
    await start(rollout.id);
    expect(await fleet.work(rollout.id)).toBe(true);
    const baking = await fleet.test.stores.rollouts.get(rollout.id);
    expect(Math.round(((baking?.bakingUntil?.getTime() ?? 0) - Date.now()) / 60_000)).toBe(10);
    expect(await fleet.work(rollout.id)).toBe(false);
    const late = `UPDATE rollout SET baking_until = now() - interval '1 second' WHERE id = $1`;
    await fleet.test.database.source.query(late, [rollout.id]);
    await fleet.test.database.source.query('UPDATE outbox SET due_at = now() WHERE ref_id = $1', [rollout.id]);
    expect(await fleet.work(rollout.id)).toBe(true);
    expect(await stateOf(rollout.id)).toBe('done');
  });

  it('stop at the limit of failures; an abort leaves the rest alone', async () => {
    const limits = { failedPercentOfWave: 0, failedInAll: 0, unreachablePercentOfWave: 0, judgeAfter: 1 };
    const rollout = await fleet.rollOut([ONE, TWO], { emailAddress: mail() }, { waveOf, limits });
    await fleet.trouble(ONE, { kind: 'refuse-command', command: 'set callhome' });
    const since = await fleet.mark();
    await start(rollout.id);
    await fleet.work(rollout.id);
    const paused = await fleet.test.stores.rollouts.get(rollout.id);
    expect(paused).toMatchObject({ state: 'paused', reason: expect.stringContaining('failed') });
    expect(await fleet.work(rollout.id)).toBe(false);
    await fleet.test.stores.rollouts.move(rollout.id, 'abort', { actor: 'specs' });
    expect((await fleet.target(rollout.id, TWO)).state).toBe('not-started');
    expect(await fleet.writes(TWO, since)).toEqual([]);
    expect(await fleet.test.stores.rollouts.get(rollout.id)).toMatchObject({ state: 'failed', reason: 'aborted' });
  });

  it('write one instance of a host at a time', async () => {
    const names = [ONE, TWO];
    const rollout = await fleet.rollOut(names, { emailAddress: mail() }, { hostOf: () => fleet.id(PRIMARY) });
    await start(rollout.id);
    await fleet.work(rollout.id);
    const [first, second] = await Promise.all(names.map((name) => fleet.target(rollout.id, name)));
    expect(first?.finishedAt?.getTime()).toBeLessThanOrEqual(second?.startedAt?.getTime() ?? 0);
  });
});
