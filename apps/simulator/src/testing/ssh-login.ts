import { once } from 'node:events';
import ssh2, { type Client, type SFTPWrapper } from 'ssh2';

/** Where and how to log in. */
export interface LoginRequest {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly method?: 'keyboard-interactive' | 'password';
}

/** A login with the vendor-neutral client library, for specs. */
export interface SshLogin {
  readonly client: Client;
  readonly banner: string;
  /** SHA-256 of the host key, hexadecimal. */
  readonly hostKey: string;
  /** Prompts of the keyboard-interactive rounds. */
  readonly prompts: readonly string[];
  /** Everything an exec channel printed. */
  exec(command: string): Promise<string>;
  /** Everything a terminal printed until the appliance closed it; `input` is typed at once. */
  shell(input: string): Promise<string>;
  sftp(): Promise<SFTPWrapper>;
  close(): Promise<void>;
}

/** Logs in; rejects with the client library's error when it is refused. */
export async function logIn(request: LoginRequest): Promise<SshLogin> {
  const { host, port, username = 'nsroot', password = 'spec-password', method = 'keyboard-interactive' } = request;
  const client = new ssh2.Client();
  const prompts: string[] = [];
  let banner = '';
  let hostKey = '';
  client.on('banner', (text) => (banner += text));
  client.on('keyboard-interactive', (...[, , , asked, answer]) => {
    prompts.push(...asked.map(({ prompt }) => prompt));
    answer(asked.map(() => password));
  });
  const ready = once(client, 'ready');
  client.connect({
    host,
    port,
    username,
    hostHash: 'sha256',
    hostVerifier: (hash: string) => {
      hostKey = hash;
      return true;
    },
    ...(method === 'password' ? { password, tryKeyboard: false } : { tryKeyboard: true }),
  });
  try {
    await ready;
  } catch (error) {
    client.end();
    throw error;
  }
  client.on('error', () => undefined);
  const collect = (open: (done: (error: Error | undefined, channel: ssh2.ClientChannel) => void) => void) =>
    new Promise<string>((resolve, reject) => {
      open((error, channel) => {
        if (error) return reject(error);
        let text = '';
        channel.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        channel.stderr.resume();
        channel.on('close', () => resolve(text));
      });
    });
  return {
    client,
    banner,
    hostKey,
    prompts,
    exec: (command) => collect((done) => client.exec(command, done)),
    shell: (input) =>
      collect((done) =>
        client.shell({ term: 'vt100', cols: 512 }, (error, channel) => {
          done(error, channel);
          if (!error) channel.write(input);
        }),
      ),
    sftp: () =>
      new Promise((resolve, reject) => {
        client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)));
      }),
    async close() {
      const closed = once(client, 'close');
      client.end();
      await closed;
    },
  };
}
