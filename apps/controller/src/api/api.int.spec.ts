import fs from 'node:fs';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema, ROUTES, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { nestPath } from './endpoint.js';

let controller: ControllerUnderTest;
beforeAll(async () => {
  controller = await launchController();
});
afterAll(() => controller.close());

/** What is served beside the contract, and why it is not in it. */
const BESIDE_THE_CONTRACT = [
  'GET /api/v1/call-home.schema.json', // what editors ask for
  'GET /api/v1/events', // a stream, not JSON
  'GET /api/v1/openapi.json', // the contract itself
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
];

function served(): string[] {
  const scanner = new MetadataScanner();
  const discovery = new DiscoveryService(controller.app.get(ModulesContainer, { strict: false }));
  return discovery.getControllers().flatMap(({ metatype, instance }) => {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (metatype === null || typeof prototype !== 'object' || prototype === null) return [];
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function') return [];
      const path: unknown = Reflect.getMetadata(PATH_METADATA, handler);
      const method = Number(Reflect.getMetadata(METHOD_METADATA, handler));
      return typeof path === 'string' ? [`${RequestMethod[method]} /${path.replace(/^\//, '')}`] : [];
    });
  });
}

describe('what is served', () => {
  it('is the contract and what is named here, and nothing else', () => {
    const contract = Object.values(ROUTES as Record<string, RouteSpec>).map(
      (route) => `${route.method} /api/v1${nestPath(route.path)}`,
    );
    expect(served().toSorted()).toEqual([...contract, ...BESIDE_THE_CONTRACT].toSorted());
  });

  it('is described by an OpenAPI document with the version of this build', async () => {
    const { status, body } = await controller.anyone.ask('GET', '/api/v1/openapi.json');
    const { version } = (await controller.anyone.call('version')).body;
    expect({ status, body }).toMatchObject({ status: 200, body: { openapi: '3.1.0', info: { version } } });
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('a problem', () => {
  const json = { 'content-type': 'application/json' };
  const validLayer = { settings: {}, locks: [] };

  it.each([
    ['an address that is not served', 'GET', '/api/v1/nope', {}, 404, 'not-found'],
    ['an id that is not there', 'GET', '/api/v1/appliances/app_1', {}, 404, 'not-found'],
    ['a scope that cannot be', 'GET', '/api/v1/layers/galaxy', {}, 404, 'not-found'],
    ['a body that is no JSON', 'POST', '/api/v1/credentials', { body: '{', headers: json }, 400, 'malformed'],
    ['a body of another type', 'POST', '/api/v1/credentials', { body: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'media-type'],
    ['a body beyond a mebibyte', 'POST', '/api/v1/credentials', { body: { name: 'x'.repeat(1_100_000) } }, 413, 'body-too-large'],
    ['a filter that does not exist', 'GET', '/api/v1/appliances?colour=red', {}, 400, 'filter-unknown'],
    ['a word that a filter does not know', 'GET', '/api/v1/deliveries?state=lost', {}, 400, 'filter-unknown'],
    ['a page that is too long', 'GET', '/api/v1/appliances?limit=501', {}, 422, 'validation'],
    ['a cursor of nobody', 'GET', '/api/v1/appliances?cursor=AAAA', {}, 400, 'cursor-invalid'],
    ['a plan for nothing', 'POST', '/api/v1/plans', { body: {} }, 400, 'empty-selector'],
    ['a plan for an empty list', 'POST', '/api/v1/plans', { body: { applianceIds: [] } }, 400, 'empty-selector'],
    ['a write without If-Match', 'PUT', '/api/v1/layers/fleet', { body: validLayer }, 428, 'if-match-required'],
    ['a write to another version', 'PUT', '/api/v1/layers/fleet', { body: validLayer, headers: { 'if-match': '"7"' } }, 412, 'etag-mismatch'],
    ['an If-Match that is no ETag', 'PUT', '/api/v1/layers/fleet', { body: validLayer, headers: { 'if-match': 'x' } }, 412, 'etag-mismatch'],
  ])('of %s: %s %s', async (_, method, path, asking, status, code) => {
    const answer = await controller.admin.ask(method, path, asking);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(problem).toMatchObject({ status, code, type: `/problems/${code}` });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-request-id')).toBe(problem.requestId);
    expect(problem.instance).toBe(path.split('?', 1)[0]);
  }); // prettier-ignore

  it('names every wrong value of a body by its pointer', async () => {
    const body = { name: '', username: 'u', password: 'p', privateKey: 'k' };
    const { body: problem } = await controller.admin.ask('POST', '/api/v1/credentials', { body });
    expect(problem.errors).toEqual([
      expect.objectContaining({ pointer: '/name', code: 'too-small' }),
      expect.objectContaining({ pointer: '/password', code: 'custom' }),
    ]);
  });
});

describe('pages', () => {
  it('follow each other by signed cursors, through every row once', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await controller.admin.call('createCredential', { body: { name, username: 'nsroot', password: 'x' } });
    }
    const seen: unknown[] = [];
    let query = '?limit=2';
    for (let pages = 0; pages < 3; pages++) {
      const { body, headers } = await controller.admin.call('listCredentials', { query });
      const { items, page } = body as { items: { name: string }[]; page: { next: string | null; approxTotal: number } };
      seen.push(...items.map((item) => item.name));
      expect(page.approxTotal).toBe(5);
      expect(headers.get('link') === null).toBe(page.next === null);
      query = `?limit=2&cursor=${page.next ?? ''}`;
      if (page.next !== null) {
        const link = /^<(?<next>[^>]+)>; rel="next"$/.exec(headers.get('link') ?? '')?.groups?.next ?? '';
        expect((await controller.admin.ask('GET', link)).status).toBe(200);
      }
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuse a cursor of another list or another filter', async () => {
    const { body } = await controller.admin.call('listCredentials', { query: '?limit=2' });
    const cursor = (body.page as { next: string }).next;
    const elsewhere = ['/api/v1/deliveries', '/api/v1/destinations', '/api/v1/operations'];
    for (const path of elsewhere) {
      const answer = await controller.admin.ask('GET', `${path}?cursor=${cursor}`);
      expect({ path, code: answer.body.code }).toEqual({ path, code: 'cursor-invalid' });
    }
  });
});

describe('limits', () => {
  it('are told with every answer, and end in a refusal that says when to come back', async () => {
    const viewer = await controller.as('viewer');
    const first = await viewer.ask('GET', '/api/v1/me');
    expect(first.headers.get('ratelimit')).toBe('"requests";r=599;t=60');
    for (let count = 0; count < 599; count += 20) {
      await Promise.all(Array.from({ length: 20 }, () => viewer.ask('GET', '/api/v1/me')));
    }
    const refused = await viewer.ask('GET', '/api/v1/me');
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate-limited' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await controller.admin.ask('GET', '/api/v1/me')).status).toBe(200);
  });
});

describe('probes', () => {
  it('say that the process is alive and can work', async () => {
    expect((await controller.anyone.ask('GET', '/healthz')).body).toEqual({ status: 'alive' });
    const ready = await controller.anyone.ask('GET', '/readyz');
    expect(ready).toMatchObject({ status: 200, body: { status: 'ready', checks: { database: { ok: true } } } });
  });

  it('count requests by route, work by queue and deliveries by state', async () => {
    const { body } = await controller.anyone.ask('GET', '/metrics');
    expect(body.text).toContain('sdx_outbox_outstanding{queue="sweep",process="controller"} 0');
    expect(body.text).toMatch(/sdx_http_request_seconds_count\{.*route="\/api\/v1\/credentials".*\} \d+/);
    expect(body.text).toContain('sdx_queue_jobs{queue="transmit",state="failed",process="controller"} 0');
  });
});

describe('the console', () => {
  const page = (path: string) => controller.anyone.ask('GET', path, { headers: { accept: 'text/html' } });

  it('says what to do until it is built, then answers every page and no missing file', async () => {
    const missing = await page('/inventory');
    expect(missing.status).toBe(503);
    expect(missing.body.text).toContain('npm run build');

    const folder = controller.settings.consoleDir;
    fs.mkdirSync(`${folder}/assets`, { recursive: true });
    fs.writeFileSync(`${folder}/index.html`, '<!doctype html><title>console</title>');
    fs.writeFileSync(`${folder}/assets/index-Dk3fA9_x.js`, 'export {};');
    for (const path of ['/', '/inventory?open=app_1', '/sign-in']) {
      const answer = await page(path);
      expect({ path, status: answer.status, cache: answer.headers.get('cache-control') }).toEqual({
        path,
        status: 200,
        cache: 'no-store',
      });
      expect(answer.body.text).toContain('<title>console</title>');
    }
    const asset = await page('/assets/index-Dk3fA9_x.js');
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await page('/assets/index-00000000.js')).status).toBe(404);
    expect((await page('/api/nope')).body.code).toBe('not-found');
  });

  it('runs no inline script and cannot be framed', async () => {
    const policy = (await page('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });
});
