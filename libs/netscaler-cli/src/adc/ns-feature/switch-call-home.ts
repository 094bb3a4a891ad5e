// `CH` is the acronym of Call Home on every release (vendor command reference `show ns feature`); long names are not.

/** Returns the exact line that turns Call Home on. Running configuration only, until saved. */
export function enableCallHome(): string {
  return 'enable ns feature CH';
}

/** Returns the exact line that turns Call Home off. Running configuration only, until saved. */
export function disableCallHome(): string {
  return 'disable ns feature CH';
}
