import { resolveSettings, type Layer } from '../../../../libs/callhome/src/index.js';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { KnownFacts } from '../../../../libs/fleet/src/index.js';
import {
  instanceScope,
  placeOf,
  type Applied,
  type ApplianceFacts,
  type Condition,
} from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';
import { summarizeConditions } from '../conditions/condition-summary.js';
import { driftState } from '../settings/drift/drift-state.js';
import type { DeploymentView } from './deployment-views.js';
import { identityView } from '../host-trust/identity-view.js';
import { hostKeyView } from './host-key-view.js';

/** What is known around one appliance. `host` is null for what stands alone. */
export interface ApplianceContext {
  facts: ApplianceFacts;
  host: ApplianceFacts | null;
  layers: readonly Layer[];
  /** What was last pushed to it; absent: nothing ever was. */
  applied: Applied | undefined;
  conditions: readonly Condition[];
  deployment: DeploymentView;
}

/** One appliance as the contract shows it. */
export function applianceView({ facts, host, conditions, deployment, ...settings }: ApplianceContext): Appliance {
  const { appliance, observation, hostName } = facts;
  const place = placeOf(facts, host);
  return {
    id: appliance.id,
    kind: appliance.kind,
    name: appliance.name,
    address: place.address,
    port: place.port,
    hostId: appliance.hostId,
    hostName,
    site: facts.place.site,
    groups: facts.place.groups,
    model: observation.model,
    serial: observation.serial,
    build: observation.build,
    release: observation.release,
    ...deployment,
    details: detailsView(observation.facts),
    bootId: isoOrNull(facts.bootAt),
    reachability: {
      state: observation.reachability,
      cause: observation.cause,
      at: isoOrNull(observation.reachabilityAt),
    },
    credential: {
      id: place.credentialId,
      state: place.credentialId === null ? 'missing' : observation.credentialState,
    },
    hostKey: hostKeyView(facts.hostKeys),
    identity: identityView(observation),
    connection: {
      jumpHostId: place.jumpHostId,
      algorithms: appliance.algorithms,
      channel: appliance.channel,
      channelInUse: observation.channel,
    },
    callHome: callHomeView(facts, settings),
    conditions: summarizeConditions(appliance.kind, hostName, conditions),
    instanceCount: facts.instanceCount,
    firstSeenAt: isoOrNull(observation.firstSeenAt),
    lastSeenAt: isoOrNull(observation.seenAt),
    goneAt: isoOrNull(observation.goneAt),
    createdAt: iso(appliance.createdAt),
    version: appliance.version,
  };
}

function detailsView(facts: KnownFacts): Appliance['details'] {
  return {
    platform: facts.platform ?? null,
    licence: facts.licence ?? null,
    timeZone: facts.timeZone ?? null,
    unsavedChanges: facts.unsavedChanges ?? null,
    memoryUsedPercent: facts.memoryUsedPercent ?? null,
    hypervisor: facts.hypervisor ?? null,
    chips: facts.chips ?? null,
  };
}

// A host has no Call Home settings of its own: its instances have.
function callHomeView(
  { appliance, observation }: ApplianceFacts,
  { layers, applied }: Pick<ApplianceContext, 'layers' | 'applied'>,
): Appliance['callHome'] {
  if (appliance.kind === 'sdx-host') return null;
  const own = layers.find((layer) => layer.scope === instanceScope(appliance.id));
  return {
    enabled: observation.callHome?.enabled ?? null,
    registration: observation.registration,
    drift: driftState({ effective: resolveSettings(layers), observed: observation.callHome, applied }),
    overrides: Object.keys(own?.set ?? {}).length,
    readAt: isoOrNull(observation.callHomeAt),
  };
}
