import type { Answer, Client, ControllerUnderTest } from '../controller-under-test.fake.js';
import { tableDigests } from '../rollouts/table-digests.fake.js';

/** Digests of all tables but those that the schedule writes by itself while a spec runs. */
export async function settledDigests({ resources }: ControllerUnderTest): Promise<Record<string, string>> {
  const { appliance: _swept, outbox: _relayed, ...settled } = await tableDigests(resources.database);
  return settled;
}

/** Asks for a layer to be set whole, at the revision that it is at now. */
export async function putLayer(client: Client, scope: string, body: unknown, query = ''): Promise<Answer> {
  const path = `/api/v1/layers/${encodeURIComponent(scope)}`;
  const etag = (await client.ask('GET', path)).headers.get('etag') ?? '"0"';
  return client.ask('PUT', `${path}${query}`, { body, headers: { 'if-match': etag } });
}

/** Does the same with a change of some of it. */
export async function patchLayer(client: Client, scope: string, body: unknown): Promise<Answer> {
  const path = `/api/v1/layers/${encodeURIComponent(scope)}`;
  const etag = (await client.ask('GET', path)).headers.get('etag') ?? '"0"';
  return client.ask('PATCH', path, { body, headers: { 'if-match': etag } });
}
