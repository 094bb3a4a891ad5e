import { describe, expect, it } from '@jest/globals';
import { correlationId, newCorrelationId, withCorrelation } from './correlation.js';
import { createLogger, type Logger, type LogLevel } from './create-logger.js';
import { NestLogger } from './nest-logger.js';

interface Written {
  readonly logger: Logger;
  readonly lines: Record<string, unknown>[];
}

function recorded(level: LogLevel = 'info'): Written {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, logger: createLogger({ name: 'worker', level }, { write }) };
}

describe('createLogger', () => {
  it('writes one JSON object with name, level, UTC time, message and fields', () => {
    const { logger, lines } = recorded();
    logger.info({ hostId: 'app_1', steps: 3 }, 'plan ready');
    expect(lines).toEqual([
      expect.objectContaining({ name: 'worker', level: 'info', msg: 'plan ready', hostId: 'app_1', steps: 3 }),
    ]);
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = recorded('warn');
    logger.info('plan ready');
    logger.warn('plan late');
    expect(lines.map((line) => line['msg'])).toEqual(['plan late']);
  });

  it.each<[string, (logger: Logger) => void]>([
    ['a field', (logger) => logger.info({ password: 'hunter2' }, 'login')],
    ['a nested field', (logger) => logger.info({ request: { headers: { authorization: 'hunter2' } } }, 'login')],
    ['a child', (logger) => logger.child({ token: 'hunter2' }).info('login')],
    [
      'an error',
      (logger) => logger.error({ err: Object.assign(new Error('no'), { config: { password: 'hunter2' } }) }),
    ],
    ['a URL in an error', (logger) => logger.error({ err: new Error('redis://:hunter2@127.0.0.1 is gone') })],
  ])('never writes a secret from %s', (_place, write) => {
    const { logger, lines } = recorded();
    write(logger);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines)).toContain('[secret]');
  });

  it('carries the correlation id through awaited work and not beyond', async () => {
    const { logger, lines } = recorded();
    await withCorrelation('req_1', async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    expect(lines.map((line) => line['correlationId'])).toEqual(['req_1', undefined]);
    expect(correlationId()).toBeNull();
    expect(newCorrelationId()).not.toBe(newCorrelationId());
  });
});

describe('NestLogger', () => {
  it.each<[string, (nest: NestLogger) => void, Record<string, unknown>]>([
    ['a message', (nest) => nest.log('started', 'Bootstrap'), { level: 'info', msg: 'started', context: 'Bootstrap' }],
    [
      'an error with its stack',
      (nest) => nest.error('broken', 'at a.js:1', 'Router'),
      { level: 'error', msg: 'broken', stack: 'at a.js:1', context: 'Router' },
    ],
    ['an error object', (nest) => nest.fatal(new TypeError('bad')), { level: 'fatal', msg: 'bad' }],
    ['an object', (nest) => nest.warn({ a: 1 }), { level: 'warn', msg: 'framework message', detail: { a: 1 } }],
    ['debug', (nest) => nest.debug('x'), { level: 'debug', msg: 'x' }],
    ['verbose', (nest) => nest.verbose('x'), { level: 'trace', msg: 'x' }],
  ])('writes %s', (_case, write, expected) => {
    const { logger, lines } = recorded('trace');
    write(new NestLogger(logger));
    expect(lines).toEqual([expect.objectContaining(expected)]);
  });
});
