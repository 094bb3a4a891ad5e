import { z } from 'zod';
import { connectionTestSchema } from './connection-test.js';
import { jumpHostPatchSchema, jumpHostSchema, newJumpHostSchema, trustJumpHostKeySchema } from './jump-host.js';
import {
  appliancePatchSchema,
  applianceQuerySchema,
  applianceSchema,
  componentSchema,
  hostKeySchema,
  newApplianceSchema,
} from './appliance.js';
import { conditionSchema } from './condition.js';
import { credentialSchema, newCredentialSchema } from './credential.js';
import {
  deliveryQuerySchema,
  deliverySchema,
  deliveryTransitionSchema,
  destinationSchema,
  newDeliverySchema,
  newDestinationSchema,
} from './delivery.js';
import {
  historyQuerySchema,
  inventoryChangeSchema,
  rawAnswerSchema,
  rawAnswerTextSchema,
} from './inventory-history.js';
import {
  acceptIdentitySchema,
  approveHostKeySchema,
  hostCaSchema,
  hostKeyImportResultSchema,
  hostKeyImportSchema,
  newHostCaSchema,
  reasonSchema,
} from './host-trust.js';
import { operationSchema, overviewQuerySchema, overviewSchema, queueSchema } from './fleet.js';
import { pageQuerySchema, pageSchema } from './page.js';
import {
  newPlanSchema,
  newRolloutSchema,
  planSchema,
  planTargetSchema,
  rolloutSchema,
  rolloutTargetSchema,
} from './rollout.js';
import {
  createdTokenSchema,
  meSchema,
  newTokenSchema,
  signInSchema,
  tokenSchema,
  versionSchema,
  type Role,
} from './session.js';
import { effectiveSchema, layerSchema, putLayerSchema } from './settings.js';

/** One route of the API: what it takes, what it answers, and the least role that may call it. */
export interface RouteSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, parameters in braces. */
  path: string;
  summary: string;
  role: Role | 'anyone';
  body?: z.ZodType;
  query?: z.ZodObject;
  /** The status of success. 202 answers carry a Location of the operation. */
  status: 200 | 201 | 202 | 204;
  answer: z.ZodType | null;
  /** The answer carries an ETag; PUT, PATCH and DELETE of it need If-Match. */
  etag?: true;
}

const pageOf = (item: z.ZodType) => pageSchema(item);

/** Every route, by operation id. The controller serves exactly these; OpenAPI is made from them. */
// prettier-ignore
export const ROUTES = {
  signIn: { method: 'POST', path: '/session', summary: 'Sign in; sets the session cookie', role: 'anyone', body: signInSchema, status: 200, answer: meSchema },
  signOut: { method: 'DELETE', path: '/session', summary: 'Sign out', role: 'viewer', status: 204, answer: null },
  me: { method: 'GET', path: '/me', summary: 'Who is signed in', role: 'viewer', status: 200, answer: meSchema },
  version: { method: 'GET', path: '/version', summary: 'Build', role: 'anyone', status: 200, answer: versionSchema },
  listTokens: { method: 'GET', path: '/tokens', summary: 'Own API tokens', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(tokenSchema) },
  createToken: { method: 'POST', path: '/tokens', summary: 'Create an API token; it is shown once', role: 'viewer', body: newTokenSchema, status: 201, answer: createdTokenSchema },
  revokeToken: { method: 'DELETE', path: '/tokens/{id}', summary: 'Revoke an own token', role: 'viewer', status: 204, answer: null },

  listCredentials: { method: 'GET', path: '/credentials', summary: 'Logins for appliances, without secrets', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(credentialSchema) },
  createCredential: { method: 'POST', path: '/credentials', summary: 'Add a login; the secret is never shown again', role: 'operator', body: newCredentialSchema, status: 201, answer: credentialSchema },

  listAppliances: { method: 'GET', path: '/appliances', summary: 'The inventory; hosts first, each followed by its instances', role: 'viewer', query: pageQuerySchema.extend(applianceQuerySchema.shape), status: 200, answer: pageOf(applianceSchema) },
  createAppliance: { method: 'POST', path: '/appliances', summary: 'Add a host, or a standalone MPX or VPX', role: 'operator', body: newApplianceSchema, status: 201, answer: applianceSchema, etag: true },
  getAppliance: { method: 'GET', path: '/appliances/{id}', summary: 'One appliance', role: 'viewer', status: 200, answer: applianceSchema, etag: true },
  patchAppliance: { method: 'PATCH', path: '/appliances/{id}', summary: 'Change name, site, groups; on an instance override address, port or login', role: 'operator', body: appliancePatchSchema, status: 200, answer: applianceSchema, etag: true },
  retireAppliance: { method: 'DELETE', path: '/appliances/{id}', summary: 'Retire an appliance, with its instances; its history is kept', role: 'operator', status: 204, answer: null, etag: true },
  discoverAppliance: { method: 'POST', path: '/appliances/{id}/actions/discover', summary: 'Read a host and its instances now', role: 'operator', status: 202, answer: operationSchema },
  checkAppliance: { method: 'POST', path: '/appliances/{id}/actions/check', summary: 'Check one appliance now', role: 'operator', status: 202, answer: operationSchema },
  testAppliance: { method: 'POST', path: '/appliances/{id}/actions/test', summary: 'Test connection, host key and login', role: 'operator', status: 202, answer: operationSchema },
  listInstances: { method: 'GET', path: '/appliances/{id}/instances', summary: 'Instances of a host', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(applianceSchema) },
  listComponents: { method: 'GET', path: '/appliances/{id}/components', summary: 'Drives, chips, supplies of a host as last read', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(componentSchema) },
  confirmComponentRemoval: { method: 'POST', path: '/appliances/{id}/components/{component}/actions/confirm-removal', summary: 'Take a missing part off the list', role: 'operator', status: 204, answer: null },
  listApplianceHistory: { method: 'GET', path: '/appliances/{id}/history', summary: 'Facts that changed, newest first', role: 'viewer', query: pageQuerySchema.extend(historyQuerySchema.shape), status: 200, answer: pageOf(inventoryChangeSchema) },
  listRawAnswers: { method: 'GET', path: '/appliances/{id}/raw-answers', summary: 'Answers of an appliance that were not understood', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rawAnswerSchema) },
  getRawAnswer: { method: 'GET', path: '/appliances/{id}/raw-answers/{command}', summary: 'One of them with its text', role: 'viewer', status: 200, answer: rawAnswerTextSchema },
  listApplianceConditions: { method: 'GET', path: '/appliances/{id}/conditions', summary: 'Conditions of one appliance', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(conditionSchema) },
  listHostKeys: { method: 'GET', path: '/appliances/{id}/host-keys', summary: 'Host keys seen at an appliance', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(hostKeySchema) },
  approveHostKey: { method: 'POST', path: '/appliances/{id}/host-keys/{fingerprint}/actions/approve', summary: 'Trust a host key; one that takes the place of another needs a reason', role: 'admin', body: approveHostKeySchema, status: 200, answer: hostKeySchema },
  revokeHostKey: { method: 'POST', path: '/appliances/{id}/host-keys/{fingerprint}/actions/revoke', summary: 'Take a host key out of trust until a person approves it anew', role: 'admin', body: reasonSchema, status: 200, answer: hostKeySchema },
  acceptIdentity: { method: 'POST', path: '/appliances/{id}/actions/accept-identity', summary: 'Take the machine that answers now for this appliance', role: 'admin', body: acceptIdentitySchema, status: 200, answer: applianceSchema, etag: true },
  importHostKeys: { method: 'POST', path: '/host-keys/actions/import', summary: 'Trust or revoke the keys of a known_hosts file, line by line', role: 'admin', body: hostKeyImportSchema, status: 200, answer: hostKeyImportResultSchema },
  listHostCas: { method: 'GET', path: '/host-cas', summary: 'Authorities whose certificates make host keys trusted', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(hostCaSchema) },
  createHostCa: { method: 'POST', path: '/host-cas', summary: 'Add an authority over host keys', role: 'admin', body: newHostCaSchema, status: 201, answer: hostCaSchema },
  removeHostCa: { method: 'DELETE', path: '/host-cas/{id}', summary: 'Remove an authority; keys trusted by its word stay trusted until they are revoked', role: 'admin', status: 204, answer: null },

  getConnectionTest: { method: 'GET', path: '/appliances/{id}/connection-test', summary: 'What the last connection test tried, step by step', role: 'viewer', status: 200, answer: connectionTestSchema },

  listJumpHosts: { method: 'GET', path: '/jump-hosts', summary: 'Machines and proxies that appliances are reached through', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(jumpHostSchema) },
  createJumpHost: { method: 'POST', path: '/jump-hosts', summary: 'Add a jump host or a SOCKS proxy', role: 'operator', body: newJumpHostSchema, status: 201, answer: jumpHostSchema, etag: true },
  getJumpHost: { method: 'GET', path: '/jump-hosts/{id}', summary: 'One jump host', role: 'viewer', status: 200, answer: jumpHostSchema, etag: true },
  patchJumpHost: { method: 'PATCH', path: '/jump-hosts/{id}', summary: 'Change a jump host', role: 'operator', body: jumpHostPatchSchema, status: 200, answer: jumpHostSchema, etag: true },
  removeJumpHost: { method: 'DELETE', path: '/jump-hosts/{id}', summary: 'Remove a jump host that nothing goes through', role: 'operator', status: 204, answer: null, etag: true },
  trustJumpHostKey: { method: 'POST', path: '/jump-hosts/{id}/actions/trust-key', summary: 'Trust the host key of a jump host', role: 'admin', body: trustJumpHostKeySchema, status: 200, answer: jumpHostSchema },

  listLayers: { method: 'GET', path: '/layers', summary: 'Settings layers that set something', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(layerSchema) },
  getLayer: { method: 'GET', path: '/layers/{scope}', summary: 'One settings layer', role: 'viewer', status: 200, answer: layerSchema, etag: true },
  putLayer: { method: 'PUT', path: '/layers/{scope}', summary: 'Set a layer whole', role: 'operator', body: putLayerSchema, status: 200, answer: layerSchema, etag: true },
  patchLayer: { method: 'PATCH', path: '/layers/{scope}', summary: 'Merge into a layer (null sets the device default; use PUT to inherit)', role: 'operator', body: putLayerSchema.partial(), status: 200, answer: layerSchema, etag: true },
  getEffective: { method: 'GET', path: '/appliances/{id}/effective', summary: 'Effective settings with the source of each value', role: 'viewer', status: 200, answer: effectiveSchema },

  createPlan: { method: 'POST', path: '/plans', summary: 'What would change, with the exact commands', role: 'operator', body: newPlanSchema, status: 201, answer: planSchema },
  getPlan: { method: 'GET', path: '/plans/{id}', summary: 'One plan', role: 'viewer', status: 200, answer: planSchema },
  listPlanTargets: { method: 'GET', path: '/plans/{id}/targets', summary: 'Targets of a plan', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(planTargetSchema) },
  createRollout: { method: 'POST', path: '/rollouts', summary: 'Apply a plan', role: 'operator', body: newRolloutSchema, status: 202, answer: rolloutSchema },
  listRollouts: { method: 'GET', path: '/rollouts', summary: 'Rollouts, newest first', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rolloutSchema) },
  getRollout: { method: 'GET', path: '/rollouts/{id}', summary: 'One rollout', role: 'viewer', status: 200, answer: rolloutSchema },
  listRolloutTargets: { method: 'GET', path: '/rollouts/{id}/targets', summary: 'Targets of a rollout', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rolloutTargetSchema) },

  listDeliveries: { method: 'GET', path: '/deliveries', summary: 'Deliveries, newest first', role: 'viewer', query: pageQuerySchema.extend(deliveryQuerySchema.shape), status: 200, answer: pageOf(deliverySchema) },
  createDelivery: { method: 'POST', path: '/deliveries', summary: 'Collect and send a bundle of an appliance now', role: 'operator', body: newDeliverySchema, status: 201, answer: deliverySchema },
  getDelivery: { method: 'GET', path: '/deliveries/{id}', summary: 'One delivery', role: 'viewer', status: 200, answer: deliverySchema },
  listDeliveryTransitions: { method: 'GET', path: '/deliveries/{id}/transitions', summary: 'Every step of a delivery', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(deliveryTransitionSchema) },
  retryDelivery: { method: 'POST', path: '/deliveries/{id}/actions/retry', summary: 'Try a failed delivery again', role: 'operator', status: 200, answer: deliverySchema },
  cancelDelivery: { method: 'POST', path: '/deliveries/{id}/actions/cancel', summary: 'Cancel a delivery', role: 'operator', status: 200, answer: deliverySchema },

  listConditions: { method: 'GET', path: '/conditions', summary: 'Conditions, active first', role: 'viewer', query: pageQuerySchema.extend({ state: z.string().optional() }), status: 200, answer: pageOf(conditionSchema) },
  listDestinations: { method: 'GET', path: '/destinations', summary: 'Where deliveries go', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(destinationSchema) },
  createDestination: { method: 'POST', path: '/destinations', summary: 'Add a destination', role: 'admin', body: newDestinationSchema, status: 201, answer: destinationSchema },

  listQueues: { method: 'GET', path: '/queues', summary: 'Queues: jobs in Redis, outstanding work in the database', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(queueSchema) },
  getOverview: { method: 'GET', path: '/stats/overview', summary: 'Figures of the Overview page', role: 'viewer', query: overviewQuerySchema, status: 200, answer: overviewSchema },
  listOperations: { method: 'GET', path: '/operations', summary: 'Operations, newest first', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(operationSchema) },
  getOperation: { method: 'GET', path: '/operations/{id}', summary: 'One operation', role: 'viewer', status: 200, answer: operationSchema },
} as const satisfies Record<string, RouteSpec>;

export type RouteName = keyof typeof ROUTES;
