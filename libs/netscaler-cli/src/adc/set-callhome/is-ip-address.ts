const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const IPV4_TAIL = new RegExp(`(?<=:)${BYTE}(?:\\.${BYTE}){3}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;

/** Says whether a text is one IPv4 or IPv6 address, without zone, mask or port. */
export function isIpAddress(value: string): boolean {
  if (IPV4.test(value)) return true;
  if (value.length > 45) return false;
  // An embedded IPv4 tail stands for two groups.
  const halves = value.replace(IPV4_TAIL, '0:0').split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || !groups.every((group) => GROUP.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}
