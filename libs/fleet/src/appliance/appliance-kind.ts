/** Everything that can be managed. An `sdx-instance` is a VPX listed by a host; `mpx` and `vpx` stand alone. */
export const APPLIANCE_KINDS = ['sdx-host', 'sdx-instance', 'mpx', 'vpx'] as const;
export type ApplianceKind = (typeof APPLIANCE_KINDS)[number];

/** What an appliance runs on. It decides which conditions can be checked there at all. */
export const PLATFORMS = ['sdx-host', 'vpx-on-sdx', 'vpx', 'mpx'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** How an instance, MPX or VPX is deployed; `unknown` until it has been read. A host is always `standalone`. */
export const DEPLOYMENT_MODES = ['standalone', 'ha', 'cluster', 'unknown'] as const;
export type DeploymentMode = (typeof DEPLOYMENT_MODES)[number];

const PLATFORM_OF = {
  'sdx-host': 'sdx-host',
  'sdx-instance': 'vpx-on-sdx',
  mpx: 'mpx',
  vpx: 'vpx',
} as const satisfies Record<ApplianceKind, Platform>;

/** Returns the platform of a kind of appliance. Kinds say how we manage it, platforms say what hardware it can see. */
export function platformOf(kind: ApplianceKind): Platform {
  return PLATFORM_OF[kind];
}
