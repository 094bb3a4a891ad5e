import type { Decided, Layer, Settings, SettingKey } from '../../../../../libs/callhome/src/index.js';
import type { EffectiveValue } from '../../../../../libs/contract/src/index.js';

type Sources = Pick<Decided<Settings[SettingKey]>, 'source' | 'overrides'>;

/** Which layer a value comes from and which values it shadows. `layers` are those it was decided among. */
export function sourceViews(
  { source, overrides }: Sources,
  layers: readonly Layer[],
): Pick<EffectiveValue, 'source' | 'overrides'> {
  const writtenAt = (scope: string) => layers.find((layer) => layer.scope === scope)?.at ?? null;
  return {
    source: { scope: source.scope, revision: source.revision, by: source.by, at: source.at },
    overrides: overrides.map((each) => ({ ...each, at: writtenAt(each.scope) })),
  };
}

/** The revision of each layer that was looked at. */
export function inputsOf(layers: readonly Layer[]): Record<string, number> {
  return Object.fromEntries(layers.map(({ scope, revision }) => [scope, revision]));
}
