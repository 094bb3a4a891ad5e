import { EntitySchema } from 'typeorm';
import * as column from '../columns.js';

/** A machine or proxy that appliances are reached through. `version` is its ETag. */
export interface JumpHost {
  id: string;
  name: string;
  /** `ssh`: a login that forwards connections. `socks5`: a proxy (RFC 1928). */
  kind: 'ssh' | 'socks5';
  address: string;
  port: number;
  /** Null only for a SOCKS proxy that asks for no login. */
  credentialId: string | null;
  /** The jump host that this one is reached through; null if it is reached from here. */
  viaId: string | null;
  algorithms: 'modern' | 'legacy';
  /** Fingerprint that a person accepted; null until then. A SOCKS proxy has none. */
  trustedKey: string | null;
  /** Fingerprint last offered that is not the accepted one. */
  offeredKey: string | null;
  offeredAlgorithm: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  createdAt: Date;
  version: number;
}

export const JumpHostTable = new EntitySchema<JumpHost>({
  name: 'jump_host',
  columns: {
    id: column.key,
    name: column.text,
    kind: column.text,
    address: column.text,
    port: column.integer,
    credentialId: column.textOrNull,
    viaId: column.textOrNull,
    algorithms: column.textDefault('modern'),
    trustedKey: column.textOrNull,
    offeredKey: column.textOrNull,
    offeredAlgorithm: column.textOrNull,
    decidedBy: column.textOrNull,
    decidedAt: column.instantOrNull,
    createdAt: column.createdNow,
    version: column.integerDefault(1),
  },
});
