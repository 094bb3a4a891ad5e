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
  readonly commands: string[];
  readonly files: Map<string, Buffer>;
  /** Sessions still connected. */
  readonly connected: Set<Connection>;
  /** Cuts every connection as a power failure would: no goodbye. */
  kill(): void;
  close(): Promise<void>;
}

export interface FakeBehaviour {
  readonly methods?: readonly ('keyboard-interactive' | 'password' | 'publickey')[];
  /** Rounds of keyboard-interactive after the first; each is a list of prompts. */
  readonly furtherRounds?: readonly (readonly string[])[];
  /** Refuses keyboard-interactive without asking anything. */
  readonly interactiveRefusesUnasked?: boolean;
  /** Never answers an authentication request. */
  readonly silentLogin?: boolean;
  readonly publicKey?: Buffer;
  readonly exec?: (command: string, channel: ServerChannel) => void;
  readonly shell?: (channel: ServerChannel) => void;
  readonly refuseChannels?: boolean;
}

/** An SSH server of our own making on a free loopback port. */
export async function startAppliance(behaviour: FakeBehaviour = {}): Promise<FakeAppliance> {
  const keys = newKeyPair();
  const server = new ssh2.Server({ hostKeys: [keys.private], banner: `${'#'.repeat(79)}\nauthorized users only\n` });
  const sockets = new Set<Socket>();
  const fake = {
    hostKey: publicBlob(keys.public),
    logins: [] as FakeAppliance['logins'],
    commands: [] as string[],
    files: new Map<string, Buffer>(),
    connected: new Set<Connection>(),
  };
  server.on('connection', (connection) => {
    fake.connected.add(connection);
    connection.on('error', () => undefined); // cut connections are part of the game
    connection.on('close', () => fake.connected.delete(connection));
    connection.on('authentication', (context) => judge(context, behaviour, fake.logins));
    connection.on('session', (accept, reject) => {
      if (behaviour.refuseChannels) return reject();
      const session = accept();
      session.on('exec', (acceptExec, _reject, { command }) => {
        fake.commands.push(command);
        behaviour.exec?.(command, acceptExec());
      });
      session.on('pty', (acceptPty) => acceptPty?.());
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

function judge(context: AuthContext, behaviour: FakeBehaviour, logins: FakeAppliance['logins']): void {
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
  if (context.method !== 'keyboard-interactive' || behaviour.interactiveRefusesUnasked) return context.reject(methods);
  askRounds(context, [['Password:'], ...(behaviour.furtherRounds ?? [])], (answers) => {
    seen.secret = answers[0]?.[0] ?? null;
    if (seen.secret === PASSWORD) context.accept();
    else context.reject(methods);
  });
}

function askRounds(
  context: KeyboardAuthContext,
  rounds: readonly (readonly string[])[],
  done: (answers: string[][]) => void,
  answers: string[][] = [],
): void {
  const [round, ...later] = rounds;
  if (round === undefined) return done(answers);
  const prompts = round.map((prompt) => ({ prompt, echo: false }));
  context.prompt(prompts, (given) => askRounds(context, later, done, [...answers, given]));
}
