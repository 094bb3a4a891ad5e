import { createHash, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import ssh2, { type AuthContext, type Connection, type Server as SshServer, type Session } from 'ssh2';
import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { Appliance } from '../fleet/appliance.js';
import type { CommandLog } from '../fleet/command-log.js';
import type { TrafficStats } from '../fleet/traffic-stats.js';
import { SimulatorError } from '../simulator-error.js';
import type { CliSession } from './cli-session.js';
import type { HostKeys } from './host-keys.js';
import { serveExec, serveShell, waitLatency, type CliChannel } from './serve-cli.js';
import { serveSftp } from './serve-sftp.js';

/** What all listeners of a fleet share. */
export interface ListenerContext {
  readonly username: string;
  readonly password: string;
  readonly hostKeys: HostKeys;
  readonly log: CommandLog;
  readonly stats: TrafficStats;
  readonly bundles: BundleWriter;
  /** A fresh command line on the appliance. */
  readonly openSession: (appliance: Appliance) => CliSession;
}

const BANNER = `###############################################################################
#                                                                             #
#        WARNING: Access to this system is for authorized users only          #
#         Disconnect IMMEDIATELY if you are not an authorized user!           #
#                                                                             #
###############################################################################
`;

/** Only what clients like best and what costs least, so that thousands of logins fit on one core. */
const ALGORITHMS = {
  kex: ['ecdh-sha2-nistp256', 'diffie-hellman-group14-sha256'],
  cipher: ['aes128-gcm@openssh.com', 'aes128-ctr'],
  serverHostKey: ['ecdsa-sha2-nistp256'],
} as const;

const AUTH_METHODS: ('keyboard-interactive' | 'password')[] = ['keyboard-interactive', 'password'];
const MOST_ATTEMPTS = 6;

/** The SSH server of one appliance on its own address. */
export class ApplianceListener {
  private listener: net.Server | null = null;
  private sshServer: SshServer | null = null;
  private readonly sockets = new Set<net.Socket>();

  constructor(
    readonly appliance: Appliance,
    private readonly context: ListenerContext,
  ) {}

  /**
   * Listens, unless the appliance is down or it does already.
   *
   * @throws {SimulatorError} ADDRESS_BUSY - when the address cannot be had
   */
  async open(): Promise<void> {
    if (this.appliance.down || this.listener !== null) return;
    const listener = net.createServer({ noDelay: true }, (socket) => this.accept(socket));
    this.listener = listener;
    const { address, port } = this.appliance;
    await new Promise<void>((resolve, reject) => {
      listener.once('error', (cause: NodeJS.ErrnoException) => {
        this.listener = null;
        const reason = `${address}:${port} cannot be opened (${cause.code ?? cause.message})`;
        reject(
          new SimulatorError('ADDRESS_BUSY', `${reason}; free it or choose another --port or --network.`, { cause }),
        );
      });
      listener.listen({ host: address, port, backlog: 64 }, resolve);
    });
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    const listener = this.listener;
    this.listener = null;
    this.dropConnections();
    if (listener !== null) await new Promise<void>((resolve) => listener.close(() => resolve()));
  }

  /** Cuts every connection as a restart does; new ones are welcome. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Shows another host key to the connections that follow. */
  rotateHostKey(): void {
    this.context.hostKeys.rotate(this.appliance.name);
    this.sshServer = null;
  }

  private accept(socket: net.Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    this.context.stats.of(this.appliance).connections += 1;
    // The key is made only now: a fleet of thousands starts without making thousands of keys.
    this.sshServer ??= this.createSshServer();
    this.sshServer.injectSocket(socket);
  }

  private createSshServer(): SshServer {
    const server = new ssh2.Server({
      hostKeys: [{ key: this.context.hostKeys.of(this.appliance.name), passphrase: '' }],
      banner: BANNER,
      ident: this.appliance.kind === 'host' ? 'OpenSSH_7.9' : 'OpenSSH_8.1',
      algorithms: {
        kex: [...ALGORITHMS.kex],
        cipher: [...ALGORITHMS.cipher],
        serverHostKey: [...ALGORITHMS.serverHostKey],
      },
    });
    server.on('connection', (connection) => this.serve(connection));
    return server;
  }

  private serve(connection: Connection): void {
    const { stats } = this.context;
    let attempts = 0;
    let isLoggedIn = false;
    // A client that leaves mid-handshake is no news; the close event follows.
    connection.on('error', () => undefined);
    connection.on('authentication', (request) => {
      void this.authenticate(request, () => {
        attempts += 1;
        stats.of(this.appliance).authFailed += 1;
        if (attempts >= MOST_ATTEMPTS) connection.end();
      });
    });
    connection.on('ready', () => {
      isLoggedIn = true;
      stats.opened(this.appliance);
    });
    connection.on('session', (accept) => this.serveSession(accept()));
    connection.on('close', () => {
      if (isLoggedIn) stats.closed(this.appliance);
      isLoggedIn = false;
    });
  }

  private async authenticate(request: AuthContext, onFailed: () => void): Promise<void> {
    const judge = async (password: string): Promise<void> => {
      await waitLatency(this.appliance);
      if (request.username === this.context.username && isSame(password, this.context.password))
        return request.accept();
      onFailed();
      request.reject(AUTH_METHODS);
    };
    if (request.method === 'password') return judge(request.password);
    if (request.method !== 'keyboard-interactive') return request.reject(AUTH_METHODS);
    request.prompt([{ prompt: 'Password:', echo: false }], (answers) => void judge(answers[0] ?? ''));
  }

  private serveSession(session: Session): void {
    const { log, stats, bundles, openSession } = this.context;
    const { appliance } = this;
    let hasTerminal = false;
    const cliOn = (channel: CliChannel['channel']): CliChannel => {
      // A client that closes early makes late writes fail; there is nobody left to tell.
      channel.on('error', () => undefined);
      return { appliance, channel, session: openSession(appliance), log, stats };
    };
    session.on('pty', (accept) => {
      hasTerminal = true;
      accept?.();
    });
    session.on('window-change', (accept) => accept?.());
    session.on('env', (accept) => accept?.());
    session.on('exec', (accept, _reject, { command }) => {
      const channel = accept();
      serveExec(cliOn(channel), command).catch(() => channel.destroy());
    });
    session.on('shell', (accept) => serveShell(cliOn(accept()), hasTerminal));
    session.on('sftp', (accept) => serveSftp(accept(), { appliance, bundles, log }));
  }
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
