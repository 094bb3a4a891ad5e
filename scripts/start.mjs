/** Starts everything on this machine. Run: npm start [-- --no-demo] */
import fs from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { exitWith, Fault, faultText } from './fault.mjs';
import { ensureFolder, ROOT, shown } from './folders.mjs';
import { ensureInstalled } from './install.mjs';
import { requirePort } from './ports.mjs';
import { trackChildren } from './start/children.mjs';
import { HELP, readEnvFile, readOptions } from './start/options.mjs';
import { migrate, startController, startSimulator, startWorkers } from './start/product.mjs';
import { createProgress, table } from './start/progress.mjs';
import { takeDataFolder } from './start/run-file.mjs';
import { firstSignIn, simulatorIdentity } from './start/secrets.mjs';
import { prepareServers } from './start/servers.mjs';

const progress = createProgress();

async function main() {
  readEnvFile(path.join(ROOT, '.env'), process.env);
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  await requirePort(options.port, options.host);
  ensureFolder(options.dataDir, 'DATA_DIR');
  fs.mkdirSync(path.join(options.dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const folder = await takeDataFolder(options.dataDir);
  const children = trackChildren(folder.record);
  const ending = handleEnd(children, folder.release);
  try {
    await serve(options, children, ending);
  } catch (error) {
    // A child that the end itself has stopped is no fault.
    await ending.end(ending.stopping() ? null : error);
  }
}

/**
 * @param {import('./start/options.mjs').StartOptions} options
 * @param {import('./start/children.mjs').Children} children
 * @param {ReturnType<typeof handleEnd>} ending
 */
async function serve(options, children, ending) {
  await step(ending, () => ensureInstalled(progress.now));
  await step(ending, () => ensureBuilt({ say: progress.now }));
  progress.now('starting the database and Redis');
  const servers = await step(ending, () => prepareServers(options, children));
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(options.port),
    HOST: options.host,
    DATA_DIR: options.dataDir,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    ADMIN_PASSWORD: '', // only the controller is told
  };
  const surroundings = { options, children, env, fail: ending.end, stopping: ending.stopping };
  progress.now('bringing the database up to date');
  await step(ending, () => migrate(surroundings));
  const signIn = firstSignIn(options);
  const identity = options.demo ? await simulatorIdentity(options.dataDir) : null;
  progress.now('starting the controller and the workers');
  const simulator = identity && (await step(ending, () => startSimulator(surroundings, identity)));
  const controller = await step(ending, () => startController(surroundings, signIn.password));
  await step(ending, () => startWorkers(surroundings));
  if (identity !== null) await step(ending, () => demo({ controller, simulator, identity, signIn }));
  welcome(controller, signIn, options.dataDir);
}

/**
 * Runs one step of the start, unless it is time to stop.
 * @template T
 * @param {ReturnType<typeof handleEnd>} ending
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(ending, work) {
  if (ending.stopping()) return new Promise(() => {}); // the process ends while this waits
  return work();
}

/**
 * @param {{ controller: { url: string }, simulator: any, identity: { password: string },
 *   signIn: import('./start/secrets.mjs').FirstSignIn }} parts
 */
async function demo({ controller, simulator, identity, signIn }) {
  const { runDemo } = await import('./demo.mjs');
  try {
    const { summary } = await runDemo({
      baseUrl: controller.url,
      simulator,
      simulatorPassword: identity.password,
      adminPassword: signIn.password,
      onProgress: progress.now,
    });
    progress.line(`\n${table(summary)}`);
  } catch (error) {
    progress.line(`The demo did not finish: ${/** @type {Error} */ (error).message}. Everything else is running.`);
  }
}

/**
 * @param {{ url: string, firstAdmin?: boolean }} controller
 * @param {import('./start/secrets.mjs').FirstSignIn} signIn
 * @param {string} dataDir
 */
function welcome(controller, signIn, dataDir) {
  const shownOnce = signIn.isNew && controller.firstAdmin !== false;
  const password = shownOnce
    ? `${signIn.password}   (shown once; kept in ${shown(signIn.file)})`
    : `in ${shown(signIn.file)}`;
  progress.line(
    `\n${table([
      { label: 'Console', value: controller.url },
      { label: 'Sign in as', value: signIn.username },
      { label: 'Password', value: password },
      { label: 'Logs', value: shown(path.join(dataDir, 'logs')) },
      { label: 'Stop', value: 'Ctrl-C' },
    ])}\n`,
  );
}

/**
 * Ends everything once, whatever the cause: a signal, or a fault.
 * @param {import('./start/children.mjs').Children} children
 * @param {() => void} release
 */
function handleEnd(children, release) {
  let stopping = false;
  /** @param {unknown} fault null when a person asked for the end */
  const end = async (fault) => {
    if (stopping) return;
    stopping = true;
    progress.clear();
    if (fault === null) progress.line('stopping');
    else process.stderr.write(`${faultText(fault)}\n`);
    await children.stopAll().catch((error) => process.stderr.write(`${faultText(error)}\n`));
    release();
    process.exit(fault === null ? 0 : fault instanceof Fault ? fault.exitCode : 1);
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (stopping) process.exit(130); // asked twice: do not wait
      void end(null);
    });
  }
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
  process.on('exit', () => children.killAll());
  return { end, stopping: () => stopping };
}

main().catch(exitWith);
