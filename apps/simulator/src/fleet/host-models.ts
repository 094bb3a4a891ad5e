/** One SDX model as the simulator builds it: what is fitted when everything is healthy. */
export interface HostModel {
  readonly platform: string;
  /** SSL chips the hypervisor can hand out. */
  readonly chips: number;
  readonly powerSupplies: number;
  /** Drive sizes in GB by slot; slots pair up into RAID 1 in order. Empty on a model without RAID. */
  readonly driveSizesGb: readonly number[];
  readonly cpus: number;
  readonly memoryGb: number;
  readonly maxInstances: number;
  readonly maxThroughputMbps: number;
}

const FOUR_SSDS = [223.57, 223.57, 446.625, 446.625] as const;

/** Models in the order the hosts take them. Counts are typical of each series, for fixtures only. */
export const HOST_MODELS: readonly [HostModel, ...HostModel[]] = [
  {
    platform: '14040',
    chips: 16,
    powerSupplies: 2,
    driveSizesGb: FOUR_SSDS,
    cpus: 40,
    memoryGb: 256,
    maxInstances: 25,
    maxThroughputMbps: 40_000,
  },
  {
    platform: '15040-50G',
    chips: 4,
    powerSupplies: 2,
    driveSizesGb: FOUR_SSDS,
    cpus: 40,
    memoryGb: 256,
    maxInstances: 55,
    maxThroughputMbps: 40_000,
  },
  {
    platform: '14060-40G',
    chips: 16,
    powerSupplies: 2,
    driveSizesGb: FOUR_SSDS,
    cpus: 40,
    memoryGb: 256,
    maxInstances: 25,
    maxThroughputMbps: 60_000,
  },
  {
    platform: '22080',
    chips: 32,
    powerSupplies: 4,
    driveSizesGb: [...FOUR_SSDS, 446.625, 446.625],
    cpus: 32,
    memoryGb: 256,
    maxInstances: 80,
    maxThroughputMbps: 80_000,
  },
  {
    platform: '8920',
    chips: 4,
    powerSupplies: 1,
    driveSizesGb: [],
    cpus: 20,
    memoryGb: 64,
    maxInstances: 7,
    maxThroughputMbps: 20_000,
  },
];
