import { renderConditions, renderDeliveryStates, renderMachines, renderSettings } from './render-pages.mjs';

/**
 * The text of every page in docs/reference that comes from tables in the code.
 * @param {any} callhome @param {any} fleet @param {any} contract the front doors of the libraries
 * @returns {Record<string, string>} by file name
 */
export function referencePages(callhome, fleet, contract) {
  return {
    'system-information-1.schema.json': `${JSON.stringify(contract.systemInformationJsonSchema(), null, 2)}\n`,
    'delivery-states.md': renderDeliveryStates(callhome),
    'conditions.md': renderConditions(callhome, fleet.PLATFORMS),
    'settings.md': renderSettings(callhome.SETTINGS),
    'rollout-states.md': renderMachines(
      'Rollout states',
      ['A move that is not listed is refused with `illegal-transition`, which names the actions that are possible.'],
      [
        {
          title: 'Rollout',
          says: 'One plan on its way to its targets.',
          states: callhome.ROLLOUT_STATES,
          transitions: callhome.ROLLOUT_TRANSITIONS,
        },
        {
          title: 'Target',
          says: 'One appliance of a rollout.',
          states: callhome.ROLLOUT_TARGET_STATES,
          transitions: callhome.TARGET_TRANSITIONS,
        },
      ],
    ),
    'appliance-states.md': renderMachines(
      'States of an appliance',
      ['What is known of an appliance beside its settings. Moves that change nothing are left out.'],
      [
        {
          title: 'Reachability',
          says: `Whether it answers. It counts as unreachable after ${fleet.MISSES_TO_UNREACHABLE} tries in a row without an answer (lost).`,
          states: fleet.REACHABILITY_STATES,
          transitions: fleet.REACHABILITY_TRANSITIONS,
        },
        {
          title: 'Credential',
          says: `Whether the stored login opens it. After ${fleet.REFUSALS_TO_SUSPEND} refusals in a row (locked-out) no login is tried any more, so that the account is not locked.`,
          states: fleet.CREDENTIAL_STATES,
          transitions: fleet.CREDENTIAL_TRANSITIONS,
        },
        {
          title: 'Host key',
          says: 'Each key seen at it. No secret is sent unless the key offered is trusted.',
          states: { ...fleet.HOST_KEY_STATES, replaced: { word: 'replaced' } },
          transitions: fleet.HOST_KEY_TRANSITIONS,
        },
        {
          title: 'Registration',
          says: 'Whether the server of the vendor knows it, as far as the appliance says so.',
          states: callhome.REGISTRATION_STATES,
          transitions: callhome.REGISTRATION_TRANSITIONS,
        },
        {
          title: 'Drift',
          says: 'How one setting of it stands. The worst of its settings is shown for the appliance.',
          states: Object.fromEntries(
            callhome.SETTING_DRIFTS.map((/** @type {string} */ word) => [word, { word: word.replaceAll('-', ' ') }]),
          ),
          transitions: callhome.DRIFT_TRANSITIONS,
        },
      ],
    ),
  };
}
