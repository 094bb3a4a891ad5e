/** A proxy that is used: by address, or by the name of a service on the appliance; always with its port. */
export type ProxyEndpoint =
  { readonly address: string; readonly port: number } | { readonly service: string; readonly port: number };

/** A proxy is one value, set whole, so that it is never pieced together from two layers. */
export type Proxy = 'none' | ProxyEndpoint;

/** Words of `set callhome -mode`. Source: NITRO documentation; `Connector` in current releases only. */
export const WRITABLE_MODES = ['Default', 'CSP', 'Connector'] as const;

/** Every setting of one appliance. The first six live on the appliance, the others are the controller's own. */
export interface Settings {
  enabled: boolean;
  emailAddress: string;
  proxy: Proxy;
  heartbeatIntervalDays: number;
  mode: (typeof WRITABLE_MODES)[number];
  uploadAlarm: boolean;
  uploadVia: 'controller' | 'instance';
  /** Id of the destination that the controller uploads to. */
  destination: string;
  review: 'send' | 'hold';
  redaction: 'none' | 'secrets' | 'full';
  saveConfig: 'when-clean' | 'always' | 'never';
}

export type SettingKey = keyof Settings;

/** What people and programs are told of a setting. */
export interface SettingFacts {
  readonly type: string;
  readonly range: string;
  /** True when the value is written to the appliance. */
  readonly pushed: boolean;
  /** The word of the appliance's command line that carries it; null for the controller's own settings. */
  readonly deviceWord: string | null;
  /** First release that knows it; null: of the controller, or not documented. */
  readonly since: string | null;
  /** What the explicit "device default" means. */
  readonly defaultMeans: string;
}

/** Limits of the values. Source: vendor command reference 12.0 `set callhome`. */
export const LIMITS = {
  emailMaxChars: 78,
  heartbeatMinDays: 1,
  heartbeatMaxDays: 30,
  /** The Call Home FAQ advises against shorter intervals; the appliance accepts them. */
  heartbeatAdvisedMinDays: 5,
  serviceMaxChars: 128,
  portMin: 1,
  portMax: 65_535,
  destinationMaxChars: 64,
} as const;

/** First release whose `set callhome` takes `-proxyAuthService`. Source: vendor command references 11.1 and 12.0. */
export const SERVICE_PROXY_SINCE = '12.0';

/**
 * All settings. Sources of `since`: vendor command references 10.5 to 12.0 and NITRO documentation of `callhome`;
 * Call Home itself is in every release from 10.0 on (Call Home FAQ).
 */
export const SETTINGS = {
  enabled: {
    type: 'Switches Call Home on or off on the appliance.',
    range: 'true or false',
    pushed: true,
    deviceWord: 'enable ns feature CH',
    since: '10.0',
    defaultMeans: 'whatever the appliance has is left as it is',
  },
  emailAddress: {
    type: 'Mail address that the vendor writes to about this appliance.',
    range: 'one address of at most 78 characters',
    pushed: true,
    deviceWord: '-emailAddress',
    since: '10.5',
    defaultMeans: 'no address',
  },
  proxy: {
    type: 'Proxy that the appliance uses for its own uploads.',
    range: 'none, or an IP address and a port, or a service name of at most 128 characters and a port (1 to 65535)',
    pushed: true,
    deviceWord: '-proxyMode -IPAddress -proxyAuthService -port',
    since: '10.5',
    defaultMeans: 'no proxy',
  },
  heartbeatIntervalDays: {
    type: 'Days between two heartbeats.',
    range: 'whole days from 1 to 30; fewer than 5 is advised against',
    pushed: true,
    deviceWord: '-hbCustomInterval',
    since: '12.0',
    // 7 in current vendor documents, 30 in those of 12.x: the number is read from the appliance, never assumed.
    defaultMeans: 'whatever the appliance has is left as it is; the default differs by build',
  },
  mode: {
    type: 'Operating mode of Call Home.',
    range: 'Default, CSP or Connector',
    pushed: true,
    deviceWord: '-mode',
    since: '12.1',
    defaultMeans: 'Default',
  },
  uploadAlarm: {
    type: 'Whether the appliance sends an SNMP trap at each of its own uploads.',
    range: 'true or false',
    pushed: true,
    deviceWord: 'set snmp alarm CALLHOME-UPLOAD-EVENT -state',
    since: null,
    defaultMeans: 'whatever the appliance has is left as it is',
  },
  uploadVia: {
    type: 'Who uploads: this controller, or the appliance by itself.',
    range: 'controller or instance',
    pushed: false,
    deviceWord: null,
    since: null,
    defaultMeans: 'controller',
  },
  destination: {
    type: 'Where this controller uploads to.',
    range: 'id of a destination, at most 64 characters',
    pushed: false,
    deviceWord: null,
    since: null,
    defaultMeans: 'no destination',
  },
  review: {
    type: 'Whether a bundle is sent at once or held until a person approves it.',
    range: 'send or hold',
    pushed: false,
    deviceWord: null,
    since: null,
    defaultMeans: 'send',
  },
  redaction: {
    type: 'What is replaced in a bundle before it leaves.',
    range: 'none, secrets or full',
    pushed: false,
    deviceWord: null,
    since: null,
    defaultMeans: 'none',
  },
  saveConfig: {
    type: "When a change is saved, so that it outlives the appliance's next restart.",
    range: 'when-clean, always or never',
    pushed: false,
    deviceWord: null,
    since: null,
    defaultMeans: 'when-clean',
  },
} as const satisfies Record<SettingKey, SettingFacts>;

export type PushedKey = {
  [K in SettingKey]: (typeof SETTINGS)[K]['pushed'] extends true ? K : never;
}[SettingKey];

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

/** The settings that are written to the appliance, in the order in which a plan writes them. */
export const PUSHED_KEYS = [
  'enabled',
  'mode',
  'emailAddress',
  'heartbeatIntervalDays',
  'proxy',
  'uploadAlarm',
] as const satisfies readonly PushedKey[];

/** True for the name of a setting, and for nothing that an object merely inherits. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}
