import type { Appliance } from '../../../../libs/contract/src/index.js';

/** Questions an operator asks of the whole inventory, beyond the filters the API has. */
export const FACETS = ['open-conditions', 'call-home-off', 'not-registered', 'drifted', 'host-key-waits'] as const;
export type Facet = (typeof FACETS)[number];

export const FACET_WORDS: Record<Facet, string> = {
  'open-conditions': 'with open conditions',
  'call-home-off': 'Call Home off or unknown',
  'not-registered': 'on, not registered',
  drifted: 'drifted',
  'host-key-waits': 'host key waits',
};

const ANSWERS: Record<Facet, (appliance: Appliance) => boolean> = {
  'open-conditions': ({ conditions }) => conditions.some(({ state }) => state === 'active'),
  'call-home-off': ({ callHome }) => callHome !== null && callHome.enabled !== true,
  'not-registered': ({ callHome }) => callHome?.enabled === true && callHome.registration !== 'registered',
  drifted: ({ callHome }) => callHome?.drift === 'drifted',
  'host-key-waits': ({ hostKey }) => hostKey.state === 'pending' || hostKey.state === 'changed',
};

/** Whether an appliance belongs to the facet; every one does when none is chosen. */
export const isInFacet = (appliance: Appliance, facet: Facet | undefined): boolean =>
  facet === undefined || ANSWERS[facet](appliance);
