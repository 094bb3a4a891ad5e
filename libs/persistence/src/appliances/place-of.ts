import type { ApplianceFacts } from './appliance-store.js';

/** Where and how to reach an appliance, after an operator's overrides and a host's defaults. */
export interface AppliancePlace {
  address: string;
  port: number;
  credentialId: string | null;
  trustedKey: string | null;
  /** The last machine on the way there; null if it is reached directly. */
  jumpHostId: string | null;
}

/** Resolves where an appliance is reached; an instance inherits port and login from its host. */
export function placeOf(facts: ApplianceFacts, host: ApplianceFacts | null): AppliancePlace {
  const { appliance } = facts;
  return {
    address: appliance.addressOverride ?? appliance.address,
    port: appliance.portOverride ?? (host === null ? appliance.port : host.appliance.instancePort),
    credentialId:
      appliance.credentialId ?? host?.appliance.instanceCredentialId ?? host?.appliance.credentialId ?? null,
    trustedKey: facts.hostKeys.find((key) => key.state === 'trusted')?.fingerprint ?? null,
    jumpHostId: appliance.jumpHostId ?? host?.appliance.jumpHostId ?? null,
  };
}
