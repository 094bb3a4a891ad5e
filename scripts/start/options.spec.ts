import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HELP, readOptions } from './options.mjs';

describe('readOptions', () => {
  it('has a default for everything', () => {
    expect(readOptions([], {})).toEqual({
      help: false,
      demo: true,
      port: 8080,
      host: '127.0.0.1',
      dataDir: path.resolve('data'),
      databaseUrl: null,
      redisUrl: null,
      adminPassword: null,
      workers: expect.any(Number),
      demoHosts: 3,
      demoInstances: 4,
    });
  });

  it('reads options and the environment', () => {
    const env = { PORT: '9000', HOST: '0.0.0.0', DATA_DIR: '/srv/sdx', WORKERS: '5', REDIS_URL: 'rediss://r.example' };
    expect(readOptions(['--no-demo'], env)).toMatchObject({
      demo: false,
      port: 9000,
      host: '0.0.0.0',
      dataDir: '/srv/sdx',
      workers: 5,
      redisUrl: 'rediss://r.example',
    });
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['an unknown option', ['--demo'], {}, 'Unknown option --demo; npm start -- --help lists them.'],
    ['a stray word', ['now'], {}, 'Unknown option now; npm start -- --help lists them.'],
    ['a port that is no number', [], { PORT: 'http' }, 'PORT must be a whole number from 0 to 65535.'],
    ['no workers at all', [], { WORKERS: '0' }, 'WORKERS must be a whole number from 1 to 256.'],
    [
      'a database of another kind',
      [],
      { DATABASE_URL: 'mysql://x' },
      'DATABASE_URL must be a URL that begins with postgres://.',
    ],
    ['a short password', [], { ADMIN_PASSWORD: 'short' }, 'ADMIN_PASSWORD must have at least 12 characters.'],
  ])('refuses %s in one sentence and exit code 2', (_case, argv, env, message) => {
    expect(() => readOptions(argv, env)).toThrow(expect.objectContaining({ name: 'Fault', message, exitCode: 2 }));
  });

  it('names every setting it reads in the help', () => {
    for (const name of [
      'PORT',
      'HOST',
      'DATA_DIR',
      'DATABASE_URL',
      'REDIS_URL',
      'ADMIN_PASSWORD',
      'WORKERS',
      'DEMO_HOSTS',
    ]) {
      expect(HELP).toContain(`\n  ${name} `);
    }
  });
});
