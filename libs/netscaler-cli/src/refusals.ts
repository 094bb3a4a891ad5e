/**
 * What a refusal means to whoever sent the command. `not-supported`: this model or build lacks the command;
 * `password-change`: nothing else is accepted before the default password is changed; `other`: no kind a caller treats
 * differently.
 */
export type RefusalKind =
  | 'busy'
  | 'not-supported'
  | 'no-such-argument'
  | 'invalid-value'
  | 'not-authorised'
  | 'not-licensed'
  | 'feature-off'
  | 'secondary-node'
  | 'already-exists'
  | 'no-such-resource'
  | 'password-change'
  | 'other';

/** A refusal's kind and the vendor's numbers for its text (the command line prints the text alone); empty for `other`. */
export interface KnownRefusal {
  readonly kind: RefusalKind;
  readonly numbers: readonly number[];
}

/**
 * By kind: the vendor's numbers and the text each refusal begins with; on the command line `[argument, value]` may
 * follow. Source: the vendor's NITRO message list, generic range, except where a row says otherwise.
 */
const TEXTS: Readonly<
  Record<Exclude<RefusalKind, 'other'>, readonly (readonly [numbers: readonly number[], text: string])[]>
> = {
  busy: [
    [[272], 'device busy'],
    [[291], 'resource temporarily unavailable'],
    [[292], 'operation now in progress'],
    // A save by another session (293): wait and send it again.
    [[293], 'operation already in progress'],
    [[366], 'operation not possible now'],
  ],
  'not-supported': [
    [[275], 'operation not supported by device'],
    [[1073], 'set operation not supported'],
    [[1088], 'no such command'],
    [[1089], 'ambiguous command'],
    [[1164], 'set operation does not exist'],
    [[1184], 'command not implemented on server'],
    // The SVM's words, derived: no capture of its refusals is public.
    [[], 'invalid command'],
    [[], 'unknown command'],
  ],
  'no-such-argument': [
    [[1090], 'no such argument'],
    [[1099], 'ambiguous argument name'],
    [[1165], 'set operation for one of the modified argument does not exist'],
    [[], 'unknown argument'],
  ],
  'invalid-value': [
    [[278, 1097], 'invalid argument'],
    [[1048, 1049, 1106], 'string length exceeds maximum'],
    [[1074], 'invalid value'],
    [[1075], 'invalid name'],
    [[1091], 'required argument value missing'],
    [[1092], 'arguments cannot both be specified'],
    [[1093], 'argument pre-requisite missing'],
    [[1094], 'too few arguments'],
    [[1095], 'required argument missing'],
    [[1098], 'arguments cannot have the same value'],
    [[1105], 'ambiguous argument value'],
    [[1107], 'string too short'],
    [[1108], 'integer value exceeds maximum'],
    [[1109], 'integer value below minimum'],
    [[1110], 'invalid ip address'],
    [[1111], 'invalid netmask'],
    [[1112], 'argument has too many values'],
    [[1140], 'invalid ipv6 address'],
    [[1161], 'integer not in range'],
  ],
  'not-authorised': [
    [[269], 'permission denied'],
    [[340], 'not super-user'],
    [[371], 'no command policy defined, permission denied'],
    [[2138], 'not authorized'],
    [[2656], 'unauthorized'],
  ],
  'not-licensed': [
    [[356], 'feature(s) not licensed'],
    // The vendor's own spelling.
    [[1066], 'features(s) license expired'],
  ],
  'feature-off': [[[1067], 'feature(s) not enabled']],
  'secondary-node': [
    [[368], 'operation permitted only on primary node'],
    [[1028], 'you are connected to a secondary node'],
  ],
  'already-exists': [
    [[273], 'resource already exists'],
    [[1154], 'alias already exists'],
  ],
  'no-such-resource': [
    [[258], 'no such resource'],
    [[351], 'no such server'],
    [[397], 'ip does not exist'],
    [[1155], 'no such file'],
    [[1189], 'the specified target does not exist'],
  ],
  // Number from a public client of the API; no source has the words, so those of the forced dialog are looked for.
  'password-change': [
    [[1047], 'default password'],
    [[1047], 'please change the default password'],
    [[1047], 'please change your password'],
    [[1047], 'you must change'],
    [[1047], 'password must be changed'],
    [[1047], 'password change required'],
  ],
};

const ROWS = Object.entries(TEXTS).flatMap(([kind, rows]) =>
  rows.map(([numbers, text]) => ({ refusal: { kind: kind as RefusalKind, numbers }, text })),
);
const OTHER: KnownRefusal = { kind: 'other', numbers: [] };

/** Says what a refusal means, from the words after `ERROR: `. Words of no known refusal are `other`. */
export function classifyRefusal(message: string): KnownRefusal {
  const words = message.trim().toLowerCase();
  const known = ROWS.find(({ text }) => words.startsWith(text) && !/^[a-z]/.test(words.slice(text.length)));
  if (known !== undefined) return known.refusal;
  // The SVM and some builds name the thing first: `... is not supported on this platform`.
  return /\bnot supported\b/.test(words) ? { kind: 'not-supported', numbers: [] } : OTHER;
}
