import type { ProxyEndpoint } from '../settings/setting.js';
import type { DeviceValue } from './step.js';

/**
 * Says whether an appliance shows the value that was asked for. Two spellings of one IPv6 address
 * are the same; everything else counts literally.
 */
export function sameValue(a: DeviceValue, b: DeviceValue): boolean {
  if (isEndpoint(a) && isEndpoint(b)) return a.port === b.port && hostOf(a) === hostOf(b);
  return a === b;
}

/** True for a proxy that is used, as opposed to `none` and to every other value. */
export function isEndpoint(value: DeviceValue): value is ProxyEndpoint {
  return typeof value === 'object' && value !== null;
}

function hostOf(proxy: ProxyEndpoint): string {
  return 'address' in proxy ? `address ${canonicalAddress(proxy.address)}` : `service ${proxy.service}`;
}

/** Spells an IPv6 address in full, in lower case, so that spellings can be compared; leaves any other text as it is. */
function canonicalAddress(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(missing).fill('0'), ...right].join(':');
}

function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? dottedGroups(group) : [stripZeros(group)]));
}

function dottedGroups(dotted: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}

function stripZeros(group: string): string {
  return group.replace(/^0+(?=.)/, '');
}
