import type { ApplianceKind, Chips, DeploymentClaim, DeploymentMode, Licence } from '../../../fleet/src/index.js';
import type { ObservedCallHome } from '../plan/observe-call-home.js';
import type { RegistrationState } from '../registration/registration-transitions.js';

/** What is known of an appliance when its report is made. Null: never read. */
export interface ReportedAppliance {
  readonly id: string;
  readonly name: string;
  readonly kind: ApplianceKind;
  /** Name of the SDX host that it runs on; null: it runs on none. */
  readonly hostName: string | null;
  readonly site: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly hostId: string | null;
  readonly release: string | null;
  readonly build: string | null;
  readonly mode: DeploymentMode;
  readonly deployment: DeploymentClaim | null;
  readonly platform: string | null;
  readonly chips: Chips | null;
  readonly licence: Licence | null;
  readonly callHome: ObservedCallHome | null;
  /** What the appliance shows of a registration of its own. */
  readonly ownRegistration: RegistrationState;
  /** Milliseconds of UTC. */
  readonly upSinceMs: number | null;
  readonly readAtMs: number | null;
  /** Physical parts; only hosts list them. */
  readonly parts: readonly { readonly kind: string; readonly component: string; readonly state: string }[];
}

/** Why and when a report is made, in milliseconds of UTC. */
export interface ReportOccasion {
  readonly reportId: string;
  readonly type: 'registration' | 'heartbeat';
  readonly atMs: number;
}

/** The basic system information that is sent at registration and as heartbeat. Times are ISO 8601 in UTC. */
export interface SystemInformation {
  readonly schema: 'system-information/1';
  readonly reportId: string;
  readonly type: ReportOccasion['type'];
  readonly createdAt: string;
  readonly appliance: {
    readonly id: string;
    readonly name: string;
    readonly kind: ApplianceKind;
    readonly host: string | null;
    readonly site: string | null;
    readonly model: string | null;
    readonly serial: string | null;
    readonly hostId: string | null;
    readonly version: string | null;
    readonly build: string | null;
    readonly upSince: string | null;
    readonly readAt: string | null;
  };
  readonly deployment: {
    readonly mode: DeploymentMode;
    readonly role: string | null;
    readonly peerAddress: string | null;
    readonly nodes: readonly { readonly id: number | null; readonly address: string | null }[];
  };
  readonly hardware: {
    readonly platform: string | null;
    readonly sslChips: {
      readonly unit: Chips['unit'];
      readonly total: number | null;
      readonly assigned: number | null;
    } | null;
    readonly parts: readonly { readonly kind: string; readonly component: string; readonly state: string }[];
    /** An instance of a host has no access to power supplies, so nothing is said of them there. */
    readonly powerSupplies: 'monitored' | 'not-applicable';
  };
  readonly licence: {
    readonly edition: string | null;
    readonly source: string;
    readonly daysToExpiration: number | null;
  } | null;
  readonly callHome: {
    readonly enabled: boolean | null;
    readonly emailAddress: string | null;
    readonly heartbeatIntervalDays: number | null;
    readonly mode: string | null;
    readonly usesProxy: boolean | null;
    readonly ownRegistration: RegistrationState;
  };
}

/** Builds the report. What was never read is null and never guessed. */
export function systemInformation(appliance: ReportedAppliance, occasion: ReportOccasion): SystemInformation {
  const { deployment, callHome } = appliance;
  return {
    schema: 'system-information/1',
    reportId: occasion.reportId,
    type: occasion.type,
    createdAt: iso(occasion.atMs),
    appliance: {
      id: appliance.id,
      name: appliance.name,
      kind: appliance.kind,
      host: appliance.hostName,
      site: appliance.site,
      model: appliance.model,
      serial: appliance.serial,
      hostId: appliance.hostId,
      version: appliance.release,
      build: appliance.build,
      upSince: isoOrNull(appliance.upSinceMs),
      readAt: isoOrNull(appliance.readAtMs),
    },
    deployment: {
      mode: appliance.mode,
      role: deployment?.ha?.role ?? null,
      peerAddress: deployment?.ha?.peerAddress ?? null,
      nodes: (deployment?.cluster?.nodes ?? []).map(({ id, address }) => ({ id, address })),
    },
    hardware: {
      platform: appliance.platform,
      sslChips: appliance.chips && {
        unit: appliance.chips.unit,
        total: appliance.chips.total,
        assigned: appliance.chips.assigned,
      },
      parts: appliance.parts.map(({ kind, component, state }) => ({ kind, component, state })),
      powerSupplies: appliance.kind === 'mpx' || appliance.kind === 'sdx-host' ? 'monitored' : 'not-applicable',
    },
    licence: appliance.licence && {
      edition: appliance.licence.edition,
      source: appliance.licence.source,
      daysToExpiration: appliance.licence.daysToExpiration,
    },
    callHome: {
      enabled: callHome?.enabled ?? null,
      emailAddress: callHome?.emailAddress ?? null,
      heartbeatIntervalDays: callHome?.heartbeatIntervalDays ?? null,
      mode: callHome?.mode ?? null,
      usesProxy: callHome?.proxy == null ? null : callHome.proxy !== 'none',
      ownRegistration: appliance.ownRegistration,
    },
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));
