import { proxySchema } from '../../../../libs/contract/src/index.js';

/** A setting's value as text. Null is the device default, which is named and never guessed at. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'device default';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  const proxy = proxySchema.safeParse(value);
  if (proxy.success && proxy.data !== 'none') {
    if ('service' in proxy.data) return `service ${proxy.data.service}:${proxy.data.port}`;
    const { address, port } = proxy.data;
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
