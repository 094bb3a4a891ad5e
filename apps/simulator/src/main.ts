import { argv, env } from 'node:process';
import { parseOptions, usage } from './options.js';
import { SimulatorError } from './simulator-error.js';
import { startSimulator } from './simulator.js';

/** The process must be gone this soon after it is asked to end. */
const LONGEST_CLOSE_MS = 1_900;

async function main(): Promise<void> {
  const options = parseOptions(argv.slice(2), env);
  if (options === 'help') {
    process.stdout.write(usage());
    return;
  }
  const starting = startSimulator(options);
  const end = (): void => {
    setTimeout(() => process.exit(0), LONGEST_CLOSE_MS).unref();
    starting
      .then((simulator) => simulator.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`simulator: it did not end cleanly: ${String(error)}\n`);
          process.exit(1);
        },
      );
  };
  // From the first moment on, so that an end during the start leaves nothing behind either.
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const simulator = await starting;
  process.stdout.write(`${JSON.stringify(simulator.ready)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof SimulatorError && error.code === 'BAD_OPTION' ? 2 : 1;
});
