import type { Appliance } from '../../../../libs/contract/src/index.js';

/** In full, for filters and forms. */
export const KIND_WORDS: Record<Appliance['kind'], string> = {
  'sdx-host': 'SDX host',
  'sdx-instance': 'instance on SDX',
  mpx: 'MPX',
  vpx: 'VPX',
};

/** As short as a column needs. */
export const KIND_SHORT: Record<Appliance['kind'], string> = {
  'sdx-host': 'SDX',
  'sdx-instance': 'VPX',
  mpx: 'MPX',
  vpx: 'VPX',
};

export const MODE_WORDS: Record<Appliance['mode'], string> = {
  standalone: 'standalone',
  ha: 'HA',
  cluster: 'cluster',
  unknown: 'unknown',
};
