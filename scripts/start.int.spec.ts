import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../libs/testing/src/index.js';
import { commandLine } from './processes.mjs';
import { makeStandInTree, type Start, type StandInTree } from './testing/stand-in-tree.fake.js';

const PATIENCE = { timeoutMs: 40_000 };
let tree: StandInTree;
let started: Start[] = [];

beforeEach(() => {
  tree = makeStandInTree();
});
afterEach(async () => {
  for (const start of started) start.signal('SIGINT');
  await Promise.all(started.map(({ exited }) => exited));
  started = [];
  tree.remove();
});

function start(args: string[] = [], env: Record<string, string> = {}): Start {
  const begun = tree.start(args, env);
  started.push(begun);
  return begun;
}

async function untilServing(begun: Start): Promise<void> {
  await eventually(() => {
    expect(begun.output()).toContain('Ctrl-C');
  }, PATIENCE);
}

describe('npm start', () => {
  it('starts everything, shows progress, one table, the address and the sign-in, and stops in order', async () => {
    const begun = start();
    await untilServing(begun);
    const signIn = path.join(tree.dataDir, 'first-sign-in.json');
    const { password } = JSON.parse(fs.readFileSync(signIn, 'utf8')) as { password: string };
    expect(begun.output()).toContain('found 1 of 3');
    expect(begun.output()).toContain('Found  3');
    expect(begun.output()).toContain('http://127.0.0.1:1');
    expect(begun.output()).toContain(`${password}   (shown once`);
    expect(begun.output()).not.toContain('some log line');
    expect(fs.statSync(signIn).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.join(tree.dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
    const programs = tree.programs();
    expect(Object.keys(programs).sort()).toEqual(['controller', 'simulator', 'worker-1', 'worker-2']);
    expect(programs['controller']?.secret).toBe(password);
    expect(programs['worker-1']?.secret).toBe('');
    expect(programs['worker-1']?.demo).toBeUndefined();

    begun.signal('SIGINT');
    expect(await begun.exited).toBe(0);
    const stops = tree.events().filter((event) => event.startsWith('stopped'));
    expect(stops.slice(0, 2).sort()).toEqual(['stopped worker-1', 'stopped worker-2']);
    expect(stops.slice(2)).toEqual(['stopped controller', 'stopped simulator']);
    expect(tree.leftOvers()).toEqual([]);
  });

  it('goes on after a launcher that was killed, and says where the sign-in is instead of showing it', async () => {
    const killed = start(['--no-demo']);
    await untilServing(killed);
    const before = tree.programs();
    killed.signal('SIGKILL');
    expect(await killed.exited).toBe('SIGKILL');
    expect(tree.leftOvers().length).toBeGreaterThan(3);

    const again = start(['--no-demo']);
    await untilServing(again);
    expect(again.output()).toContain('first-sign-in.json');
    expect(again.output()).not.toContain('shown once');
    expect(tree.programs()['simulator']).toBeUndefined();
    expect(tree.programs()['controller']?.pid).not.toBe(before['controller']?.pid);
    expect(tree.programs()['controller']?.secret).toBe(before['controller']?.secret);
    expect(commandLine(before['controller']?.pid ?? 0)).toBe('');

    const second = start(['--no-demo']);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`is in use by another npm start (process ${again.pid})`);
    expect(again.output()).not.toContain('stopping');
  });

  it('starts a worker that died again, and ends with exit code 1 when the controller dies', async () => {
    const begun = start(['--no-demo']);
    await untilServing(begun);
    const worker = tree.programs()['worker-1'];
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    await eventually(() => {
      expect(tree.programs()['worker-1']?.pid).not.toBe(worker?.pid);
    }, PATIENCE);
    expect(begun.output()).toContain('worker-1 died and is started again');

    process.kill(tree.programs()['controller']?.pid ?? 0, 'SIGKILL');
    expect(await begun.exited).toBe(1);
    expect(begun.output()).toContain('The controller died');
    expect(tree.leftOvers()).toEqual([]);
  });

  it.each([
    ['the database', 'starting the database'],
    ['the programs', 'starting the controller'],
  ])('ends with code 0 and leaves nothing where it is interrupted while %s start', async (_case, moment) => {
    const begun = start(['--no-demo']);
    await eventually(() => {
      expect(begun.output()).toContain(moment);
    }, PATIENCE);
    begun.signal('SIGTERM');
    expect(await begun.exited).toBe(0);
    expect(tree.leftOvers()).toEqual([]);
  });

  it('says why the database could not be brought up to date, and leaves nothing running', async () => {
    const begun = start([], { STAND_IN_MIGRATION: 'fails' });
    expect(await begun.exited).toBe(1);
    expect(begun.output()).toContain('The database could not be brought up to date: Error: migration 7 does not apply');
    expect(tree.leftOvers()).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an unreachable database',
      { DATABASE_URL: 'postgres://sdx:hunter2@127.0.0.1:1/sdx' },
      /^The database of DATABASE_URL \(127\.0\.0\.1:1\) does not answer: .*ECONNREFUSED.*\.$/,
    ],
    [
      'an unreachable Redis',
      { REDIS_URL: 'redis://:hunter2@127.0.0.1:1' },
      /^The Redis of REDIS_URL \(127\.0\.0\.1:1\) does not answer: .*ECONNREFUSED.*\.$/,
    ],
    ['a data folder that is a file', { DATA_DIR: '/etc/hostname' }, /^\/etc\/hostname is not a folder; set DATA_DIR/],
  ])('says of %s in one sentence what is wrong', async (_case, env, sentence) => {
    const begun = start([], env);
    expect(await begun.exited).toBe(1);
    const lines = begun.output().trim().split('\n');
    expect(lines.at(-1)).toMatch(sentence);
    expect(begun.output()).not.toContain('hunter2');
    expect(tree.leftOvers()).toEqual([]);
  });

  it.each([
    ['is something else', 'notes.txt', 'is not a PostgreSQL data folder; move it away, or set DATA_DIR'],
    ['is broken', 'PG_VERSION', 'is not usable: postgres stopped at its start:'],
  ])('says so of a database folder that %s', async (_case, file, sentence) => {
    const folder = path.join(tree.dataDir, 'postgres-18');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(folder, file), '18\n');
    const begun = start();
    expect(await begun.exited).toBe(1);
    expect(begun.output()).toContain(sentence);
    expect(tree.leftOvers()).toEqual([]);
  });

  it('says that the port is in use before it starts anything', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as net.AddressInfo;
    const begun = start([], { PORT: String(port) });
    expect(await begun.exited).toBe(1);
    expect(begun.output()).toBe(`Port ${port} on 127.0.0.1 is in use; set PORT to another one.\n`);
    expect(fs.existsSync(tree.dataDir)).toBe(false);
    taken.close();
  });
});
