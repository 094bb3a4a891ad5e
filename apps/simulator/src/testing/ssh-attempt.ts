import net from 'node:net';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';

/** A login that may go wrong, for specs: how far it came, and how it ended. */
export interface SshAttempt {
  readonly client: Client;
  /** What happened, in order: `handshake`, `ready`, `change password`, `error: level or code`, `close`. */
  readonly events: string[];
  /** Prompts of each keyboard-interactive round. */
  readonly rounds: string[][];
  /** SHA-256 of the host key, hexadecimal. */
  readonly hostKey: () => string;
  /** Resolves when it is over, one way or another. */
  readonly closed: Promise<void>;
  /** Resolves when it is logged in, or over. */
  readonly settled: Promise<void>;
}

/** What an attempt answers, and anything else the client library takes. */
export interface AttemptOptions extends ConnectConfig {
  /** Answers of the keyboard-interactive rounds in turn; the password without it. */
  readonly answers?: readonly string[];
}

/** Begins to log in, and never throws. */
export function attemptLogin(place: { host: string; port: number }, options: AttemptOptions = {}): SshAttempt {
  const { answers, ...config } = options;
  const client = new ssh2.Client();
  const events: string[] = [];
  const rounds: string[][] = [];
  const left = [...(answers ?? [])];
  let hostKey = '';
  client.on('handshake', () => events.push('handshake'));
  client.on('ready', () => events.push('ready'));
  client.on('change password', () => events.push('change password'));
  client.on('error', (error) =>
    events.push(`error: ${(error as { level?: string }).level ?? (error as { code?: string }).code ?? error.message}`),
  );
  client.on('keyboard-interactive', (...[, , , asked, answer]) => {
    rounds.push(asked.map(({ prompt }) => prompt));
    answer(asked.map(() => left.shift() ?? 'spec-password'));
  });
  const closed = new Promise<void>((resolve) => {
    client.once('close', () => {
      events.push('close');
      resolve();
    });
  });
  const settled = Promise.race([new Promise<void>((resolve) => client.once('ready', resolve)), closed]);
  client.connect({
    ...place,
    username: 'nsroot',
    tryKeyboard: true,
    readyTimeout: 0,
    hostHash: 'sha256',
    hostVerifier: (hash: string) => {
      hostKey = hash;
      return true;
    },
    ...config,
  });
  return { client, events, rounds, hostKey: () => hostKey, closed, settled };
}

/** A TCP connection that says nothing by itself. */
export interface TcpProbe {
  readonly socket: net.Socket;
  /** Everything that came so far. */
  readonly received: () => Buffer;
  /** Resolves with the end: `end` in order, `ECONNRESET`, `ECONNREFUSED`. */
  readonly over: Promise<string>;
}

/** Connects without speaking SSH. */
export function probeTcp(place: { host: string; port: number }): TcpProbe {
  const socket = net.connect(place);
  const chunks: Buffer[] = [];
  let ending = 'end';
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error: NodeJS.ErrnoException) => (ending = error.code ?? error.message));
  const over = new Promise<string>((resolve) => socket.once('close', () => resolve(ending)));
  return { socket, received: () => Buffer.concat(chunks), over };
}
