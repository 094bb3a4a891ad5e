import { z } from 'zod';
import { instant } from './page.js';

const reason = z.string().trim().min(1).max(500);

/** Why something is done; needed where a person overrules what was trusted before. */
export const reasonSchema = z.object({ reason });

const mark = z.string().nullable();

/** `offered`: the marks that were looked at; if given, other ones that were seen since are not accepted unseen. */
export const acceptIdentitySchema = reasonSchema.extend({
  offered: z.object({ serial: mark, hostId: mark }).optional(),
});

/** The whole body may be left out for the first key of an appliance. */
export const approveHostKeySchema = z.object({ reason: reason.nullable().default(null) }).default({ reason: null });

const MAX_FILE_CHARACTERS = 1024 * 1024;
const MAX_FILE_LINES = 50_000;

/** A known_hosts file. With `dryRun` it is answered what would happen, and nothing does. */
export const hostKeyImportSchema = z.object({
  text: z
    .string()
    .max(MAX_FILE_CHARACTERS, 'at most 1 MiB')
    .refine((text) => text.split('\n', MAX_FILE_LINES + 2).length <= MAX_FILE_LINES + 1, 'at most 50,000 lines'),
  dryRun: z.boolean().default(false),
});

/**
 * What became of a line. `conflict`: the appliance has another trusted key, which stays. `other-key-preferred`: another
 * line has a key of the same appliance that is used first. `key-revoked`: the key is revoked there, and an import does
 * not bring it back.
 */
export const HOST_KEY_IMPORT_OUTCOMES = [
  'trusted',
  'already-trusted',
  'conflict',
  'other-key-preferred',
  'key-revoked',
  'no-appliance',
  'revoked',
  'already-revoked',
  'authority-added',
  'authority-known',
  'other-key-type',
  'unreadable',
] as const;

/** One outcome of one line; a line about several appliances may have several. */
export const hostKeyImportLineSchema = z.object({
  line: z.number().int(),
  outcome: z.enum(HOST_KEY_IMPORT_OUTCOMES),
  alg: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** What is wrong with an unreadable line, as a code. */
  problem: z.string().nullable(),
  /** How many appliances the line has this outcome for, and the first of them. */
  applianceCount: z.number().int(),
  appliances: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type HostKeyImportLine = z.infer<typeof hostKeyImportLineSchema>;

export const hostKeyImportResultSchema = z.object({
  dryRun: z.boolean(),
  lines: z.array(hostKeyImportLineSchema),
  /** Lines by outcome; an outcome that no line has is absent. */
  counts: z.partialRecord(z.enum(HOST_KEY_IMPORT_OUTCOMES), z.number().int()),
});
export type HostKeyImportResult = z.infer<typeof hostKeyImportResultSchema>;

const hosts = z.array(z.string().min(1).max(253)).max(100);

/** An SSH authority over host keys. `publicKey` is a line of a `.pub` file; `hosts` are patterns, none means any. */
export const newHostCaSchema = z.object({
  name: z.string().trim().min(1).max(100),
  publicKey: z.string().max(16_384),
  hosts: hosts.default([]),
  site: z.string().max(100).nullable().default(null),
});
export type NewHostCa = z.input<typeof newHostCaSchema>;

export const hostCaSchema = z.object({
  id: z.string(),
  name: z.string(),
  alg: z.string(),
  fingerprint: z.string(),
  publicKey: z.string(),
  hosts,
  site: z.string().nullable(),
  addedBy: z.string(),
  createdAt: instant,
});
export type HostCa = z.infer<typeof hostCaSchema>;
