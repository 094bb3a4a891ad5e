import type { SimulatedInstance } from '../fleet/appliance.js';
import { stableHex } from '../fleet/build-fleet.js';
import { chipsOf, chipsUp } from '../fleet/chip-allotment.js';
import { onDevice } from './device-clock.js';
import { calendarTime } from './local-time.js';

/** Arguments of `stat`: more rows, and numbers in full instead of abbreviated. */
export interface StatView {
  readonly detail: boolean;
  readonly fullValues: boolean;
}

/** Supplies a chassis has room for. */
const SUPPLY_BAYS = 4;

/** A number as `stat` prints it: cut to four places and a letter unless asked for in full. */
function figure(value: number, { fullValues }: StatView): string {
  if (fullValues || value < 100_000) return String(value);
  const [size, letter] = value < 100_000_000 ? [1_000, 'K'] : [1_000_000, 'M'];
  return `${Math.floor(value / size)}${letter}`;
}

/** `stat ssl` */
export function statSsl(instance: SimulatedInstance, view: StatView): string {
  const line = (label: string, value: string | number): string => `${label.padEnd(40)}${String(value).padStart(12)}\n`;
  const up = chipsUp(instance);
  return [
    '\nSSL Summary\n',
    line('# SSL cards present', instance.chips),
    line('# SSL cards UP', up),
    line('SSL engine status', instance.chips > 0 && up === 0 ? 0 : 1),
    view.detail ? line('SSL crypto card status', cardMask(instance)) : '',
    line('SSL sessions (Rate)', 184),
    line('SSL transactions', figure(4_811_927_035, view)),
  ].join('');
}

/** One bit for each card that is up, the first card lowest. */
function cardMask(instance: SimulatedInstance): number {
  const failed = instance.host?.chipsFailed ?? instance.cardsFailed;
  const bits = chipsOf(instance).map((chip, at) => (chip >= failed && !instance.halted ? 2 ** at : 0));
  return bits.reduce((sum, bit) => sum + bit, 0);
}

/** `stat system`; only hardware of its own has rows for fans, temperature and supplies */
export function statSystem(instance: SimulatedInstance, view: StatView): string {
  return `\nSystem overview\n${overview(instance)}${view.detail ? sensors(instance) : ''}`;
}

/** `stat ns` */
export function statNs(instance: SimulatedInstance, view: StatView): string {
  const line = (label: string, value: string): string => `${label.padEnd(27)}${value.padStart(20)}\n`;
  return [
    `\nSystem overview\n${overview(instance)}`,
    '\nThroughput Statistics\n',
    line('Megabits received', figure(118_204_552, view)),
    line('Megabits transmitted', figure(96_330, view)),
  ].join('');
}

function overview(instance: SimulatedInstance): string {
  const percent = memoryPercent(instance);
  const line = (label: string, value: string): string => `${label.padEnd(27)}${value}\n`;
  return [
    line('Up since(Local)', calendarTime(onDevice(instance, instance.engineStartedAt))),
    line('Packet CPU usage (%)', '1.20'),
    line('Management CPU usage (%)', '4.00'),
    line('InUse Memory (%)', percent.toFixed(2)),
    line('Memory usage (MB)', String(Math.round((instance.memoryMb * percent) / 100))),
    line('# CPUs', String(instance.cores)),
    line('/flash Used (%)', '14'),
    line('/var Used (%)', '23'),
  ].join('');
}

function memoryPercent(instance: SimulatedInstance): number {
  return instance.memoryPercent ?? 21 + (Number.parseInt(stableHex(instance.name).slice(0, 4), 16) % 2000) / 100;
}

function sensors(instance: SimulatedInstance): string {
  if (instance.form === 'instance') return '';
  const isMpx = instance.form === 'mpx';
  const word = (at: number): string => {
    if (!isMpx) return 'NOT SUPPORTED';
    const state = instance.powerSupplies[at];
    return state === undefined ? 'NOT PRESENT' : state === 'ok' ? 'NORMAL' : 'FAILED';
  };
  const line = (label: string, value: string): string => `${label.padEnd(33)}${value}\n`;
  return [
    isMpx ? line('System Fan 1 Speed (RPM)', '9600') + line('System Fan 2 Speed (RPM)', '9525') : '',
    isMpx ? line('Internal Temperature (Celsius)', '31') : '',
    ...Array.from({ length: SUPPLY_BAYS }, (_, at) => line(`Power supply ${at + 1} status`, word(at))),
  ].join('');
}
