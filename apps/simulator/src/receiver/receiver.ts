import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatorError } from '../simulator-error.js';
import type { ServerIdentity } from './certificate-authority.js';
import { readDigest, receiveBody } from './receive-body.js';
import { BehaviourSwitch, type ReceiverBehaviour } from './receiver-behaviour.js';
import type { ReportStore, StoredReport } from './report-store.js';

/** One PUT that was seen, whatever became of it. */
export interface ReportAttempt {
  readonly id: string;
  /** ISO 8601, UTC; when it began. */
  readonly at: string;
  readonly outcome:
    | 'stored'
    | 'already-stored'
    | 'conflict'
    | 'digest-mismatch'
    | 'bad-request'
    | 'refused'
    | 'unavailable'
    | 'hung'
    | 'wrong-digest'
    | 'cut';
  /** Bytes announced by the client; `null` when it announced none. */
  readonly bytes: number | null;
}

/** Attempts kept; the oldest fall out. */
const KEPT_ATTEMPTS = 50_000;
const REPORT_PATH = /^\/v1\/reports\/([A-Za-z0-9][A-Za-z0-9._-]{0,127})$/;

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The TLS receiver of reports: takes each report once, however often it is sent, and misbehaves when told to. */
export class Receiver {
  readonly behaviour = new BehaviourSwitch();
  private readonly attemptLog: ReportAttempt[] = [];
  private readonly server: Server;

  constructor(
    identity: ServerIdentity,
    private readonly store: ReportStore,
  ) {
    this.server = createServer(
      { cert: identity.certificate, key: identity.privateKey, minVersion: 'TLSv1.2' },
      (request, response) => void this.serve(request, response),
    );
    // A throttled or hanging report may take longer than the five minutes Node allows.
    this.server.requestTimeout = 0;
    this.server.on('tlsClientError', () => undefined);
    this.server.on('clientError', (_error, socket) => socket.destroy());
  }

  /**
   * Listens on 127.0.0.1; port 0 lets the kernel choose. Returns the port.
   *
   * @throws {SimulatorError} ADDRESS_BUSY - when the port cannot be had
   */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (cause) => {
        const message = `The receiver cannot listen on 127.0.0.1:${port}; choose another --receiver-port.`;
        reject(new SimulatorError('ADDRESS_BUSY', message, { cause }));
      });
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** Stops listening and cuts what is still under way. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  /** Every PUT seen, oldest first. */
  attempts(): readonly ReportAttempt[] {
    return this.attemptLog;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = REPORT_PATH.exec(request.url ?? '')?.[1];
    if (id === undefined)
      return answerProblem(request, response, { status: 404, title: 'There is nothing at this path' });
    if (request.method === 'GET' || request.method === 'HEAD') {
      const report = this.store.find(id);
      if (report === undefined) return answerProblem(request, response, { status: 404, title: 'No such report' });
      return answerReceipt(response, 200, report);
    }
    if (request.method !== 'PUT') {
      const problem = { status: 405, title: 'A report is sent with PUT', headers: { allow: 'GET, HEAD, PUT' } };
      return answerProblem(request, response, problem);
    }
    const at = new Date().toISOString();
    const announced = request.headers['content-length'];
    const bytes = announced === undefined ? null : Number(announced);
    let outcome: ReportAttempt['outcome'];
    try {
      outcome = await this.receive(id, request, response);
    } catch {
      outcome = 'cut';
      response.destroy();
    }
    this.attemptLog.push({ id, at, outcome, bytes });
    if (this.attemptLog.length > KEPT_ATTEMPTS) this.attemptLog.shift();
  }

  private async receive(
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<ReportAttempt['outcome']> {
    const behaviour = this.behaviour.take();
    const outage = await this.failOnPurpose(behaviour, request, response);
    if (outage !== null) return outage;
    const wanted = readDigest(single(request.headers['repr-digest']));
    if (wanted === null || request.headers['content-length'] === undefined) {
      const problem =
        wanted === null
          ? { status: 400, title: 'Repr-Digest with sha-256 is required' }
          : { status: 411, title: 'Content-Length is required' };
      answerProblem(request, response, problem);
      return 'bad-request';
    }
    const file = this.store.temporaryFile();
    const bytesPerSecond = behaviour.mode === 'slow' ? behaviour.bytesPerSecond : null;
    const arrived = await receiveBody({ request, file, bytesPerSecond }).catch(async (cause: unknown) => {
      await rm(file, { force: true });
      throw cause;
    });
    if (arrived.sha256 !== wanted || behaviour.mode === 'wrong-digest') {
      await rm(file, { force: true });
      if (arrived.sha256 === wanted) return answerWrongDigest(id, response);
      answerProblem(request, response, { status: 422, title: 'The body does not match its Repr-Digest' });
      return 'digest-mismatch';
    }
    const placement = this.store.place({ id, file, ...arrived, contentType: request.headers['content-type'] ?? null });
    if (placement.outcome === 'conflict') {
      answerProblem(request, response, { status: 409, title: 'Another report was stored under this id' });
    } else {
      answerReceipt(response, placement.outcome === 'stored' ? 201 : 200, placement.report);
    }
    return placement.outcome;
  }

  private async failOnPurpose(
    behaviour: ReceiverBehaviour,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<ReportAttempt['outcome'] | null> {
    if (behaviour.mode === 'refuse') {
      answerProblem(request, response, {
        status: behaviour.status,
        title: 'The receiver takes no report from this sender',
      });
      return 'refused';
    }
    if (behaviour.mode === 'unavailable') {
      const problem = { status: 503, title: 'The receiver is not available', headers: { 'retry-after': '1' } };
      answerProblem(request, response, problem);
      return 'unavailable';
    }
    if (behaviour.mode !== 'hang') return null;
    // Takes the body and never answers; the attempt is known once the client gives up.
    request.resume();
    await new Promise<void>((resolve) => response.once('close', resolve));
    return 'hung';
  }
}

function single(field: string | string[] | undefined): string | undefined {
  return Array.isArray(field) ? field.join(', ') : field;
}

function answerReceipt(response: ServerResponse, status: number, report: StoredReport): void {
  const { id, sha256, receivedAt, receiptId } = report;
  answerJson(response, status, { reportId: id, sha256, storedAt: receivedAt, receiptId });
}

/** Says it stored something else than was sent, and keeps nothing. */
function answerWrongDigest(id: string, response: ServerResponse): 'wrong-digest' {
  answerJson(response, 201, {
    reportId: id,
    sha256: '0'.repeat(64),
    storedAt: new Date().toISOString(),
    receiptId: '00000000-0000-4000-8000-000000000000',
  });
  return 'wrong-digest';
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Answers with `application/problem+json`; the rest of the body is read, so that the client gets to see the answer. */
function answerProblem(request: IncomingMessage, response: ServerResponse, problem: Problem): void {
  request.resume();
  response.writeHead(problem.status, { 'content-type': 'application/problem+json', ...problem.headers });
  response.end(JSON.stringify({ type: 'about:blank', title: problem.title, status: problem.status }));
}
