import type { Plan } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { requireAppliance, requireScope } from '../access/owner-scope.js';

/**
 * Lets only those pass who may see every target of a plan. For an owner that is a plan of own appliances: nothing that
 * is not asked for gets into a plan, save the other half of a pair, and only if that is the owner's too.
 * @throws {ApiProblem} not-found - as if there were no such plan.
 */
export function requireOwnPlan(caller: Pick<Caller, 'scope'>, { selector }: Pick<Plan, 'selector'>): void {
  if (caller.scope === null) return;
  if (selector.applianceIds === null) return requireScope(caller, selector.scope ?? 'fleet');
  for (const id of selector.applianceIds) requireAppliance(caller, id);
}
