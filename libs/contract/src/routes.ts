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
import {
  incidentQuerySchema,
  incidentSchema,
  moveServiceRequestSchema,
  serviceRequestNumberSchema,
  serviceRequestQuerySchema,
  serviceRequestSchema,
  serviceRequestTransitionSchema,
} from './incident.js';
import {
  channelPatchSchema,
  channelSchema,
  newChannelSchema,
  notificationQuerySchema,
  notificationSchema,
} from './channel.js';
import {
  acknowledgeConditionSchema,
  newQuietPeriodSchema,
  quietPeriodQuerySchema,
  quietPeriodSchema,
  silenceConditionSchema,
} from './quiet-period.js';
import { registrationSchema } from './registration.js';
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
import type { RouteRole } from './permissions.js';
import {
  applyConfigSchema,
  configAppliedSchema,
  configDiffSchema,
  configExportQuerySchema,
  configExportSchema,
  configFileSchema,
} from './config-file.js';
import {
  breakGlassSchema,
  newPlanSchema,
  newRolloutSchema,
  planSchema,
  planTargetQuerySchema,
  planTargetSchema,
  policyPatchSchema,
  policySchema,
  rollbackSchema,
  rolloutCauseSchema,
  rolloutCommentSchema,
  rolloutQuerySchema,
  rolloutSchema,
  rolloutTargetQuerySchema,
  rolloutTargetSchema,
  rolloutTransitionSchema,
} from './rollout.js';
import { createdTokenSchema, meSchema, newTokenSchema, signInSchema, tokenSchema, versionSchema } from './session.js';
import { newUserSchema, userPatchSchema, userSchema } from './user.js';
import {
  decideExceptionSchema,
  driftActionSchema,
  driftQuerySchema,
  driftRowSchema,
  effectiveSchema,
  exceptionQuerySchema,
  exceptionSchema,
  groupPatchSchema,
  groupSchema,
  layerRevisionSchema,
  layerSchema,
  newExceptionSchema,
  newGroupSchema,
  newSiteSchema,
  putLayerSchema,
  revertLayerSchema,
  scopeEffectiveQuerySchema,
  scopeEffectiveSchema,
  sitePatchSchema,
  siteSchema,
} from './settings.js';

/**
 * How a route that owners may call keeps to their scope. `self`: it is about the caller alone. `appliance` and `layer`:
 * the path names an appliance or a layer, which must be theirs. `list`: it leaves out, or does not find, what is not
 * theirs. `body`: what the body names must be theirs.
 */
export type OwnerAccess = 'self' | 'appliance' | 'layer' | 'list' | 'body';

/** One route of the API: what it takes, what it answers, and who may call it. */
export interface RouteSpec {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1, parameters in braces. */
  path: string;
  summary: string;
  /** The permission it takes, by the weakest role that has it. */
  role: RouteRole | 'anyone';
  /** Absent: closed to owners. */
  owner?: OwnerAccess;
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
  signOut: { method: 'DELETE', path: '/session', summary: 'Sign out', role: 'viewer', owner: 'self', status: 204, answer: null },
  me: { method: 'GET', path: '/me', summary: 'Who is signed in', role: 'viewer', owner: 'self', status: 200, answer: meSchema },
  version: { method: 'GET', path: '/version', summary: 'Build', role: 'anyone', status: 200, answer: versionSchema },
  listTokens: { method: 'GET', path: '/tokens', summary: 'Own API tokens', role: 'viewer', owner: 'self', query: pageQuerySchema, status: 200, answer: pageOf(tokenSchema) },
  createToken: { method: 'POST', path: '/tokens', summary: 'Create an API token; it is shown once', role: 'viewer', owner: 'self', body: newTokenSchema, status: 201, answer: createdTokenSchema },
  revokeToken: { method: 'DELETE', path: '/tokens/{id}', summary: 'Revoke an own token', role: 'viewer', owner: 'self', status: 204, answer: null },

  listUsers: { method: 'GET', path: '/users', summary: 'People with an account, by name', role: 'admin', query: pageQuerySchema, status: 200, answer: pageOf(userSchema) },
  createUser: { method: 'POST', path: '/users', summary: 'Add a person', role: 'admin', body: newUserSchema, status: 201, answer: userSchema, etag: true },
  getUser: { method: 'GET', path: '/users/{id}', summary: 'One person', role: 'admin', status: 200, answer: userSchema, etag: true },
  patchUser: { method: 'PATCH', path: '/users/{id}', summary: 'Change role, scopes or password, disable or enable; ends the sessions of that person', role: 'admin', body: userPatchSchema, status: 200, answer: userSchema, etag: true },

  listCredentials: { method: 'GET', path: '/credentials', summary: 'Logins for appliances, without secrets', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(credentialSchema) },
  createCredential: { method: 'POST', path: '/credentials', summary: 'Add a login; the secret is never shown again', role: 'operator', body: newCredentialSchema, status: 201, answer: credentialSchema },

  listAppliances: { method: 'GET', path: '/appliances', summary: 'The inventory; hosts first, each followed by its instances', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(applianceQuerySchema.shape), status: 200, answer: pageOf(applianceSchema) },
  createAppliance: { method: 'POST', path: '/appliances', summary: 'Add a host, or a standalone MPX or VPX', role: 'operator', body: newApplianceSchema, status: 201, answer: applianceSchema, etag: true },
  getAppliance: { method: 'GET', path: '/appliances/{id}', summary: 'One appliance', role: 'viewer', owner: 'appliance', status: 200, answer: applianceSchema, etag: true },
  patchAppliance: { method: 'PATCH', path: '/appliances/{id}', summary: 'Change name, site, groups; on an instance override address, port or login', role: 'operator', body: appliancePatchSchema, status: 200, answer: applianceSchema, etag: true },
  retireAppliance: { method: 'DELETE', path: '/appliances/{id}', summary: 'Retire an appliance, with its instances; its history is kept', role: 'operator', status: 204, answer: null, etag: true },
  discoverAppliance: { method: 'POST', path: '/appliances/{id}/actions/discover', summary: 'Read a host and its instances now', role: 'operator', status: 202, answer: operationSchema },
  checkAppliance: { method: 'POST', path: '/appliances/{id}/actions/check', summary: 'Check one appliance now', role: 'operator', status: 202, answer: operationSchema },
  testAppliance: { method: 'POST', path: '/appliances/{id}/actions/test', summary: 'Test connection, host key and login', role: 'operator', status: 202, answer: operationSchema },
  listInstances: { method: 'GET', path: '/appliances/{id}/instances', summary: 'Instances of a host', role: 'viewer', owner: 'appliance', query: pageQuerySchema, status: 200, answer: pageOf(applianceSchema) },
  listComponents: { method: 'GET', path: '/appliances/{id}/components', summary: 'Drives, chips, supplies of a host as last read', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(componentSchema) },
  confirmComponentRemoval: { method: 'POST', path: '/appliances/{id}/components/{component}/actions/confirm-removal', summary: 'Take a missing part off the list', role: 'operator', status: 204, answer: null },
  listApplianceHistory: { method: 'GET', path: '/appliances/{id}/history', summary: 'Facts that changed, newest first', role: 'viewer', query: pageQuerySchema.extend(historyQuerySchema.shape), status: 200, answer: pageOf(inventoryChangeSchema) },
  listRawAnswers: { method: 'GET', path: '/appliances/{id}/raw-answers', summary: 'Answers of an appliance that were not understood', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rawAnswerSchema) },
  getRawAnswer: { method: 'GET', path: '/appliances/{id}/raw-answers/{command}', summary: 'One of them with its text', role: 'viewer', status: 200, answer: rawAnswerTextSchema },
  getRegistration: { method: 'GET', path: '/appliances/{id}/registration', summary: 'Registration and heartbeats of one appliance', role: 'viewer', owner: 'appliance', status: 200, answer: registrationSchema },
  listApplianceConditions: { method: 'GET', path: '/appliances/{id}/conditions', summary: 'Conditions of one appliance', role: 'viewer', owner: 'appliance', query: pageQuerySchema, status: 200, answer: pageOf(conditionSchema) },
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

  listSites: { method: 'GET', path: '/sites', summary: 'Sites, by name', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(siteSchema) },
  createSite: { method: 'POST', path: '/sites', summary: 'Add a site', role: 'operator', body: newSiteSchema, status: 201, answer: siteSchema, etag: true },
  getSite: { method: 'GET', path: '/sites/{name}', summary: 'One site', role: 'viewer', status: 200, answer: siteSchema, etag: true },
  patchSite: { method: 'PATCH', path: '/sites/{name}', summary: 'Change the note of a site', role: 'operator', body: sitePatchSchema, status: 200, answer: siteSchema, etag: true },
  removeSite: { method: 'DELETE', path: '/sites/{name}', summary: 'Remove a site that no appliance is at and that sets nothing', role: 'operator', status: 204, answer: null, etag: true },
  listGroups: { method: 'GET', path: '/groups', summary: 'Groups, the strongest first', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(groupSchema) },
  createGroup: { method: 'POST', path: '/groups', summary: 'Add a group', role: 'operator', body: newGroupSchema, status: 201, answer: groupSchema, etag: true },
  getGroup: { method: 'GET', path: '/groups/{name}', summary: 'One group', role: 'viewer', status: 200, answer: groupSchema, etag: true },
  patchGroup: { method: 'PATCH', path: '/groups/{name}', summary: 'Change priority or note of a group', role: 'operator', body: groupPatchSchema, status: 200, answer: groupSchema, etag: true },
  removeGroup: { method: 'DELETE', path: '/groups/{name}', summary: 'Remove a group that no appliance is in and that sets nothing', role: 'operator', status: 204, answer: null, etag: true },

  listLayers: { method: 'GET', path: '/layers', summary: 'Settings layers that set or lock something', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(layerSchema) },
  getLayer: { method: 'GET', path: '/layers/{scope}', summary: 'One settings layer', role: 'viewer', owner: 'layer', status: 200, answer: layerSchema, etag: true },
  putLayer: { method: 'PUT', path: '/layers/{scope}', summary: 'Set a layer whole', role: 'operator', owner: 'layer', body: putLayerSchema, status: 200, answer: layerSchema, etag: true },
  patchLayer: { method: 'PATCH', path: '/layers/{scope}', summary: 'Merge into a layer (null sets the device default; use PUT to inherit)', role: 'operator', owner: 'layer', body: putLayerSchema.partial(), status: 200, answer: layerSchema, etag: true },
  listLayerRevisions: { method: 'GET', path: '/layers/{scope}/revisions', summary: 'What a layer was before, newest first', role: 'viewer', owner: 'layer', query: pageQuerySchema, status: 200, answer: pageOf(layerRevisionSchema) },
  revertLayer: { method: 'POST', path: '/layers/{scope}/actions/revert', summary: 'Make a layer what it was in an earlier revision; 0 empties it', role: 'operator', owner: 'layer', body: revertLayerSchema, status: 200, answer: layerSchema, etag: true },
  getEffective: { method: 'GET', path: '/appliances/{id}/effective', summary: 'Effective settings with the source of each value', role: 'viewer', owner: 'appliance', status: 200, answer: effectiveSchema },
  getScopeEffective: { method: 'GET', path: '/effective', summary: 'What the members of a scope get, and where they differ', role: 'viewer', query: scopeEffectiveQuerySchema, status: 200, answer: scopeEffectiveSchema },

  listDrift: { method: 'GET', path: '/drift', summary: 'Appliances that do not show what is asked for', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(driftQuerySchema.shape), status: 200, answer: pageOf(driftRowSchema) },
  readDrift: { method: 'POST', path: '/appliances/{id}/drift/actions/read', summary: 'Read one appliance again now', role: 'operator', owner: 'appliance', status: 202, answer: operationSchema },
  acceptDrift: { method: 'POST', path: '/appliances/{id}/drift/actions/accept', summary: 'Take what the appliance shows as its own override', role: 'operator', owner: 'appliance', body: driftActionSchema, status: 200, answer: layerSchema },
  revertDrift: { method: 'POST', path: '/appliances/{id}/drift/actions/revert', summary: 'Plan to push what is asked for; nothing is sent yet', role: 'operator', owner: 'appliance', body: driftActionSchema, status: 201, answer: planSchema },

  listExceptions: { method: 'GET', path: '/exceptions', summary: 'Wishes to set a locked key, newest first', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(exceptionQuerySchema.shape), status: 200, answer: pageOf(exceptionSchema) },
  createException: { method: 'POST', path: '/exceptions', summary: 'Ask to set a locked key on one instance or host', role: 'operator', owner: 'body', body: newExceptionSchema, status: 201, answer: exceptionSchema },
  getException: { method: 'GET', path: '/exceptions/{id}', summary: 'One of them', role: 'viewer', owner: 'list', status: 200, answer: exceptionSchema },
  grantException: { method: 'POST', path: '/exceptions/{id}/actions/grant', summary: 'Let the layer set the key below the lock; not by whoever asked', role: 'approver', body: decideExceptionSchema, status: 200, answer: exceptionSchema },
  denyException: { method: 'POST', path: '/exceptions/{id}/actions/deny', summary: 'Refuse the wish', role: 'approver', body: decideExceptionSchema, status: 200, answer: exceptionSchema },
  withdrawException: { method: 'POST', path: '/exceptions/{id}/actions/withdraw', summary: 'Take an own wish back', role: 'operator', owner: 'list', status: 200, answer: exceptionSchema },

  getPolicy: { method: 'GET', path: '/policies', summary: 'When a rollout needs approval, and how it goes where nothing else is asked for', role: 'viewer', status: 200, answer: policySchema, etag: true },
  patchPolicy: { method: 'PATCH', path: '/policies', summary: 'Change these policies', role: 'admin', body: policyPatchSchema, status: 200, answer: policySchema, etag: true },

  createPlan: { method: 'POST', path: '/plans', summary: 'What would change, with the exact commands', role: 'operator', owner: 'body', body: newPlanSchema, status: 201, answer: planSchema },
  getPlan: { method: 'GET', path: '/plans/{id}', summary: 'One plan', role: 'viewer', owner: 'list', status: 200, answer: planSchema },
  listPlanTargets: { method: 'GET', path: '/plans/{id}/targets', summary: 'Targets of a plan', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(planTargetQuerySchema.shape), status: 200, answer: pageOf(planTargetSchema) },

  createRollout: { method: 'POST', path: '/rollouts', summary: 'Roll a plan out', role: 'operator', owner: 'body', body: newRolloutSchema, status: 202, answer: rolloutSchema },
  listRollouts: { method: 'GET', path: '/rollouts', summary: 'Rollouts, newest first', role: 'viewer', query: pageQuerySchema.extend(rolloutQuerySchema.shape), status: 200, answer: pageOf(rolloutSchema) },
  getRollout: { method: 'GET', path: '/rollouts/{id}', summary: 'One rollout', role: 'viewer', owner: 'list', status: 200, answer: rolloutSchema },
  listRolloutTargets: { method: 'GET', path: '/rollouts/{id}/targets', summary: 'Targets of a rollout', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(rolloutTargetQuerySchema.shape), status: 200, answer: pageOf(rolloutTargetSchema) },
  listRolloutCauses: { method: 'GET', path: '/rollouts/{id}/causes', summary: 'Why targets failed, most frequent first', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rolloutCauseSchema) },
  listRolloutTransitions: { method: 'GET', path: '/rollouts/{id}/transitions', summary: 'Every step of a rollout', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(rolloutTransitionSchema) },
  replanRollout: { method: 'POST', path: '/rollouts/{id}/actions/plan', summary: 'Plan a draft anew', role: 'operator', status: 200, answer: rolloutSchema },
  submitRollout: { method: 'POST', path: '/rollouts/{id}/actions/submit', summary: 'Start it, or ask for approval where the policy wants that', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  approveRollout: { method: 'POST', path: '/rollouts/{id}/actions/approve', summary: 'Approve and start; not by its author', role: 'approver', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  rejectRollout: { method: 'POST', path: '/rollouts/{id}/actions/reject', summary: 'Send it back as a draft', role: 'approver', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  breakGlassRollout: { method: 'POST', path: '/rollouts/{id}/actions/break-glass', summary: 'Start without approval, for a reason that stays with it', role: 'admin', body: breakGlassSchema, status: 200, answer: rolloutSchema },
  pauseRollout: { method: 'POST', path: '/rollouts/{id}/actions/pause', summary: 'Begin no more targets; those under way finish', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  resumeRollout: { method: 'POST', path: '/rollouts/{id}/actions/resume', summary: 'Go on', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  nextWaveRollout: { method: 'POST', path: '/rollouts/{id}/actions/next-wave', summary: 'Begin the next wave without waiting longer', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  retryRollout: { method: 'POST', path: '/rollouts/{id}/actions/retry-failed', summary: 'Try what failed, could not be reached or was not started once more, and nothing else', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  abortRollout: { method: 'POST', path: '/rollouts/{id}/actions/abort', summary: 'End it; what was written stays', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },
  rollBackRollout: { method: 'POST', path: '/rollouts/{id}/actions/rollback', summary: 'Give targets back what they had before', role: 'operator', body: rollbackSchema, status: 200, answer: rolloutSchema },
  cancelRollout: { method: 'POST', path: '/rollouts/{id}/actions/cancel', summary: 'Drop it before anything was sent', role: 'operator', body: rolloutCommentSchema, status: 200, answer: rolloutSchema },

  diffConfig: { method: 'POST', path: '/config/actions/diff', summary: 'What a Call Home file would change; changes nothing', role: 'viewer', body: configFileSchema, status: 200, answer: configDiffSchema },
  applyConfig: { method: 'POST', path: '/config/actions/apply', summary: 'Take over a Call Home file, whole or not at all', role: 'operator', body: applyConfigSchema, status: 200, answer: configAppliedSchema },
  exportConfig: { method: 'GET', path: '/config/export', summary: 'The layers as a Call Home file', role: 'viewer', query: configExportQuerySchema, status: 200, answer: configExportSchema },

  listDeliveries: { method: 'GET', path: '/deliveries', summary: 'Deliveries, newest first', role: 'viewer', owner: 'list', query: pageQuerySchema.extend(deliveryQuerySchema.shape), status: 200, answer: pageOf(deliverySchema) },
  createDelivery: { method: 'POST', path: '/deliveries', summary: 'Collect and send a bundle of an appliance now', role: 'operator', body: newDeliverySchema, status: 201, answer: deliverySchema },
  getDelivery: { method: 'GET', path: '/deliveries/{id}', summary: 'One delivery', role: 'viewer', owner: 'list', status: 200, answer: deliverySchema },
  listDeliveryTransitions: { method: 'GET', path: '/deliveries/{id}/transitions', summary: 'Every step of a delivery', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(deliveryTransitionSchema) },
  retryDelivery: { method: 'POST', path: '/deliveries/{id}/actions/retry', summary: 'Try a failed delivery again', role: 'operator', status: 200, answer: deliverySchema },
  cancelDelivery: { method: 'POST', path: '/deliveries/{id}/actions/cancel', summary: 'Cancel a delivery', role: 'operator', status: 200, answer: deliverySchema },

  listConditions: { method: 'GET', path: '/conditions', summary: 'Conditions, active first', role: 'viewer', query: pageQuerySchema.extend({ state: z.string().optional() }), status: 200, answer: pageOf(conditionSchema) },
  acknowledgeCondition: { method: 'POST', path: '/conditions/{id}/actions/acknowledge', summary: 'Say that somebody has seen an active condition', role: 'operator', body: acknowledgeConditionSchema, status: 200, answer: conditionSchema },
  silenceCondition: { method: 'POST', path: '/conditions/{id}/actions/silence', summary: 'Send nothing of one condition for a time', role: 'operator', body: silenceConditionSchema, status: 201, answer: quietPeriodSchema },
  listQuietPeriods: { method: 'GET', path: '/quiet-periods', summary: 'Maintenance windows and silences, newest first', role: 'viewer', query: pageQuerySchema.extend(quietPeriodQuerySchema.shape), status: 200, answer: pageOf(quietPeriodSchema) },
  createQuietPeriod: { method: 'POST', path: '/quiet-periods', summary: 'Send nothing of a scope for a time', role: 'operator', body: newQuietPeriodSchema, status: 201, answer: quietPeriodSchema },
  endQuietPeriod: { method: 'POST', path: '/quiet-periods/{id}/actions/end', summary: 'End one before its time; what it held back and is still so is sent', role: 'operator', status: 200, answer: quietPeriodSchema },
  listIncidents: { method: 'GET', path: '/incidents', summary: 'Conditions of one cause seen as one, latest first', role: 'viewer', query: pageQuerySchema.extend(incidentQuerySchema.shape), status: 200, answer: pageOf(incidentSchema) },
  getIncident: { method: 'GET', path: '/incidents/{id}', summary: 'One incident with its conditions and service requests', role: 'viewer', status: 200, answer: incidentSchema },
  listServiceRequests: { method: 'GET', path: '/service-requests', summary: 'Calls for support, latest first', role: 'viewer', query: pageQuerySchema.extend(serviceRequestQuerySchema.shape), status: 200, answer: pageOf(serviceRequestSchema) },
  listServiceRequestTransitions: { method: 'GET', path: '/service-requests/{id}/transitions', summary: 'What happened to a service request', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(serviceRequestTransitionSchema) },
  openServiceRequest: { method: 'POST', path: '/service-requests/{id}/actions/open', summary: 'Open a service request that waits for review', role: 'operator', body: moveServiceRequestSchema, status: 200, answer: serviceRequestSchema },
  declineServiceRequest: { method: 'POST', path: '/service-requests/{id}/actions/decline', summary: 'Say that support is not needed', role: 'operator', body: moveServiceRequestSchema, status: 200, answer: serviceRequestSchema },
  closeServiceRequest: { method: 'POST', path: '/service-requests/{id}/actions/close', summary: 'Say that support is done', role: 'operator', body: moveServiceRequestSchema, status: 200, answer: serviceRequestSchema },
  numberServiceRequest: { method: 'POST', path: '/service-requests/{id}/actions/number', summary: 'Enter or correct the number that support gave', role: 'operator', body: serviceRequestNumberSchema, status: 200, answer: serviceRequestSchema },
  listChannels: { method: 'GET', path: '/channels', summary: 'Ways to tell people and their systems', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(channelSchema) },
  createChannel: { method: 'POST', path: '/channels', summary: 'Add a channel', role: 'admin', body: newChannelSchema, status: 201, answer: channelSchema },
  getChannel: { method: 'GET', path: '/channels/{id}', summary: 'One channel, without its secrets', role: 'viewer', status: 200, answer: channelSchema, etag: true },
  patchChannel: { method: 'PATCH', path: '/channels/{id}', summary: 'Change a channel; secrets not named stay', role: 'admin', body: channelPatchSchema, status: 200, answer: channelSchema, etag: true },
  removeChannel: { method: 'DELETE', path: '/channels/{id}', summary: 'Remove a channel and its log', role: 'admin', status: 204, answer: null, etag: true },
  testChannel: { method: 'POST', path: '/channels/{id}/actions/test', summary: 'Send a test over a channel', role: 'operator', status: 201, answer: notificationSchema },
  listNotifications: { method: 'GET', path: '/notifications', summary: 'What was told over channels, latest first', role: 'viewer', query: pageQuerySchema.extend(notificationQuerySchema.shape), status: 200, answer: pageOf(notificationSchema) },
  retryNotification: { method: 'POST', path: '/notifications/{id}/actions/retry', summary: 'Tell once more what could not be told', role: 'operator', status: 200, answer: notificationSchema },
  listDestinations: { method: 'GET', path: '/destinations', summary: 'Where deliveries go', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(destinationSchema) },
  createDestination: { method: 'POST', path: '/destinations', summary: 'Add a destination', role: 'admin', body: newDestinationSchema, status: 201, answer: destinationSchema },

  listQueues: { method: 'GET', path: '/queues', summary: 'Queues: jobs in Redis, outstanding work in the database', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(queueSchema) },
  getOverview: { method: 'GET', path: '/stats/overview', summary: 'Figures of the Overview page', role: 'viewer', query: overviewQuerySchema, status: 200, answer: overviewSchema },
  listOperations: { method: 'GET', path: '/operations', summary: 'Operations, newest first', role: 'viewer', query: pageQuerySchema, status: 200, answer: pageOf(operationSchema) },
  getOperation: { method: 'GET', path: '/operations/{id}', summary: 'One operation', role: 'viewer', status: 200, answer: operationSchema },
} as const satisfies Record<string, RouteSpec>;

export type RouteName = keyof typeof ROUTES;
