/** Time zones an appliance can be in, with their abbreviations without and with summer time. */
export const TIME_ZONES = {
  UTC: ['UTC', 'UTC'],
  'Europe/Berlin': ['CET', 'CEST'],
  'Europe/London': ['GMT', 'BST'],
  'America/New_York': ['EST', 'EDT'],
  'America/Los_Angeles': ['PST', 'PDT'],
  'Asia/Kolkata': ['IST', 'IST'],
  'Asia/Tokyo': ['JST', 'JST'],
  'Australia/Sydney': ['AEST', 'AEDT'],
} as const;

/** Name of a time zone. */
export type TimeZone = keyof typeof TIME_ZONES;

/** Time zones in the order of their table. */
export const TIME_ZONE_NAMES = Object.keys(TIME_ZONES) as [TimeZone, ...TimeZone[]];

/** Where an ADC has its licence from: a file, none, a pool, or checked out of a central server as a whole. */
export const LICENSE_SOURCES = ['local', 'express', 'pooled', 'central'] as const;

/** Source of a licence. */
export type LicenseSource = (typeof LICENSE_SOURCES)[number];

/**
 * Shapes of `show callhome`: `by-build` takes the one of the release; `new` has registration and proxy lines; `vendor`
 * is the vendor's example of 12.0; `first` is the table of 10.5, without a heartbeat.
 */
export const CALLHOME_SHAPES = ['by-build', 'new', 'vendor', 'first'] as const;

/** Shape of `show callhome`. */
export type CallhomeShape = (typeof CALLHOME_SHAPES)[number];

/** How one ADC differs from another without being broken. */
export interface AdcTraits {
  readonly timeZone: TimeZone;
  /** How far its clock runs ahead; negative when it is behind. */
  readonly clockSkewMs: number;
  readonly license: LicenseSource;
  readonly callhomeShape: CallhomeShape;
  /** Warns before every output that RPC nodes have their default passwords. */
  readonly rpcWarning: boolean;
  /** Answers in raw attributes after an `exec:` line, as a container does. */
  readonly rawAttributes: boolean;
  /** An upgrade past 12.0 turns Call Home on even where somebody had turned it off. */
  readonly forgetsCallhomeChoice: boolean;
}

/** An ADC on UTC with a licence of its own. */
export const COMMON_ADC_TRAITS: AdcTraits = {
  timeZone: 'UTC',
  clockSkewMs: 0,
  license: 'local',
  callhomeShape: 'by-build',
  rpcWarning: false,
  rawAttributes: false,
  forgetsCallhomeChoice: false,
};
