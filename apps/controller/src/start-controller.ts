import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import type { Settings } from '../../../libs/config/src/index.js';
import { ROUTES } from '../../../libs/contract/src/index.js';
import { NestLogger, type Logger } from '../../../libs/telemetry/src/index.js';
import { Authentication } from './access/authentication.js';
import { ensureFirstAdmin } from './access/first-admin.js';
import { API_BASE } from './api/endpoint.js';
import { followRequests } from './api/follow-requests.js';
import { AppModule } from './app.module.js';
import { cacheControlOf, consolePages } from './console/console-files.js';
import { BOARD_PATH, queueBoard } from './queues/queue-board.js';
import { Resources } from './resources.js';

/** A controller that listens. */
export interface RunningController {
  /** Where it listens, as an URL. */
  readonly url: string;
  readonly app: NestExpressApplication;
  /** Stops taking requests, ends the loops, and closes everything. */
  close(): Promise<void>;
}

const BODY_LIMIT = '1mb';
/** A file of 1 MiB, as JSON: every line ends in two characters instead of one, and quotes get a backslash. */
const IMPORT_LIMIT = '3mb';
/** A file that is too long is told so by its own limit, up to here. */
const FILE_LIMIT = '20mb';

/**
 * Opens everything and listens.
 * @throws {PersistenceError} DATABASE_UNAVAILABLE, MIGRATIONS_PENDING, MASTER_KEY_INVALID
 * @throws {StartRefused} nobody could sign in.
 */
export async function startController(settings: Settings, logger: Logger): Promise<RunningController> {
  const resources = await Resources.open(settings, logger);
  let app: NestExpressApplication | null = null;
  const close = async (): Promise<void> => {
    await app?.close();
    await resources.close();
  };
  try {
    await ensureFirstAdmin(resources.stores.access, settings.adminPassword);
    app = await NestFactory.create<NestExpressApplication>(AppModule.of(resources), {
      bodyParser: false,
      logger: new NestLogger(frameworkLogger(logger)),
      abortOnError: false,
      forceCloseConnections: true,
    });
    furnish(app, resources);
    await app.listen(settings.port, settings.host);
    return { url: urlOf(settings.host, app), app, close };
  } catch (error) {
    await close();
    throw error;
  }
}

// What stands before the routes, in this order: identity of the request, safe headers, the board, files, bodies.
function furnish(app: NestExpressApplication, resources: Resources): void {
  const { consoleDir } = resources.settings;
  app.set('trust proxy', 'loopback');
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(followRequests(resources.metrics));
  app.use(BOARD_PATH, ...queueBoard(resources, app.get(Authentication)));
  app.use(securityHeaders);
  app.useStaticAssets(consoleDir, {
    index: false,
    setHeaders: (response: { setHeader(name: string, value: string): unknown }, file: string) =>
      response.setHeader('Cache-Control', cacheControlOf(file)),
  });
  app.use(consolePages(consoleDir));
  app.useBodyParser('json', { limit: IMPORT_LIMIT, type: isImport });
  app.useBodyParser('json', { limit: FILE_LIMIT, type: isFile('application/json') });
  app.useBodyParser('text', { limit: FILE_LIMIT, type: isFile('application/yaml', 'text/yaml', 'application/x-yaml') });
  app.useBodyParser('json', { limit: BODY_LIMIT });
}

function isImport({ url, headers }: IncomingMessage): boolean {
  return url === IMPORT_PATH && (headers['content-type'] ?? '').startsWith('application/json');
}

/** A body of one of these types that holds a Call Home file. */
function isFile(...types: readonly string[]): (request: IncomingMessage) => boolean {
  return ({ url = '', headers }) => {
    const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    return FILE_PATHS.has(url.split('?', 1)[0] ?? '') && types.includes(type);
  };
}

const FILE_PATHS = new Set([ROUTES.diffConfig, ROUTES.applyConfig].map(({ path }) => `/${API_BASE}${path}`));

const IMPORT_PATH = `/${API_BASE}${ROUTES.importHostKeys.path}`;

const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
    },
  },
  // A controller on loopback has no TLS; the proxy that gives it some decides about HSTS.
  strictTransportSecurity: false,
});

// The framework tells every route at every start: of use to who debugs, and to nobody else.
function frameworkLogger(logger: Logger): Logger {
  const chatty = logger.isLevelEnabled('debug') || !logger.isLevelEnabled('warn');
  return chatty ? logger : logger.child({}, { level: 'warn' });
}

function urlOf(host: string, app: NestExpressApplication): string {
  const address: unknown = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
