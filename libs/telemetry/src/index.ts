export { correlationId, newCorrelationId, withCorrelation } from './correlation.js';
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './create-logger.js';
export {
  createMetrics,
  type Counter,
  type Gauge,
  type Histogram,
  type MetricAbout,
  type Metrics,
} from './create-metrics.js';
export { NestLogger } from './nest-logger.js';
export { redact, REDACTED } from './redact.js';
