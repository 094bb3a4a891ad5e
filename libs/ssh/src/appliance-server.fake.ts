import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type KeyboardAuthContext, type ServerChannel } from 'ssh2';
import { serveFiles } from './file-server.fake.js';
import { newKeyPair } from './key-pair.fake.js';

export const USERNAME = 'nsroot';
export const PASSWORD = 'opens-the-fake';

export interface FakeAppliance {
  readonly port: number;
  readonly hostKey: Buffer;
  /** Every authentication request, `none` included, with the secret it carried. */
  readonly logins: { method: string; secret: string | null }[];
  /** What was answered to each round of keyboard-interactive. */
  readonly answers: string[][];
  readonly commands: string[];
  /** Terminals asked for. */
  readonly terminals: { columns: number; rows: number }[];
  readonly files: Map<string, Buffer>;
  /** Sessions still connected. */
  readonly connected: Set<Connection>;
  /** Cuts every connection as a power failure would: no goodbye. */
  kill(): void;
  close(): Promise<void>;
}

export interface FakeBehaviour {
  readonly methods?: readonly ('keyboard-interactive' | 'password' | 'publickey')[];
  /** Rounds of keyboard-interactive; a prompt that is to be shown while it is answered ends in `(shown)`. */
  readonly rounds?: readonly (readonly string[])[];
  /** Rounds after the ones above. */
  readonly furtherRounds?: readonly (readonly string[])[];
  /** Instructions that come with every round after the first. */
  readonly instructions?: string;
  readonly banner?: string;
  /** Refuses keyboard-interactive without asking anything. */
  readonly interactiveRefusesUnasked?: boolean;
  /** Never answers an authentication request. */
  readonly silentLogin?: boolean;
  readonly publicKey?: Buffer;
  readonly exec?: (command: string, channel: ServerChannel) => void;
  readonly shell?: (channel: ServerChannel) => void;
  readonly refuseChannels?: boolean;
  /** Opens channels, and refuses to run a command on them. */
  readonly refuseExec?: boolean;
  /** Channels one login may open in all; further ones are refused. */
  readonly mostChannels?: number;
}

/** An SSH server of our own making on a free loopback port. */
export async function startAppliance(behaviour: FakeBehaviour = {}): Promise<FakeAppliance> {
  const keys = newKeyPair();
  const banner = behaviour.banner ?? `${'#'.repeat(79)}\nauthorized users only\n`;
  const server = new ssh2.Server({ hostKeys: [keys.private], banner });
  const sockets = new Set<Socket>();
  const fake = {
    hostKey: publicBlob(keys.public),
    logins: [] as FakeAppliance['logins'],
    answers: [] as string[][],
    commands: [] as string[],
    terminals: [] as FakeAppliance['terminals'],
    files: new Map<string, Buffer>(),
    connected: new Set<Connection>(),
  };
  server.on('connection', (connection) => {
    let channels = 0;
    fake.connected.add(connection);
    connection.on('error', () => undefined); // cut connections are part of the game
    connection.on('close', () => fake.connected.delete(connection));
    connection.on('authentication', (context) => judge(context, behaviour, fake));
    connection.on('session', (accept, reject) => {
      if (behaviour.refuseChannels || ++channels > (behaviour.mostChannels ?? Infinity)) return reject();
      const session = accept();
      session.on('exec', (acceptExec, rejectExec, { command }) => {
        fake.commands.push(command);
        if (behaviour.refuseExec) return rejectExec();
        behaviour.exec?.(command, acceptExec());
      });
      session.on('pty', (acceptPty, _reject, { cols, rows }) => {
        fake.terminals.push({ columns: cols, rows });
        acceptPty?.();
      });
      session.on('shell', (acceptShell) => behaviour.shell?.(acceptShell()));
      session.on('sftp', (acceptSftp) => serveFiles(acceptSftp(), fake.files));
    });
  });
  // The sockets are ours, so that they can be cut.
  const listener = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.once('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const kill = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  return {
    ...fake,
    port: (listener.address() as AddressInfo).port,
    kill,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        kill();
      }),
  };
}

export function publicBlob(publicKey: string): Buffer {
  return Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
}

function judge(
  context: AuthContext,
  behaviour: FakeBehaviour,
  { logins, answers }: Pick<FakeAppliance, 'logins' | 'answers'>,
): void {
  const methods = [...(behaviour.methods ?? (['keyboard-interactive', 'password'] as const))];
  const seen: FakeAppliance['logins'][number] = { method: context.method, secret: null };
  logins.push(seen);
  if (behaviour.silentLogin) return;
  if (context.method === 'password') {
    seen.secret = context.password;
    return context.password === PASSWORD ? context.accept() : context.reject(methods);
  }
  if (context.method === 'publickey') {
    const known = behaviour.publicKey?.equals(context.key.data) === true;
    return known ? context.accept() : context.reject(methods);
  }
  const isOffered = methods.includes('keyboard-interactive');
  if (context.method !== 'keyboard-interactive' || !isOffered || behaviour.interactiveRefusesUnasked) {
    return context.reject(methods);
  }
  const rounds = [...(behaviour.rounds ?? [['Password:']]), ...(behaviour.furtherRounds ?? [])];
  const ask = (index: number): void => {
    const round = rounds[index];
    const given = answers.flat();
    seen.secret = given.includes(PASSWORD) ? PASSWORD : (given[0] ?? null);
    if (round === undefined) return seen.secret === PASSWORD ? context.accept() : context.reject(methods);
    askRound(context, { round, instructions: index === 0 ? '' : (behaviour.instructions ?? '') }, (given) => {
      answers.push(given);
      ask(index + 1);
    });
  };
  ask(0);
}

function askRound(
  context: KeyboardAuthContext,
  { round, instructions }: { round: readonly string[]; instructions: string },
  done: (answers: string[]) => void,
): void {
  const prompts = round.map((prompt) => ({ prompt: prompt.replace('(shown)', ''), echo: prompt.endsWith('(shown)') }));
  context.prompt(prompts, '', instructions, done);
}
