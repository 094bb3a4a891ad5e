import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { readSettings, type Settings } from '../../../libs/config/src/index.js';
import { ROUTES, type Role, type RouteName, type RouteSpec } from '../../../libs/contract/src/index.js';
import { migrateDatabase, type Stores } from '../../../libs/persistence/src/index.js';
import { createLogger } from '../../../libs/telemetry/src/index.js';
import { createTestDatabase, templateDatabase, testRedis } from '../../../libs/testing/src/index.js';
import { Resources } from './resources.js';
import { startController } from './start-controller.js';

export const ADMIN_PASSWORD = 'a password of the specs';

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface Asking {
  body?: unknown;
  headers?: Record<string, string>;
}

/** Somebody who asks a controller things, with or without credentials. */
export class Client {
  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async ask(method: string, address: string, { body, headers }: Asking = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${address}`, {
      method,
      redirect: 'manual',
      headers: { ...this.headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  }

  /** Calls a route of the contract, expects it to succeed and its answer to be what the contract says. */
  async call(
    name: RouteName,
    given: Asking & { params?: Record<string, string>; query?: string } = {},
  ): Promise<Answer> {
    const route: RouteSpec = ROUTES[name];
    const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(given.params?.[key] ?? ''),
    );
    const answer = await this.ask(route.method, `/api/v1${filled}${given.query ?? ''}`, given);
    expect({ name, status: answer.status, body: answer.body }).toMatchObject({ status: route.status });
    route.answer?.parse(answer.body);
    return answer;
  }
}

/** A whole controller in this process, on a database and a part of Redis of its own. */
export interface ControllerUnderTest {
  url: string;
  app: NestExpressApplication;
  settings: Settings;
  stores: Stores;
  resources: Resources;
  /** Nobody. */
  anyone: Client;
  /** The first administrator, by cookie. */
  admin: Client;
  /** The holder of a fresh token of this role, made by the first administrator. */
  as(role: Exclude<Role, 'owner'>): Promise<Client>;
  /** Somebody else, by cookie: a fresh account of this role; owners need scopes. */
  person(role: Role, scopes?: readonly string[]): Promise<Client>;
  close(): Promise<void>;
}

export async function launchController(env: Record<string, string> = {}): Promise<ControllerUnderTest> {
  const template = await templateDatabase(async (url) => void (await migrateDatabase(url)));
  const database = await createTestDatabase(template);
  const redis = testRedis();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-controller-'));
  const settings = readSettings({
    PORT: '0',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    DATA_DIR: dataDir,
    CONSOLE_DIR: path.join(dataDir, 'console'),
    ADMIN_PASSWORD,
    RELAY_INTERVAL_MS: '50',
    ...env,
  });
  const running = await startController(settings, createLogger({ name: 'spec', level: 'silent' }));
  const anyone = new Client(running.url);
  const admin = await signedIn(anyone);
  const resources = running.app.get(Resources);
  return {
    ...running,
    settings,
    resources,
    stores: resources.stores,
    anyone,
    admin,
    as: async (role) => {
      const { body } = await admin.call('createToken', { body: { name: `a ${role}`, role } });
      return new Client(running.url, { authorization: `Bearer ${String(body.token)}` });
    },
    person: (role, scopes = []) => newPerson(admin, anyone, { role, scopes }),
    close: async () => {
      await running.close();
      await Promise.all([database.drop(), redis.drop()]);
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function signedIn(anyone: Client): Promise<Client> {
  const { headers } = await anyone.call('signIn', { body: { username: 'admin', password: ADMIN_PASSWORD } });
  return new Client(anyone.url, { cookie: cookieOf(headers) });
}

let people = 0;

async function newPerson(
  admin: Client,
  anyone: Client,
  rights: { role: Role; scopes: readonly string[] },
): Promise<Client> {
  const username = `${rights.role}-${++people}`;
  await admin.call('createUser', { body: { username, password: ADMIN_PASSWORD, ...rights } });
  // Everybody from an address of their own, as attempts to sign in are counted by address.
  const headers = { 'x-forwarded-for': `198.51.100.${people % 250}` };
  const session = await anyone.call('signIn', { body: { username, password: ADMIN_PASSWORD }, headers });
  return new Client(anyone.url, { cookie: cookieOf(session.headers) });
}

/** The cookie that an answer sets, as a browser would send it back. */
export function cookieOf(headers: Headers): string {
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}
