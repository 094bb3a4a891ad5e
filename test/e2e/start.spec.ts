import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sdx-start-'));
let running: ChildProcess | null = null;
afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

interface Run {
  output(): string;
  /** Interrupts it as Ctrl-C does, and gives its exit code. */
  interrupt(): Promise<number | null>;
}

/** Runs the start command as a newcomer does, until it serves. */
async function start(): Promise<Run> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      DEMO_HOSTS: '2',
      DEMO_INSTANCES: '2',
      WORKERS: '1',
      DATABASE_URL: '',
      REDIS_URL: '',
      ADMIN_PASSWORD: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/Stop\s+Ctrl-C/.test(output)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then((code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });
  const interrupt = (): Promise<number | null> => {
    child.kill('SIGINT');
    return exited;
  };
  return { output: () => output, interrupt };
}

async function addHostOfOnesOwn(url: string): Promise<void> {
  const who = readFileSync(path.join(dataDir, 'first-sign-in.json'), 'utf8');
  const post = async (apiPath: string, body: string, cookie = ''): Promise<Response> => {
    const headers = { 'content-type': 'application/json', cookie };
    const answer = await fetch(new URL(`/api/v1${apiPath}`, url), { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${apiPath}: ${await answer.text()}`);
    return answer;
  };
  const cookie = (await post('/session', who)).headers.get('set-cookie')?.split(';')[0] ?? '';
  const login = JSON.stringify({ name: 'own', username: 'nsroot', password: 'not sent before the key is trusted' });
  const { id } = (await (await post('/credentials', login, cookie)).json()) as { id: string };
  const host = { kind: 'sdx-host', name: 'sdx-own-01', address: '127.255.255.1', credentialId: id };
  await post('/appliances', JSON.stringify(host), cookie);
}

const leftOver = (): string[] =>
  spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(dataDir));

describe('npm start', () => {
  it('runs the main job, says what came of it, and leaves nothing behind after Ctrl-C', async () => {
    const run = await start();
    expect(run.output()).toMatch(/found 6 of 6 appliances[\s\S]*pushed 4 of 4 instances[\s\S]*uploaded 2 of 2 bundles/);
    expect(run.output()).toMatch(/Settings\s+verified on 4 of 4 instances, 1 override kept/);
    expect(run.output()).toMatch(/Power supply\s+not applicable on 4 of 4 instances/);
    expect(run.output()).toMatch(/Site proxy\s+rolled out to 2 of 2 instances of emea, one after a retry/);
    expect(run.output()).toMatch(/Rolled back\s+the heartbeat interval of 2 of 2 instances of amer/);
    expect(run.output()).toMatch(/Uploaded\s+2 bundles, 2 with matching sha256 at the receiver/);
    expect(run.output()).toMatch(/Console\s+http:\/\/127\.0\.0\.1:\d+/);
    expect(run.output()).toMatch(/Password\s+\S+ {3}\(shown once; kept in /);
    expect(await run.interrupt()).toBe(0);
    expect(leftOver()).toEqual([]);
  }, 180_000);

  it('goes on where it stopped, and does not show the password again', async () => {
    const run = await start();
    expect(run.output()).toMatch(/Found\s+2 hosts, 4 instances/);
    expect(run.output()).toMatch(/Uploaded\s+2 bundles, 2 with matching sha256/);
    expect(run.output()).not.toContain('shown once');
    await addHostOfOnesOwn(/Console\s+(\S+)/.exec(run.output())?.[1] ?? '');
    expect(await run.interrupt()).toBe(0);
    expect(leftOver()).toEqual([]);
  }, 180_000);

  it('pushes nothing to a fleet with appliances that are not simulated', async () => {
    const run = await start();
    expect(run.output()).toMatch(/Demo\s+left out: the inventory has appliances of your own, sdx-own-01 among them/);
    expect(run.output()).not.toContain('pushed');
    expect(await run.interrupt()).toBe(0);
  }, 180_000);
});
