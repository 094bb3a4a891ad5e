import { systemInformation } from '../../../../libs/callhome/src/index.js';
import type { ApplianceFacts, Component, Delivery } from '../../../../libs/persistence/src/index.js';

interface Reported {
  delivery: Pick<Delivery, 'id'>;
  facts: ApplianceFacts;
  parts: readonly Component[];
}

/** What a registration or a heartbeat says, as JSON: all of it is known already, so no appliance is asked. */
export function reportOf(type: 'registration' | 'heartbeat', { delivery, facts, parts }: Reported): Buffer {
  const { appliance, observation, hostName, place, bootAt } = facts;
  const known = observation.facts;
  const report = systemInformation(
    {
      id: appliance.id,
      name: appliance.name,
      kind: appliance.kind,
      hostName,
      site: place.site,
      model: observation.model,
      serial: observation.serial,
      hostId: observation.hostId,
      release: observation.release,
      build: observation.build,
      mode: observation.mode,
      deployment: known.deployment?.value ?? null,
      platform: known.platform?.value ?? null,
      chips: known.chips?.value ?? null,
      licence: known.licence?.value ?? null,
      callHome: observation.callHome,
      ownRegistration: observation.registration,
      upSinceMs: bootAt?.getTime() ?? null,
      readAtMs: observation.seenAt?.getTime() ?? null,
      parts,
    },
    { reportId: delivery.id, type, atMs: Date.now() },
  );
  return Buffer.from(JSON.stringify(report));
}
