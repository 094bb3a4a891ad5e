import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** An authority (SSH CA) whose signature under a host key makes that key trusted. */
export interface HostAuthority {
  id: string;
  name: string;
  algorithm: string;
  /** `SHA256:` and unpadded base64, as OpenSSH prints it. */
  fingerprint: string;
  /** Public key in SSH wire format, as base64. */
  publicKey: string;
  /** Names and addresses it may speak for, with `*`, `?` and `!` as in known_hosts; empty: all of them. */
  hosts: string[];
  /** Appliances of this site only; null: of all sites and of none. */
  site: string | null;
  addedBy: string;
  createdAt: Date;
}

export const HostAuthorityTable = new EntitySchema<HostAuthority>({
  name: 'host_ca',
  columns: {
    id: column.key,
    name: column.text,
    algorithm: column.text,
    fingerprint: column.text,
    publicKey: column.text,
    hosts: column.textListEmpty,
    site: column.textOrNull,
    addedBy: column.text,
    createdAt: column.createdNow,
  },
});
