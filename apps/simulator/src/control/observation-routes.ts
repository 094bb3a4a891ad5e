import { SimulatorError } from '../simulator-error.js';
import { hostView, instanceView } from './fleet-view.js';
import { FileReply, type ControlCall, type Route } from './route.js';

/** Routes that show what is there and what happened, and the switch of the receiver. */
export const OBSERVATION_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/fleet', run: showFleet },
  { method: 'GET', path: '/commands', run: listCommands },
  { method: 'DELETE', path: '/commands', run: clearCommands },
  { method: 'GET', path: '/stats', run: ({ context }) => context.stats.report() },
  { method: 'GET', path: '/receiver', run: ({ context }) => context.receiver.behaviour.present },
  { method: 'POST', path: '/receiver', run: ({ context, body }) => context.receiver.behaviour.set(body) },
  { method: 'GET', path: '/receiver/reports', run: listReports },
  { method: 'GET', path: '/receiver/reports/:id/body', run: sendBody },
  { method: 'GET', path: '/receiver/attempts', run: ({ context }) => ({ attempts: context.receiver.attempts() }) },
];

function showFleet({ context: { fleet } }: ControlCall): unknown {
  return { hosts: fleet.hosts.map(hostView), standalone: fleet.standalone.map(instanceView) };
}

function listCommands({ context, query }: ControlCall): unknown {
  const since = query.get('since') ?? '0';
  if (!/^\d{1,15}$/.test(since)) throw new SimulatorError('BAD_REQUEST', '"since" takes the seq of an entry.');
  const appliance = query.get('appliance');
  if (appliance !== null) context.fleet.appliance(appliance);
  return { commands: context.log.list({ appliance, since: Number(since) }) };
}

function clearCommands({ context }: ControlCall): void {
  context.log.clear();
}

function listReports({ context }: ControlCall): unknown {
  const tries = new Map<string, number>();
  for (const { id } of context.receiver.attempts()) tries.set(id, (tries.get(id) ?? 0) + 1);
  const reports = context.store.list().map(({ id, bytes, sha256, contentType, receivedAt, accepts }) => ({
    id,
    bytes,
    sha256,
    contentType,
    receivedAt,
    attempts: tries.get(id) ?? 0,
    accepts,
  }));
  return { reports };
}

function sendBody({ context, path }: ControlCall): FileReply {
  const report = context.store.find(path['id'] ?? '');
  if (report === undefined) {
    throw new SimulatorError('NOT_FOUND', `No report has the id ${path['id']}; GET /receiver/reports lists them.`);
  }
  return new FileReply(context.store.bodyFile(report.id), report.contentType);
}
