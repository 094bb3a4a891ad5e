export { eventually, type Patience } from './eventually.js';
export { launchBrowser } from './launch-browser.js';
export { launchProcess, type LaunchedProcess, type ProcessOptions } from './launch-process.js';
export {
  launchSimulator,
  type SimulatedAppliance,
  type SimulatorHandle,
  type SimulatorOptions,
  type SimulatorReady,
} from './launch-simulator.js';
export { openTestStores, type TestStores } from './open-test-stores.js';
export { createTestDatabase, templateDatabase, type TestDatabase } from './test-database.js';
export { testRedis, type TestRedis } from './test-redis.js';
export { TESTING_ERRORS, TestingError, type TestingErrorCode } from './testing-error.js';
export { transcripts, type Transcript } from './transcripts.js';
export { makeAuthority, type Authority, type IssueOptions } from './make-authority.js';
export { launchTrapDaemon, trapDaemonRemedy, type TrapDaemon } from './launch-trap-daemon.js';
