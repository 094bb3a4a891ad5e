import { Injectable } from '@nestjs/common';
import { parseScope } from '../../../../libs/callhome/src/index.js';
import { NOTHING_SAID, rankOf, type SettingsLayer } from '../../../../libs/persistence/src/index.js';
import { Scopes } from '../settings/scopes.js';
import type { ApplianceNames } from './appliance-names.js';
import { FleetFacts } from './fleet-facts.js';
import { renderFile, saysSomething } from './render-file.js';

/** Writes the layers of the fleet as Call Home files. */
@Injectable()
export class ConfigExport {
  constructor(
    private readonly facts: FleetFacts,
    private readonly scopes: Scopes,
  ) {}

  /** A file of all layers, or of one scope. @throws {ApiProblem} not-found - there is no such scope. */
  async export(scope: string, schemaUrl: string): Promise<string> {
    if (scope !== 'all') await this.scopes.require(scope);
    const { layers, groups } = await this.facts.state();
    const names = await this.facts.names();
    const all = [...layers.values()].filter((layer) => isOfInventory(layer, names));
    const chosen = scope === 'all' ? all.filter((layer) => layer.scope !== 'fleet' && saysSomething(layer)) : [];
    const alone = scope === 'all' ? 'fleet' : scope;
    return renderFile({
      layers: [layers.get(alone) ?? unwritten(alone), ...chosen],
      names,
      priorities: new Map([...groups].map(([name, { priority }]) => [name, priority])),
      schemaUrl,
      owners: all.flatMap(({ managedBy }) => managedBy?.name ?? []),
    });
  }
}

function isOfInventory({ scope }: SettingsLayer, names: ApplianceNames): boolean {
  const { rank, id } = parseScope(scope);
  return (rank !== 'host' && rank !== 'instance') || names.nameOf(id) !== null;
}

// Named all the same: whoever asks for a scope that says nothing gets a file that says so.
function unwritten(scope: string): SettingsLayer {
  return {
    ...NOTHING_SAID,
    scope,
    rank: rankOf(scope),
    priority: 0,
    revision: 0,
    updatedBy: '',
    updatedAt: new Date(0),
  };
}
