export {
  DirectoryBundleStore,
  type OpenBundle,
  type ReceiveLimits,
  type StoredBundle,
} from './directory-bundle-store.js';
export { BUNDLE_ERRORS, BundleError, type BundleErrorCode } from './errors.js';
