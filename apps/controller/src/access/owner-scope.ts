import type { RouteSpec } from '../../../../libs/contract/src/index.js';
import type { OwnedAppliance } from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';

/** What an owner answers for, found out once per request. */
export interface OwnerScope {
  /** Own hosts, all of their instances, and own single instances. Lists are filtered by these. */
  applianceIds: readonly string[];
  /** The settings layers of these: `host:<id>` and `instance:<id>`. */
  layers: ReadonlySet<string>;
}

/** The scope that consists of these appliances. */
export function ownerScope(appliances: readonly OwnedAppliance[]): OwnerScope {
  return {
    applianceIds: appliances.map(({ id }) => id),
    layers: new Set(appliances.map(({ id, isHost }) => `${isHost ? 'host' : 'instance'}:${id}`)),
  };
}

/** As much of a caller as tells what he may see; null: everything, as far as his role goes. */
interface Scoped {
  readonly scope: OwnerScope | null;
}

/** True if the caller may see and change the layer `scope`, as far as the role goes. Owners: only layers of their own. */
export function mayTouch({ scope: own }: Scoped, scope: string): boolean {
  return own === null || own.layers.has(scope);
}

/** Lets only those pass who may see the layer. @throws {ApiProblem} not-found - as if there were no such layer. */
export function requireScope(caller: Scoped, scope: string): void {
  if (!mayTouch(caller, scope)) throw new ApiProblem('not-found');
}

/** True if the caller may see the appliance. The host of an own instance is not thereby an own host. */
export function maySee({ scope: own }: Scoped, applianceId: string): boolean {
  return own === null || own.applianceIds.includes(applianceId);
}

/** Lets only those pass who may see the appliance. @throws {ApiProblem} not-found - as if there were no such appliance. */
export function requireAppliance(caller: Scoped, applianceId: string): void {
  if (!maySee(caller, applianceId)) throw new ApiProblem('not-found');
}

/** What of a route decides about owners. */
export type OwnedRoute = Pick<RouteSpec, 'path' | 'owner'>;

/**
 * Decides whether a route is open to an owner, before its handler runs. A path that names an appliance or a layer of
 * others is not found, on open routes and on closed ones; neither is whatever else is named on a closed route. What is
 * left of the closed routes names nothing, or something that the owner sees anyway: those are forbidden. So no answer
 * tells whether something exists that the owner does not see.
 * @throws {ApiProblem} not-found, forbidden
 */
export function requireOwned(
  { path, owner }: OwnedRoute,
  params: Readonly<Record<string, string | string[] | undefined>>,
  scope: OwnerScope,
): void {
  const named = subjectOf(path);
  if (named === 'appliance') requireAppliance({ scope }, String(params.id));
  if (named === 'layer') requireScope({ scope }, String(params.scope));
  if (owner !== undefined) return;
  throw new ApiProblem(named === 'other' ? 'not-found' : 'forbidden', {
    ...(named !== 'other' && { detail: 'This is not open to the role owner.' }),
  });
}

// By the path and not by the word at the route: a route that says too little is still kept to the scope.
function subjectOf(path: string): 'appliance' | 'layer' | 'other' | 'nothing' {
  if (path.startsWith('/appliances/{id}')) return 'appliance';
  if (path.startsWith('/layers/{scope}')) return 'layer';
  return path.includes('{') ? 'other' : 'nothing';
}
