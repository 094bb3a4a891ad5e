export { CONFIG_ERRORS, ConfigError, type ConfigErrorCode } from './config-error.js';
export { renderConfigurationPage, renderEnvExample } from './render-settings.js';
export { readSettings, type Settings } from './settings.js';
