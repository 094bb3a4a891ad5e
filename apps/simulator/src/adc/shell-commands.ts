import type { SimulatedInstance } from '../fleet/appliance.js';
import { onDevice, zoneAt } from './device-clock.js';
import { calendarTime, clockTime } from './local-time.js';

/** `uptime` of the operating system at `now` (epoch ms); a warm restart does not move it. */
export function bsdUptime(instance: SimulatedInstance, now: number): string {
  const minutes = Math.max(0, Math.floor((now - instance.bootedAt) / 60_000));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const clock = `${String(hours).padStart(2)}:${String(minutes % 60).padStart(2, '0')}`;
  const up = days > 0 ? `${days} day${days === 1 ? '' : 's'}, ${clock}` : hours > 0 ? clock : `${minutes} mins`;
  return `${clockTime(onDevice(instance, now))}  up ${up}, 1 user, load averages: 0.31, 0.22, 0.20\n`;
}

/** `date`: local time with the abbreviation of its zone. */
export function dateLine(instance: SimulatedInstance, now: number): string {
  return `${calendarTime(onDevice(instance, now)).replace(/(\d{4})$/, `${zoneAt(instance, now).name} $1`)}\n`;
}

/** The value of `sysctl kern.boottime`. */
export function kernelBootTime(instance: SimulatedInstance): string {
  const seconds = Math.floor((instance.bootedAt + instance.traits.clockSkewMs) / 1000);
  return `{ sec = ${seconds}, usec = 0 } ${calendarTime(onDevice(instance, instance.bootedAt))}`;
}

/** What a command of the operating system's shell prints, or `null` for one the simulator does not have. */
export function runShellCommand(instance: SimulatedInstance, line: string, now: number): string | null {
  const [program, ...words] = line.trim().split(/\s+/);
  if (program === 'uptime') return bsdUptime(instance, now);
  if (program === 'uname') return 'FreeBSD\n';
  if (program === 'date') {
    const { offset, name } = zoneAt(instance, now);
    if (words.length === 0) return dateLine(instance, now);
    const formats: Readonly<Record<string, string>> = {
      '+%z': offset,
      '+%Z': name,
      '+%s': String(Math.floor((now + instance.traits.clockSkewMs) / 1000)),
    };
    return `${formats[(words[0] ?? '').replace(/["']/g, '')] ?? ''}\n`;
  }
  if (program === 'sysctl' && words.at(-1) === 'kern.boottime') {
    return `${words[0] === '-n' ? '' : 'kern.boottime: '}${kernelBootTime(instance)}\n`;
  }
  return null;
}
