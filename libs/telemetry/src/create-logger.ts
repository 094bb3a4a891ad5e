import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { correlationId } from './correlation.js';
import { redactLine } from './redact.js';

export type { Logger } from 'pino';

/** Severities, as LOG_LEVEL spells them. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

export interface LoggerOptions {
  /** Name of the process; it stands in every line. */
  readonly name: string;
  readonly level: LogLevel;
}

/**
 * A logger that writes one JSON object per line to stdout (or to `destination`), with time in UTC, the correlation id
 * where there is one, and no secrets. Write a constant message and put what varies into fields.
 */
export function createLogger(options: LoggerOptions, destination?: DestinationStream): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // The finished line is where fields, children, messages and errors' own fields (a driver's config) all meet.
    hooks: { streamWrite: redactLine },
    mixin: () => {
      const id = correlationId();
      return id === null ? {} : { correlationId: id };
    },
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
