/** What becomes of a host key. `unseen`: there is no record of it; `replaced`: another key took its place. */
export type HostKeyRecordState = 'unseen' | 'pending' | 'trusted' | 'changed' | 'replaced' | 'revoked';

/**
 * `offered`: the appliance showed it while none is trusted; `offered-beside`: while another is trusted. `approved`: a
 * person said so of this key. `admitted`: a policy, an authority or an imported file did. `superseded`: another key of
 * the appliance became the trusted one.
 */
export type HostKeyEvent = 'offered' | 'offered-beside' | 'approved' | 'admitted' | 'superseded' | 'revoked';

/** The state after an event, by state before; what is absent cannot happen. A revoked key comes back by a person only. */
export const HOST_KEY_TRANSITIONS: Readonly<
  Record<HostKeyRecordState, Partial<Record<HostKeyEvent, Exclude<HostKeyRecordState, 'unseen'>>>>
> = {
  unseen: { offered: 'pending', 'offered-beside': 'changed', admitted: 'trusted', revoked: 'revoked' },
  pending: {
    offered: 'pending', 'offered-beside': 'changed', approved: 'trusted', admitted: 'trusted',
    superseded: 'replaced', revoked: 'revoked',
  },
  trusted: { approved: 'trusted', admitted: 'trusted', superseded: 'replaced', revoked: 'revoked' },
  changed: {
    offered: 'pending', 'offered-beside': 'changed', approved: 'trusted', admitted: 'trusted',
    superseded: 'replaced', revoked: 'revoked',
  },
  replaced: {
    offered: 'pending', 'offered-beside': 'changed', approved: 'trusted', admitted: 'trusted',
    superseded: 'replaced', revoked: 'revoked',
  },
  revoked: { offered: 'revoked', 'offered-beside': 'revoked', approved: 'trusted', superseded: 'revoked', revoked: 'revoked' },
}; // prettier-ignore

/** The state after an event; null if it cannot happen to a key in this state. */
export function nextHostKeyState(
  state: HostKeyRecordState,
  event: HostKeyEvent,
): Exclude<HostKeyRecordState, 'unseen'> | null {
  return HOST_KEY_TRANSITIONS[state][event] ?? null;
}

/**
 * True if a person who trusts a key in this state has to say why: the key takes the place of another one, or was taken
 * out of trust before. Only the first key of an appliance needs no reason.
 */
export function approvalNeedsReason(state: HostKeyRecordState, hasTrustedKey: boolean): boolean {
  return state !== 'trusted' && (hasTrustedKey || state !== 'pending');
}
