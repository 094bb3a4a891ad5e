/** Returns the exact line that saves the running configuration, all of it: other people's changes included. */
export function saveConfig(): string {
  return 'save ns config';
}
