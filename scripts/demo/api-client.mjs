import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../fault.mjs';

const POLL_MS = 400;
const TOO_MANY_REQUESTS = 429;

/**
 * @typedef {object} ApiClient
 * @property {(path: string, headers?: Record<string, string>) => Promise<any>} get
 * @property {(path: string, body?: unknown) => Promise<any>} post
 * @property {(path: string, body: unknown, etag: string) => Promise<any>} put
 * @property {(path: string, body: unknown, etag: string) => Promise<any>} patch
 * @property {(path: string) => Promise<any[]>} all every item of a list, over all its pages
 */

/**
 * Signs in and gives the calls that the demo makes. Every refusal is a Fault with the controller's own words.
 * @param {string} baseUrl
 * @param {{ username: string, password: string }} who
 * @returns {Promise<ApiClient>}
 */
export async function signIn(baseUrl, who) {
  let cookie = '';
  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, headers?: Record<string, string> }} [more]
   * @returns {Promise<any>}
   */
  const call = async (method, path, { body, headers = {} } = {}) => {
    const answer = await fetch(new URL(`/api/v1${path}`, baseUrl), {
      method,
      headers: { ...headers, cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status === TOO_MANY_REQUESTS) {
      await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000);
      return call(method, path, { body, headers });
    }
    const text = await answer.text();
    const value = text === '' ? null : JSON.parse(text);
    if (!answer.ok) throw new Fault(`${method} ${path}: ${value?.detail ?? answer.status}`);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return value;
  };
  await call('POST', '/session', { body: who });
  /** @param {string} path */
  const all = async (path) => {
    const items = [];
    for (let cursor = ''; ;) {
      const { items: more, page } = await call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor}`);
      items.push(...more);
      if (page.next === null) return items;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  };
  return {
    get: (path, headers) => call('GET', path, headers && { headers }),
    post: (path, body = {}) => call('POST', path, { body }),
    put: (path, body, etag) => call('PUT', path, { body, headers: { 'if-match': etag } }),
    patch: (path, body, etag) => call('PATCH', path, { body, headers: { 'if-match': etag } }),
    all,
  };
}

/**
 * Looks again and again until `look` gives something, or says plainly what did not happen.
 * @template T
 * @param {string} what
 * @param {number} seconds
 * @param {() => Promise<T | null>} look
 * @returns {Promise<T>}
 */
export async function waitFor(what, seconds, look) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Fault(`${what} did not happen within ${seconds} seconds`);
    await sleep(POLL_MS);
  }
}

/**
 * Starts a rollout without bake time. Where the policy wants a second person, the demo is alone: it says so and goes on.
 * @param {ApiClient} api
 * @param {object} order as the API takes it
 * @returns {Promise<any>}
 */
export async function startRollout(api, order) {
  const rollout = await api.post('/rollouts', { bakeSeconds: 0, ...order });
  if (rollout.state !== 'awaiting-approval') return rollout;
  const reason = 'demo: nobody else is here to approve, and the fleet is simulated';
  return api.post(`/rollouts/${rollout.id}/actions/break-glass`, { reason });
}

/**
 * Calls the simulator's control interface.
 * @param {string} controlUrl
 * @param {string} path
 * @param {unknown} [body] sent by POST; without one it is a GET
 * @returns {Promise<any>}
 */
export async function control(controlUrl, path, body) {
  const answer = await fetch(new URL(path, controlUrl), {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Fault(`simulator ${path}: ${await answer.text()}`);
  return answer.json();
}
