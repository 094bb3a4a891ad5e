import net from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Algorithms, type Connection, type ParsedKey, type Server as SshServer } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';
import { SimulatorError } from '../simulator-error.js';
import { gatherWrites } from './gather-writes.js';
import { makeEarlyTrouble, serverIdent } from './early-trouble.js';
import type { HostKeys } from './host-keys.js';
import { LoginJudge } from './login-judge.js';
import type { ReadyServers } from './ready-servers.js';
import { LEGACY_ALGORITHMS, SERVER_ALGORITHMS } from './server-algorithms.js';
import { serveConnection, type ServiceContext } from './serve-connection.js';
import { SlowSocket } from './slow-socket.js';
import { Wire } from './wire.js';

/** What all listeners of a fleet share. */
export interface ListenerContext extends ServiceContext {
  readonly hostKeys: HostKeys;
  readonly servers: ReadyServers;
}

const BANNER = `###############################################################################
#                                                                             #
#        WARNING: Access to this system is for authorized users only          #
#         Disconnect IMMEDIATELY if you are not an authorized user!           #
#                                                                             #
###############################################################################
`;

/** The library asks after silent clients by itself every 15 s, which no appliance does; this is as good as never. */
const NEVER_MS = 2 ** 31 - 1;

/** The SSH server of one appliance on its own address. */
export class ApplianceListener {
  private listener: net.Server | null = null;
  private judge: LoginJudge | null = null;
  private readonly sockets = new Set<net.Socket>();
  /** Connections the SSH layer has not greeted yet, by the client's end. */
  private readonly arriving = new Map<string, Wire>();
  private readonly loggedIn = new Set<Connection>();

  constructor(
    readonly appliance: Appliance,
    private readonly context: ListenerContext,
  ) {}

  /**
   * Listens, unless the appliance is down, refuses connections, or does it already.
   *
   * @throws {SimulatorError} ADDRESS_BUSY - when the address cannot be had
   */
  async open(): Promise<void> {
    if (this.appliance.down || this.refuses() || this.listener !== null) return;
    const listener = net.createServer({ noDelay: true }, (socket) => this.accept(socket));
    this.listener = listener;
    const { address, port } = this.appliance;
    await new Promise<void>((resolve, reject) => {
      listener.once('error', (cause: NodeJS.ErrnoException) => {
        this.listener = null;
        const reason = `${address}:${port} cannot be opened (${cause.code ?? cause.message})`;
        const remedy =
          cause.code === 'EMFILE' ? 'raise the limit of open files' : 'free it or choose another --port or --network';
        reject(new SimulatorError('ADDRESS_BUSY', `${reason}; ${remedy}.`, { cause }));
      });
      listener.listen({ host: address, port, backlog: 64 }, resolve);
    });
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    const stopped = this.stopListening();
    this.dropConnections();
    await stopped;
  }

  /**
   * Listens or stops listening as the faults of the appliance now want it; open connections stay.
   *
   * @throws {SimulatorError} ADDRESS_BUSY - when the address cannot be had
   */
  async refresh(): Promise<void> {
    // Not awaited: it takes as long as the connections that stay open.
    if (this.refuses()) void this.stopListening();
    else await this.open();
  }

  /** Cuts every connection as a restart does; new ones are welcome. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Shows another host key to the connections that follow. */
  rotateHostKey(): void {
    this.context.hostKeys.rotate(this.appliance.name);
    this.context.servers.forget(this.appliance);
  }

  private refuses(): boolean {
    return this.context.faults.peek(this.appliance, 'refuse') !== null;
  }

  /** New connections are refused at once; it resolves when the old ones are over. */
  private async stopListening(): Promise<void> {
    const listener = this.listener;
    this.listener = null;
    if (listener !== null) await new Promise<void>((resolve) => listener.close(() => resolve()));
  }

  private accept(socket: net.Socket): void {
    const { appliance, context } = this;
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    context.stats.of(appliance).connections += 1;
    if (makeEarlyTrouble(socket, appliance, context.faults)) return;
    const stream = this.slowed(socket);
    // The library does not say which socket a connection came by, only where from.
    const origin = `${socket.remoteAddress}:${socket.remotePort}`;
    this.arriving.set(origin, new Wire(socket, stream));
    socket.once('close', () => this.arriving.delete(origin));
    // A slow socket has all that the library asks of a socket.
    this.server().injectSocket(stream as net.Socket);
  }

  private serve(connection: Connection, origin: string): void {
    const { appliance, context, loggedIn } = this;
    const wire = this.arriving.get(origin);
    if (wire === undefined) return void connection.end();
    this.arriving.delete(origin);
    this.judge ??= new LoginJudge(appliance, context);
    serveConnection({ appliance, connection, wire, judge: this.judge, loggedIn }, context);
  }

  private slowed(socket: net.Socket): Duplex {
    const { faults } = this.context;
    const drip = faults.take(this.appliance, 'drip');
    const loss = faults.take(this.appliance, 'loss');
    if (drip === null && loss === null) {
      gatherWrites(socket);
      return socket;
    }
    return new SlowSocket(socket, {
      bytesPerSecond: drip?.bytesPerSecond ?? null,
      lossPercent: loss?.percent ?? 0,
      stallMs: loss?.stallMs ?? 0,
    });
  }

  /** The key is read only now: a fleet of thousands starts without making thousands of keys. */
  private server(): SshServer {
    const { faults, hostKeys, servers } = this.context;
    const { name } = this.appliance;
    if (faults.take(this.appliance, 'algorithms') !== null) {
      return this.createServer(hostKeys.legacyOf(name), LEGACY_ALGORITHMS);
    }
    if (faults.take(this.appliance, 'host-key') !== null) {
      return this.createServer(hostKeys.foreignOf(name), SERVER_ALGORITHMS);
    }
    return servers.of(this.appliance, () => this.createServer(hostKeys.of(name), SERVER_ALGORITHMS));
  }

  private createServer(key: ParsedKey, algorithms: { readonly [K in keyof Algorithms]: readonly string[] }): SshServer {
    const lists = Object.fromEntries(Object.entries(algorithms).map(([kind, names]) => [kind, [...names]]));
    const server = new ssh2.Server({
      hostKeys: [{ key, passphrase: '' }],
      banner: this.appliance.terminal.banner ?? BANNER,
      ident: serverIdent(this.appliance),
      keepaliveInterval: NEVER_MS,
      algorithms: lists,
    });
    server.on('connection', (connection, { ip, port }) => this.serve(connection, `${ip}:${port}`));
    return server;
  }
}
