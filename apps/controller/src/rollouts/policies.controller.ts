import { Controller } from '@nestjs/common';
import type { Policy } from '../../../../libs/contract/src/index.js';
import { PolicyStore, type PolicyRow } from '../../../../libs/persistence/src/index.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestEdit, type Edit } from '../api/input.js';
import { isoOrNull } from '../api/iso.js';
import { requireWaves } from './require-waves.js';

@Controller()
export class PoliciesController {
  constructor(private readonly policies: PolicyStore) {}

  @Endpoint('getPolicy')
  async get(): Promise<Policy> {
    return policyView(await this.policies.get());
  }

  @Endpoint('patchPolicy')
  async patch(@RequestBody() body: BodyOf<'patchPolicy'>, @RequestEdit() { version, by }: Edit): Promise<Policy> {
    requireWaves(body.rollout?.waves ?? undefined, '/rollout/waves');
    const { approval, rollout } = body;
    const patch = { ...(approval && { approval: given(approval) }), ...(rollout && { rollout: given(rollout) }) };
    return policyView(await this.policies.patch(patch, version, by));
  }
}

/** What is named and has a value: an absent member stays as it is. */
function given<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function policyView({ approval, rollout, version, updatedBy, updatedAt }: PolicyRow): Policy {
  return {
    approval,
    rollout: { ...rollout, waves: rollout.waves === null ? null : rollout.waves.map((wave) => ({ ...wave })) },
    version,
    updatedBy,
    updatedAt: isoOrNull(updatedAt),
  };
}
