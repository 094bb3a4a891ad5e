export type { Destination, Outcome, Receipt, Report } from './destination.js';
export { DESTINATION_ERRORS, DestinationError, type DestinationErrorCode } from './errors.js';
export {
  DEFAULT_HTTPS_TIMEOUTS,
  httpsDestination,
  type HttpsDestination,
  type HttpsSettings,
  type HttpsTimeouts,
} from './https/https-destination.js';
