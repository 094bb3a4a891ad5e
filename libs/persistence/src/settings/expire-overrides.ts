import { sql, type Transaction } from '../database.js';
import { NOTHING_SAID } from './changed-keys.js';
import type { LayerContent, SettingsLayer } from './settings-layer.table.js';
import { mergeIntoLayer } from './write-layer.js';

// What last changed `enabled` in a layer.
const LAST_SWITCHED_BY = `(SELECT cause FROM (
    SELECT cause, revision, settings -> 'enabled' AS enabled, lag(settings -> 'enabled') OVER (ORDER BY revision) AS before
    FROM settings_revision WHERE scope = l.scope) AS r
  WHERE enabled IS DISTINCT FROM before ORDER BY revision DESC LIMIT 1)`;

/** Writes the revision that ends each override that is over by `now`; one that another transaction ends is left to it. */
export async function expireOverrides(tx: Transaction, now: Date, limit: number): Promise<SettingsLayer[]> {
  const due = await sql<{ scope: string; switchedBy: string | null }>(
    tx,
    `SELECT l.scope, ${LAST_SWITCHED_BY} AS "switchedBy" FROM settings_layer l
     WHERE l.expires_at <= $1 ORDER BY l.expires_at LIMIT $2 FOR UPDATE OF l SKIP LOCKED`,
    [now, limit],
  );
  const ended: SettingsLayer[] = [];
  for (const { scope, switchedBy } of due) {
    const change = switchedBy === 'upgrade' ? endedButForTheSwitch : endedOf;
    ended.push(await mergeIntoLayer(tx, scope, { by: 'expiry', cause: 'expiry', change }));
  }
  return ended;
}

const endedOf = ({ managedBy }: LayerContent): LayerContent => ({ ...NOTHING_SAID, managedBy });

// A choice found on the appliance is nobody's temporary override: it outlives those that share a layer with it.
function endedButForTheSwitch(said: LayerContent): LayerContent {
  const { enabled } = said.settings;
  return enabled === undefined ? endedOf(said) : { ...endedOf(said), settings: { enabled }, note: said.note };
}
