import { z } from 'zod';
import {
  applianceSchema,
  credentialSchema,
  deliverySchema,
  hostCaSchema,
  hostKeyImportResultSchema,
  hostKeySchema,
  jumpHostSchema,
  meSchema,
  operationSchema,
  type Appliance,
  type AppliancePatch,
  type JumpHost,
  type NewCredential,
  type NewHostCa,
} from '../../../../libs/contract/src/index.js';
import { callApi } from './call-api.js';

const nothing = z.undefined();

export const signIn = (body: { username: string; password: string }) => callApi('signIn', meSchema, { body });
export const signOut = () => callApi('signOut', nothing);

export const createCredential = (body: NewCredential) => callApi('createCredential', credentialSchema, { body });
export const createAppliance = (body: unknown) => callApi('createAppliance', applianceSchema, { body });

export const changeAppliance = (id: string, body: AppliancePatch) =>
  callApi('patchAppliance', applianceSchema, { params: { id }, body });

export const createJumpHost = (body: unknown) => callApi('createJumpHost', jumpHostSchema, { body });
export const trustJumpHostKey = (id: string, fingerprint: string) =>
  callApi('trustJumpHostKey', jumpHostSchema, { params: { id }, body: { fingerprint } });
/** Reads it first: removing says which version it means. */
export const removeJumpHost = async ({ id }: JumpHost) => {
  await callApi('getJumpHost', jumpHostSchema, { params: { id } });
  return callApi('removeJumpHost', nothing, { params: { id } });
};

/** Work on one appliance that answers with an operation to follow. */
export type ApplianceWork = 'discoverAppliance' | 'checkAppliance' | 'testAppliance';
export const startWork = (work: ApplianceWork, id: string) => callApi(work, operationSchema, { params: { id } });

/** Trusts a key; `reason` may be null for the first key of an appliance only. */
export const approveHostKey = (id: string, fingerprint: string, reason: string | null) =>
  callApi('approveHostKey', hostKeySchema, { params: { id, fingerprint }, body: { reason } });
export const revokeHostKey = (id: string, fingerprint: string, reason: string) =>
  callApi('revokeHostKey', hostKeySchema, { params: { id, fingerprint }, body: { reason } });
export const acceptIdentity = (
  id: string,
  body: { reason: string; offered: NonNullable<Appliance['identity']['offered']> },
) => callApi('acceptIdentity', applianceSchema, { params: { id }, body });
export const importHostKeys = (text: string, dryRun: boolean) =>
  callApi('importHostKeys', hostKeyImportResultSchema, { body: { text, dryRun } });
export const createHostCa = (body: NewHostCa) => callApi('createHostCa', hostCaSchema, { body });
export const removeHostCa = (id: string) => callApi('removeHostCa', nothing, { params: { id } });

/** What a person may do with a delivery; its `actions` says which of them now. */
export type DeliveryAction = 'retryDelivery' | 'cancelDelivery';
export const actOnDelivery = (action: DeliveryAction, id: string) =>
  callApi(action, deliverySchema, { params: { id } });
