/** One MPX model as the simulator builds it: what is fitted when everything is healthy. */
export interface MpxModel {
  readonly platform: string;
  /** Text after the model in `show ns hardware`: processors and ports, then the system id. */
  readonly fitted: string;
  readonly sslCards: number;
  readonly powerSupplies: number;
  readonly cores: number;
  readonly memoryMb: number;
  readonly throughputMbps: number;
}

/** Models in the order they are dealt out; the platform texts are captured ones, the counts are for fixtures only. */
export const MPX_MODELS: readonly [MpxModel, ...MpxModel[]] = [
  {
    platform: '22000',
    fitted: '16*CPU+24*IX+12*E1K+2*E1K+4*CVM N3 2200100',
    sslCards: 4,
    powerSupplies: 4,
    cores: 16,
    memoryMb: 262_144,
    throughputMbps: 120_000,
  },
  {
    platform: '8900',
    fitted: '8*CPU+32GB+4*F1X+6*E1K+1*E1K+1*COL 8955 30010',
    sslCards: 1,
    powerSupplies: 2,
    cores: 8,
    memoryMb: 32_768,
    throughputMbps: 30_000,
  },
];

/** The model named `platform`, or the first one. */
export function mpxModelOf(platform: string): MpxModel {
  return MPX_MODELS.find((model) => model.platform === platform) ?? MPX_MODELS[0];
}
