/** A setting that this build prints at all; the four proxy lines count as one. */
export type ShownKey = 'emailAddress' | 'heartbeatIntervalDays' | 'mode' | 'proxy';

type SettingKey =
  'emailAddress' | 'heartbeatIntervalDays' | 'mode' | 'proxyMode' | 'proxyAddress' | 'proxyService' | 'proxyPort';

/** One label line, understood: which setting it is, and its value (null when printed empty). */
export interface CallHomeSetting {
  readonly key: SettingKey;
  readonly shown: ShownKey;
  /** False when the value is there but is nothing this setting can hold. */
  readonly isReadable: boolean;
  readonly value: string | number | null;
}

interface Label {
  readonly match: RegExp;
  readonly key: SettingKey;
  readonly shown: ShownKey;
  readonly read: (value: string) => string | number | undefined;
}

const asPrinted = (value: string): string => value;
const days = (value: string): number | undefined => wholeNumber(/^(?<n>\d{1,5})(?: days?)?$/i, value);
const port = (value: string): number | undefined => (value === '*' ? 65_535 : wholeNumber(/^(?<n>\d{1,5})$/, value));
const yesNo = (value: string): string | undefined => (/^(?:YES|NO)$/i.test(value) ? value.toUpperCase() : undefined);

// On the label's letters alone, so that hyphens, blanks and capitals, which differ between releases, do not matter.
// First match wins: `proxymode` before `mode`, `proxyservice` before anything with an address.
const LABELS: readonly Label[] = [
  { match: /email/, key: 'emailAddress', shown: 'emailAddress', read: asPrinted },
  { match: /heartbeat|hbcustominterval/, key: 'heartbeatIntervalDays', shown: 'heartbeatIntervalDays', read: days },
  { match: /proxymode/, key: 'proxyMode', shown: 'proxy', read: yesNo },
  { match: /auth(?:entication)?service|proxyservice/, key: 'proxyService', shown: 'proxy', read: asPrinted },
  { match: /^(?:http)?(?:proxy)?(?:server)?port$/, key: 'proxyPort', shown: 'proxy', read: port },
  {
    match: /^(?:proxy)?(?:server)?ip(?:address)?$|^proxy(?:server)?address$/,
    key: 'proxyAddress',
    shown: 'proxy',
    read: asPrinted,
  },
  { match: /^(?:callhome)?mode$/, key: 'mode', shown: 'mode', read: asPrinted },
];

/** How appliances print "nothing set", besides printing nothing. */
const EMPTY = /^(?:N\/A|none|\(none\)|<none>|-+|\.\.)?$/i;

/** Says which setting a label line shows and what it is set to; null for a label that is none of the settings. */
export function settingOf(label: string, printed: string): CallHomeSetting | null {
  const letters = label.toLowerCase().replace(/[^a-z]/g, '');
  const found = LABELS.find(({ match }) => match.test(letters));
  if (found === undefined) return null;
  const { key, shown } = found;
  if (EMPTY.test(printed)) return { key, shown, isReadable: true, value: null };
  const value = found.read(printed);
  return { key, shown, isReadable: value !== undefined, value: value ?? null };
}

function wholeNumber(form: RegExp, value: string): number | undefined {
  const digits = form.exec(value)?.groups?.['n'];
  return digits === undefined ? undefined : Number(digits);
}
