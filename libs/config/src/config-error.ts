/** Every failure this library can name. A code, once released, is never reused or renamed. */
export const CONFIG_ERRORS = {
  SETTING_INVALID: { retryable: false, summary: 'a setting in the environment cannot be used' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type ConfigErrorCode = keyof typeof CONFIG_ERRORS;

/** `message` names each variable and what to write instead; the value itself is never in it, as it may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly code: ConfigErrorCode,
    /** `variables`: the names at fault, comma separated. */
    readonly details: Readonly<Record<string, string | number>>,
    advice: string,
  ) {
    super(`${code}: ${advice}`);
  }

  get retryable(): boolean {
    return CONFIG_ERRORS[this.code].retryable;
  }
}
