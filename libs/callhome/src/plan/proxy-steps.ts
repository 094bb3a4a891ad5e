import type { Proxy, ProxyEndpoint } from '../settings/setting.js';
import type { ObservedCallHome, ProxyField } from './observe-call-home.js';
import type { Step } from './step.js';

type StoredProxy = Pick<ObservedCallHome, 'proxy' | 'proxyResidue'>;

const FIELD_ORDER: readonly ProxyField[] = ['address', 'service', 'port'];

/**
 * Returns the steps from one proxy to another. Address and service exclude each other on the appliance, so the one that
 * is stored is cleared before the other is set, also when it is only left over from a proxy that was switched off.
 */
export function proxySteps(stored: StoredProxy, wanted: Proxy): readonly Step[] {
  const fields = fieldsOf(stored);
  if (wanted === 'none') return [{ kind: 'clearProxy', fields }];
  const set: Step = { kind: 'setProxy', proxy: wanted };
  return fields.includes(otherForm(wanted)) ? [{ kind: 'clearProxy', fields }, set] : [set];
}

function fieldsOf({ proxy, proxyResidue = [] }: StoredProxy): readonly ProxyField[] {
  const inUse: readonly ProxyField[] = proxy === null || proxy === 'none' ? [] : [formOf(proxy), 'port'];
  return FIELD_ORDER.filter((field) => inUse.includes(field) || proxyResidue.includes(field));
}

function formOf(proxy: ProxyEndpoint): 'address' | 'service' {
  return 'address' in proxy ? 'address' : 'service';
}

function otherForm(proxy: ProxyEndpoint): 'address' | 'service' {
  return 'address' in proxy ? 'service' : 'address';
}
