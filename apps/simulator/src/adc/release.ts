/** Whether `build` (as `13.1-53.17`) is of release `major.minor` or a later one. */
export function isReleaseAtLeast(build: string, major: number, minor: number): boolean {
  const parts = /^(\d+)\.(\d+)/.exec(build);
  if (parts === null) return false;
  const builtMajor = Number(parts[1]);
  return builtMajor > major || (builtMajor === major && Number(parts[2]) >= minor);
}

/**
 * Whether Call Home is on in an ADC of `build` that nobody has touched. The vendor tells of a release from which it is,
 * without its number; a provider's guide saw it come on between 11 and 12.
 */
export function isOnByDefault(build: string): boolean {
  return isReleaseAtLeast(build, 12, 0);
}

/** Days between heartbeats when nobody set them: 30 in the 12.x documentation, 7 in the current one. */
export function defaultHeartbeatDays(build: string): number {
  return isReleaseAtLeast(build, 13, 0) ? 7 : 30;
}

/** Compile dates of the builds the built-in mix uses; other builds get one made up from their numbers. */
const BUILD_DATES: Readonly<Record<string, readonly [string, number, number, string]>> = {
  '13.1-53.17': ['Jul', 1, 2024, '10:11:12'],
  '14.1-17.38': ['Mar', 19, 2024, '06:02:41'],
  '14.1-21.57': ['May', 7, 2024, '21:44:03'],
  '12.1-65.25': ['Dec', 20, 2022, '09:15:58'],
  '11.1-65.23': ['Oct', 8, 2021, '13:27:30'],
};

/** The date of a build; `padDay` gives the two-column day of an instance, without it the form of a host. */
export function buildDate(build: string, padDay: boolean): string {
  const digits = build.replace(/\D/g, '');
  const [month, day, year, time] = BUILD_DATES[build] ?? ['Jun', (Number(digits) % 28) + 1, 2023, '08:00:00'];
  return `${month} ${padDay ? String(day).padStart(2) : day} ${year}, ${time}`;
}

/** The line `show ns version` prints, without its indent. */
export function versionText(build: string, padDay: boolean): string {
  const [release, number] = build.split('-');
  return `NetScaler NS${release}: Build ${number}.nc, Date: ${buildDate(build, padDay)}`;
}
