/** The baseline: ssh2 and nothing else. It logs in, runs the commands of a sweep and throws the output away. */
import { Client } from 'ssh2';
import { adc } from '../../../dist/libs/netscaler-cli/src/index.js';
import { answerWithRuns, SESSIONS, simulatedInstances } from './measure.mjs';

const { show } = adc;
const COMMANDS = [
  show.nsVersion,
  show.nsHardware,
  show.callhome,
  show.nsFeature,
  show.uploadAlarm,
  show.nsConfig,
  show.statSystem,
];
const password = process.env.BENCH_PASSWORD;
const instances = await simulatedInstances();

/** @param {{ address: string, port: number }} instance */
function visit({ address, port }) {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('keyboard-interactive', (...round) => {
      const [prompts, finish] = round.slice(3);
      finish(prompts.map(() => password));
    });
    client.on('error', reject);
    client.on('close', resolve);
    client.on('ready', async () => {
      for (const command of COMMANDS) await run(client, command);
      client.end();
    });
    client.connect({ host: address, port, username: 'nsroot', tryKeyboard: true, hostVerifier: () => true });
    client.setNoDelay(true);
  });
}

/** @param {Client} client @param {string} command */
function run(client, command) {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, stream) => {
      if (error) return reject(error);
      stream.stderr.resume();
      stream.resume().on('close', resolve);
    });
  });
}

await answerWithRuns(async () => {
  const queue = [...instances];
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await visit(next);
  };
  await Promise.all(Array.from({ length: SESSIONS }, lane));
  return { read: instances.length };
});
