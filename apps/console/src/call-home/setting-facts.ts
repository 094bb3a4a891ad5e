import type { SettingKey } from '../../../../libs/contract/src/index.js';

/** How a value is entered. */
export type FieldKind = 'switch' | 'text' | 'number' | 'choice' | 'proxy' | 'destination';

/** What a person is told beside a setting. The API judges; this only explains. */
export interface SettingFacts {
  title: string;
  what: string;
  range: string;
  /** The word of the appliance's command line; null for a setting that the controller alone uses. */
  command: string | null;
  /** First release that knows it; null: not documented, or of the controller. */
  since: string | null;
  /** What the explicit "device default" comes to. */
  whenDefault: string;
  field: FieldKind;
  words?: readonly string[];
}

const LEFT_ALONE = 'what the appliance has is left as it is';
const OWN = { command: null, since: null } as const;

/** Sources: vendor command references 10.5 to 12.0, NITRO documentation of `callhome`, Call Home FAQ. */
export const SETTING_FACTS: Record<SettingKey, SettingFacts> = {
  enabled: {
    title: 'Call Home',
    what: 'Whether Call Home is on.',
    range: 'on or off',
    command: 'enable ns feature CH',
    since: '10.0',
    whenDefault: LEFT_ALONE,
    field: 'switch',
  },
  emailAddress: {
    title: 'E-mail address',
    what: 'Where the vendor writes to about this appliance.',
    range: 'one address, at most 78 characters',
    command: 'set callhome -emailAddress',
    since: '10.5',
    whenDefault: 'no address',
    field: 'text',
  },
  proxy: {
    title: 'Proxy',
    what: 'What the appliance sends its own uploads through. Set whole, never in parts.',
    range: 'none; or an IP address and a port; or a service and a port (1 to 65535)',
    command: 'set callhome -proxyMode -IPAddress -proxyAuthService -port',
    since: '10.5',
    whenDefault: 'no proxy',
    field: 'proxy',
  },
  heartbeatIntervalDays: {
    title: 'Heartbeat interval',
    what: 'Days between two heartbeats.',
    range: 'whole days, 1 to 30; the vendor advises 5 or more',
    command: 'set callhome -hbCustomInterval',
    since: '12.0',
    whenDefault: `${LEFT_ALONE}; the default differs by build`,
    field: 'number',
  },
  mode: {
    title: 'Mode',
    what: 'Who runs the appliance, in the vendor’s terms.',
    range: 'Default, CSP or Connector',
    command: 'set callhome -mode',
    since: '12.1',
    whenDefault: 'Default',
    field: 'choice',
    words: ['Default', 'CSP', 'Connector'],
  },
  uploadAlarm: {
    title: 'Upload alarm',
    what: 'Whether the appliance sends an SNMP trap at each of its own uploads. Independent of the uploads themselves.',
    range: 'on or off',
    command: 'set snmp alarm CALLHOME-UPLOAD-EVENT -state',
    since: null,
    whenDefault: LEFT_ALONE,
    field: 'switch',
  },
  uploadVia: {
    title: 'Uploads by',
    what: 'Who uploads: this controller, or the appliance by itself.',
    range: 'controller or instance',
    ...OWN,
    whenDefault: 'controller',
    field: 'choice',
    words: ['controller', 'instance'],
  },
  destination: {
    title: 'Destination',
    what: 'Where this controller uploads to.',
    range: 'one of the destinations',
    ...OWN,
    whenDefault: 'no destination',
    field: 'destination',
  },
  review: {
    title: 'Review',
    what: 'Whether a bundle waits for a person. Holds only what this controller uploads, never what the appliance sends.',
    range: 'send or hold',
    ...OWN,
    whenDefault: 'send',
    field: 'choice',
    words: ['send', 'hold'],
  },
  redaction: {
    title: 'Redaction',
    what: 'What is replaced in a bundle before it leaves.',
    range: 'none, secrets or full',
    ...OWN,
    whenDefault: 'none',
    field: 'choice',
    words: ['none', 'secrets', 'full'],
  },
  saveConfig: {
    title: 'Save after a change',
    what: 'When a change is saved, so that it outlives the appliance’s next restart.',
    range: 'when-clean (only where nobody else’s changes wait), always or never',
    ...OWN,
    whenDefault: 'when-clean',
    field: 'choice',
    words: ['when-clean', 'always', 'never'],
  },
};

/** The two parts of every list of settings. */
export const KEY_PARTS: readonly { title: string; keys: readonly SettingKey[] }[] = [
  {
    title: 'Pushed to the appliance',
    keys: ['enabled', 'emailAddress', 'proxy', 'heartbeatIntervalDays', 'mode', 'uploadAlarm'],
  },
  { title: 'Used by the controller', keys: ['uploadVia', 'destination', 'review', 'redaction', 'saveConfig'] },
];
