import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { SimulatorError, type SimulatorErrorCode } from '../simulator-error.js';
import { APPLIANCE_ROUTES } from './appliance-routes.js';
import { SCENARIO_ROUTES } from '../scenario/scenario-routes.js';
import { FAULT_ROUTES } from './fault-routes.js';
import { OBSERVATION_ROUTES } from './observation-routes.js';
import { SETTINGS_ROUTES } from './settings-routes.js';
import { FileReply, type ControlContext, type Route } from './route.js';

const ROUTES: readonly Route[] = [
  ...OBSERVATION_ROUTES,
  ...APPLIANCE_ROUTES,
  ...SETTINGS_ROUTES,
  ...FAULT_ROUTES,
  ...SCENARIO_ROUTES,
];
const LONGEST_BODY = 64 * 1024;

const STATUS_TABLE: Readonly<Record<SimulatorErrorCode, number>> = {
  BAD_OPTION: 400,
  BAD_REQUEST: 400,
  NOT_FOUND: 404,
  ADDRESS_BUSY: 500,
  STATE_UNREADABLE: 500,
};

/** The control interface: plain HTTP with JSON, on loopback only. */
export class ControlServer {
  private readonly server: Server;

  constructor(private readonly context: ControlContext) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /**
   * Listens on 127.0.0.1; port 0 lets the kernel choose. Returns the port.
   *
   * @throws {SimulatorError} ADDRESS_BUSY - when the port cannot be had
   */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (cause) => {
        const message = `The control interface cannot listen on 127.0.0.1:${port}; choose another --control-port.`;
        reject(new SimulatorError('ADDRESS_BUSY', message, { cause }));
      });
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** Stops listening and cuts open requests. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const reply = await this.answer(request);
      if (reply instanceof FileReply) return await sendFile(reply, response);
      send(response, 200, reply ?? { ok: true });
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      const status = error instanceof SimulatorError ? STATUS_TABLE[error.code] : 500;
      send(response, status, { error: error instanceof Error ? error.message : String(error) });
    }
  }

  private async answer(request: IncomingMessage): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const matches = ROUTES.map((route) => ({ route, path: matchPath(route.path, url.pathname) }));
    const there = matches.filter(({ path }) => path !== null);
    if (there.length === 0) {
      throw new SimulatorError(
        'NOT_FOUND',
        `There is no ${url.pathname}; run the simulator with --help for the routes.`,
      );
    }
    const match = there.find(({ route }) => route.method === request.method);
    if (match === undefined) {
      const methods = there.map(({ route }) => route.method).join(' or ');
      throw new SimulatorError('BAD_REQUEST', `${url.pathname} takes ${methods}.`);
    }
    const body = request.method === 'POST' ? await readBody(request) : {};
    return match.route.run({ context: this.context, path: match.path ?? {}, query: url.searchParams, body });
  }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith(':')) values[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return values;
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) throw new SimulatorError('BAD_REQUEST', 'The body is longer than 64 KiB.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new SimulatorError('BAD_REQUEST', 'The body is not JSON.', { cause });
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new SimulatorError('BAD_REQUEST', 'The body takes a JSON object.');
  }
  return body as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function sendFile(reply: FileReply, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': reply.contentType ?? 'application/octet-stream' });
  await pipeline(createReadStream(reply.file), response);
}
