import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FileEntryWithStats, SFTPWrapper } from 'ssh2';
import tar from 'tar-stream';
import { logIn, type SshLogin } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

let simulator: SpecSimulator;
let login: SshLogin;

beforeAll(async () => {
  simulator = await startForSpec();
  login = await logIn({ host: simulator.instanceAddress, port: simulator.port });
});
afterAll(async () => {
  await login.close();
  await simulator.close();
});

/** Fetches a file as a stream, as a client that must not hold it in memory does. */
async function fetch(sftp: SFTPWrapper, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of sftp.createReadStream(path) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function unpack(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const extract = tar.extract();
  const unpacking = pipeline(Readable.from([archive]), createGunzip(), extract);
  for await (const entry of extract) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.set(entry.header.name, Buffer.concat(chunks));
  }
  await unpacking;
  return files;
}

function list(sftp: SFTPWrapper, path: string): Promise<FileEntryWithStats[]> {
  return new Promise((resolve, reject) => {
    sftp.readdir(path, (error, entries) => (error ? reject(error) : resolve(entries)));
  });
}

async function runTechSupport(): Promise<string> {
  const text = await login.exec('show techsupport -scope NODE');
  const path = /points to ---> (\S+)/.exec(text)?.[1];
  if (path === undefined) throw new Error(`no path in ${text}`);
  return path;
}

describe('a bundle of an instance', () => {
  it('is announced, lies where it says, and is a tar.gz of the known layout', async () => {
    const path = await runTechSupport();
    expect(path).toMatch(/^\/var\/tmp\/support\/collector_P_[\d.]+_\d{1,2}[A-Z][a-z]{2}\d{4}_\d\d_\d\d\.tar\.gz$/);
    const sftp = await login.sftp();
    const names = (await list(sftp, '/var/tmp/support')).map(({ filename }) => filename);
    expect(names).toEqual([path.split('/').at(-1), 'support.tgz']);
    const archive = await fetch(sftp, path);
    expect(await fetch(sftp, '/var/tmp/support/support.tgz')).toEqual(archive);
    const files = await unpack(archive);
    const top = path.replace(/^.*\/|\.tar\.gz$/g, '');
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(
        ['nsconfig/ns.conf', 'shell/showcmds.txt', 'var/nslog/ns.log'].map((name) => `${top}/${name}`),
      ),
    );
    expect(files.get(`${top}/nsconfig/ns.conf`)?.toString()).toContain('set ns hostName vpx-fra-01-1');
    const text = [...files.values()].reduce((sum, file) => sum + file.length, 0);
    expect(text).toBeGreaterThan(250_000);
    expect(text).toBeLessThan(400_000);
  });

  it('is filled up to the size that was asked for and still unpacks', async () => {
    const wanted = 3_000_000;
    await simulator.control('POST', '/appliances/vpx-fra-01-1/bundle', { bytes: wanted });
    const path = await runTechSupport();
    const sftp = await login.sftp();
    const archive = await fetch(sftp, path);
    expect(archive.length / wanted).toBeCloseTo(1, 1);
    const size = await new Promise((resolve, reject) =>
      sftp.stat(path, (error, stats) => (error ? reject(error) : resolve(stats.size))),
    );
    expect(size).toBe(archive.length);
    const filler = [...(await unpack(archive))].find(([name]) => name.endsWith('/var/nslog/newnslog'));
    expect(filler?.[1].length).toBeGreaterThan(2_500_000);
  });

  it('can be removed, and is gone then', async () => {
    const path = await runTechSupport();
    const sftp = await login.sftp();
    await new Promise<void>((resolve, reject) => sftp.unlink(path, (error) => (error ? reject(error) : resolve())));
    await expect(fetch(sftp, path)).rejects.toThrow('No such file');
    const { body } = await simulator.control('GET', '/commands?appliance=vpx-fra-01-1');
    expect(body['commands']).toEqual(
      expect.arrayContaining([expect.objectContaining({ channel: 'sftp', command: `remove ${path}` })]),
    );
  });

  it('is all a client may touch: nothing can be written and nothing else is there', async () => {
    const sftp = await login.sftp();
    const outcome = (path: string, flags: 'r' | 'w'): Promise<string> =>
      new Promise((resolve) => sftp.open(path, flags, (error) => resolve(error ? error.message : 'opened')));
    expect(await outcome('/var/tmp/support/new', 'w')).toBe('Permission denied');
    expect(await outcome('/etc/passwd', 'r')).toBe('No such file or directory');
    expect(await outcome('/var/tmp/support/../../../etc/passwd', 'r')).toBe('No such file or directory');
  });
});

describe('a bundle of a host', () => {
  it('appears in the list after the order was accepted, and can be fetched and deleted', async () => {
    const host = await logIn({ host: simulator.hostAddress, port: simulator.port });
    expect(await host.exec('do techsupport ManagementServiceAndXen file_name=spec.tgz')).toBe(' Done\n');
    let listed = '';
    while (!listed.includes('spec.tgz')) listed = await host.exec('show techsupport');
    expect(listed).toMatch(/^1\) {6}File Name: spec\.tgz\n {8}File Size: \d+\n/);
    const archive = await fetch(await host.sftp(), '/var/mps/tech_support/spec.tgz');
    const names = [...(await unpack(archive)).keys()];
    expect(names.some((name) => name.startsWith('Management_Service/'))).toBe(true);
    expect(names).toContain('bug-report/sdx-inventory');
    expect(await host.exec('delete techsupport file_name=spec.tgz')).toBe(' Done\n');
    expect(await host.exec('show techsupport')).toBe(' Done\n');
    await host.close();
  });
});

it('counts the runs', async () => {
  const before = (await simulator.control('GET', '/stats')).body['totals'] as { techsupportRuns: number };
  await runTechSupport();
  const after = (await simulator.control('GET', '/stats')).body['totals'] as { techsupportRuns: number };
  expect(after.techsupportRuns).toBe(before.techsupportRuns + 1);
});
