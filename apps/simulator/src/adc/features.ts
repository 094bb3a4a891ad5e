/** Features in the order of `show ns feature`: long name and acronym. Row numbers differ between releases. */
export const FEATURE_NAMES: readonly (readonly [name: string, acronym: string])[] = [
  ['Web Logging', 'WL'],
  ['Surge Protection', 'SP'],
  ['Load Balancing', 'LB'],
  ['Content Switching', 'CS'],
  ['Cache Redirection', 'CR'],
  ['Sure Connect', 'SC'],
  ['Compression Control', 'CMP'],
  ['Priority Queuing', 'PQ'],
  ['SSL Offloading', 'SSL'],
  ['Global Server Load Balancing', 'GSLB'],
  ['Http DoS Protection', 'HDOSP'],
  ['Content Filtering', 'CF'],
  ['Integrated Caching', 'IC'],
  ['SSL VPN', 'SSLVPN'],
  ['AAA', 'AAA'],
  ['OSPF Routing', 'OSPF'],
  ['RIP Routing', 'RIP'],
  ['BGP Routing', 'BGP'],
  ['Rewrite', 'REWRITE'],
  ['IPv6 protocol translation', 'IPv6PT'],
  ['Application Firewall', 'AppFw'],
  ['Responder', 'RESPONDER'],
  ['HTML Injection', 'HTMLInjection'],
  ['NetScaler Push', 'push'],
  ['AppFlow', 'AppFlow'],
  ['CloudBridge', 'CloudBridge'],
  ['ISIS Routing', 'ISIS'],
  ['Call Home', 'CH'],
  ['AppQoE', 'AppQoE'],
  ['Content Accelerator', 'ContentAccelerator'],
  ['RISE', 'RISE'],
  ['Front End Optimization', 'FEO'],
  ['Large Scale NAT', 'LSN'],
  ['RDP Proxy', 'RDPProxy'],
  ['Reputation', 'Rep'],
  ['URL Filtering', 'URLFiltering'],
  ['Video Optimization', 'VideoOptimization'],
  ['Forward Proxy', 'ForwardProxy'],
  ['SSL Interception', 'SSLInterception'],
  ['Adaptive TCP', 'AdaptiveTCP'],
  ['ContentInspection', 'CI'],
];

/** The acronym a word of `enable ns feature` means: an acronym or a long name without blanks, any case; else `null`. */
export function featureAcronym(word: string): string | null {
  const wanted = word.toLowerCase();
  const row = FEATURE_NAMES.find(
    ([name, acronym]) => acronym.toLowerCase() === wanted || name.replace(/ /g, '').toLowerCase() === wanted,
  );
  return row?.[1] ?? null;
}

/** Puts acronyms into table order, each once. */
export function orderFeatures(acronyms: Iterable<string>): string[] {
  const wanted = new Set(acronyms);
  return FEATURE_NAMES.map(([, acronym]) => acronym).filter((acronym) => wanted.has(acronym));
}

/** `show ns feature` without its ` Done`. A tab follows each row number, as on the wire. */
export function showFeatures(enabled: readonly string[]): string {
  const line = (name: string, acronym: string, status: string): string =>
    `${name.padEnd(31)}${acronym.padEnd(21)}${status}\n`;
  const rows = FEATURE_NAMES.map(([name, acronym], position) => {
    return ` ${position + 1})\t${line(name, acronym, enabled.includes(acronym) ? 'ON' : 'OFF')}`;
  });
  return `\n\t${line('Feature', 'Acronym', 'Status')}\t${line('-------', '-------', '------')}${rows.join('')}`;
}
