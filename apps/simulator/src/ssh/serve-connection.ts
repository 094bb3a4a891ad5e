import type { Connection, Session } from 'ssh2';
import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { Appliance } from '../fleet/appliance.js';
import type { CommandLog, CommandOrigin } from '../fleet/command-log.js';
import type { CliSession, Terminal } from './cli-session.js';
import type { LoginJudge, LoginRules } from './login-judge.js';
import type { GiveByHand } from './run-command.js';
import { serveExec, serveShell, type CliChannel } from './serve-cli.js';
import { serveSftp } from './serve-sftp.js';
import type { Wire } from './wire.js';

/** What serving needs beside the rules of logging in. */
export interface ServiceContext extends LoginRules {
  readonly log: CommandLog;
  readonly bundles: BundleWriter;
  /** A fresh command line on the appliance; `terminal` is `null` where there is none. */
  readonly openSession: (appliance: Appliance, terminal: Terminal | null) => CliSession;
  readonly giveByHand: GiveByHand;
}

/** One connection that got as far as the SSH layer. */
export interface ServedConnection {
  readonly appliance: Appliance;
  readonly connection: Connection;
  readonly wire: Wire;
  readonly judge: LoginJudge;
  /** Connections that are logged in to the same appliance, oldest first; this one is put in and taken out. */
  readonly loggedIn: Set<Connection>;
}

/** Serves a connection: its login, its channels, and whatever goes wrong between them. */
export function serveConnection(served: ServedConnection, context: ServiceContext): void {
  const { appliance, connection, wire, judge, loggedIn } = served;
  const { faults, stats } = context;
  // A client that leaves mid-handshake is no news; the close event follows.
  connection.on('error', () => undefined);
  judge.attend(connection, wire);
  connection.on('ready', () => {
    stats.opened(appliance);
    const others = [...loggedIn];
    loggedIn.add(connection);
    const room = faults.peek(appliance, 'one-login');
    if (room?.second === 'throws-out') for (const other of others) other.end();
    if (room?.second === 'refused' && others.length > 0) connection.end();
    const cut = faults.take(appliance, 'cut', ({ at }) => at === 'after-login');
    if (cut !== null) wire.cut(cut.reset);
    else if (faults.take(appliance, 'hang', ({ at }) => at === 'after-login') !== null) wire.freeze();
  });
  const login = { session: context.log.nextSession(), user: context.username };
  connection.on('session', (accept) => serveSession(accept(), { ...served, login }, context));
  connection.on('close', () => {
    if (loggedIn.delete(connection)) stats.closed(appliance);
  });
}

type LoggedInConnection = ServedConnection & { readonly login: Omit<CommandOrigin, 'channel'> };

function serveSession(session: Session, { appliance, wire, login }: LoggedInConnection, context: ServiceContext): void {
  const { log, stats, faults, bundles, openSession, giveByHand } = context;
  const shared = { log, stats, faults, wire, giveByHand };
  let terminal: Terminal | null = null;
  const isRefused = (wanted: 'exec' | 'shell' | 'sftp' | 'terminal'): boolean =>
    faults.take(appliance, 'refuse-channel', ({ channel }) => channel === wanted) !== null;
  const cliOn = (channel: CliChannel['channel'], kind: 'exec' | 'shell'): CliChannel => {
    // A client that closes early makes late writes fail; there is nobody left to tell.
    channel.on('error', () => undefined);
    const origin = { ...login, channel: kind };
    return { appliance, channel, session: openSession(appliance, terminal), origin, ...shared };
  };
  session.on('pty', (accept, reject, { rows, cols }) => {
    if (isRefused('terminal')) return reject?.();
    terminal = { rows, columns: cols };
    accept?.();
  });
  session.on('window-change', (accept) => accept?.());
  session.on('env', (accept) => accept?.());
  session.on('exec', (accept, reject, { command }) => {
    if (isRefused('exec')) return reject?.();
    const channel = accept();
    serveExec(cliOn(channel, 'exec'), command).catch(() => channel.destroy());
  });
  session.on('shell', (accept, reject) => {
    if (isRefused('shell')) return reject?.();
    serveShell(cliOn(accept(), 'shell'), terminal !== null);
  });
  session.on('sftp', (accept, reject) => {
    if (isRefused('sftp')) return reject?.();
    serveSftp(accept(), { appliance, bundles, log, faults, wire, origin: { ...login, channel: 'sftp' } });
  });
}
