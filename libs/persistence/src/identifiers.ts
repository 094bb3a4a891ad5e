import { monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

// prettier-ignore
export type IdPrefix =
  | 'app' | 'crd' | 'cnd' | 'dlv' | 'dst' | 'pln' | 'rol' | 'op' | 'swp' | 'bep' | 'usr' | 'tok' | 'jmp' | 'hca' | 'exc'
  | 'qpd' | 'inc' | 'srq' | 'chn' | 'ntf';

/** A new id: prefix, underscore, ULID. Ids sort by the time they were made. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${ulid()}`;
}
