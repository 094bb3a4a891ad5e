import 'reflect-metadata';
import { readSettings } from '../../../libs/config/src/index.js';
import { createLogger } from '../../../libs/telemetry/src/index.js';
import { startController } from './start-controller.js';
import { startFailure } from './start-failure.js';

const STOP_MS = 5000;

async function main(): Promise<void> {
  const settings = readSettings();
  const logger = createLogger({ name: 'controller', level: settings.logLevel });
  const controller = await startController(settings, logger);
  process.stdout.write(`${JSON.stringify({ ready: true, url: controller.url })}\n`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    controller.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
});
