const HOST_CHUNK = 5000;

/**
 * Writes a fleet into an empty database: hosts with their instances, every instance read and trusted, sites, groups and
 * settings layers at every level. Ids count up, so that anybody can name one: `app_H…` hosts, `app_V…` instances.
 * @param {import('pg').Client} db
 * @param {{ hosts: number, perHost: number, sites: number, groups: number, hostLayers: number, instanceLayers: number }} size
 */
export async function fillFleet(db, size) {
  const { hosts, perHost, sites, groups, hostLayers, instanceLayers } = size;
  await db.query(
    `INSERT INTO credential (id, name, username, kind, sealed) VALUES ('crd_bench', 'bench', 'nsroot', 'password', '{}'::jsonb)`,
  );
  await db.query(`INSERT INTO site (name, created_by) SELECT 's' || i, 'bench' FROM generate_series(0, $1 - 1) AS i`, [
    sites,
  ]);
  await db.query(
    `INSERT INTO appliance_group (name, priority, created_by) SELECT 'g' || i, i + 1, 'bench' FROM generate_series(0, $1 - 1) AS i`,
    [groups],
  );
  for (let from = 0; from < hosts; from += HOST_CHUNK) {
    const to = Math.min(from + HOST_CHUNK, hosts) - 1;
    await db.query(
      `INSERT INTO appliance (id, kind, name, address, port, credential_id, instance_credential_id, site, groups, sort_key)
       SELECT ${ID('H', 'h')}, 'sdx-host', 'sdx-' || h, '10.' || h / 62500 || '.' || h / 250 % 250 || '.' || h % 250, 22,
              'crd_bench', 'crd_bench', 's' || h % ${sites}, ARRAY['g' || h % ${groups}],
              'sdx-' || lpad(h::text, 6, '0') || '!' || ${ID('H', 'h')}
       FROM generate_series($1::int, $2::int) AS h`,
      [from, to],
    );
    await db.query(
      `INSERT INTO appliance (id, kind, name, address, port, host_id, vm_uuid, sort_key)
       SELECT ${ID('V', 'v')}, 'sdx-instance', 'vpx-' || v, '11.' || v / 62500 || '.' || v / 250 % 250 || '.' || v % 250, 22,
              ${ID('H', `(v / ${perHost})`)}, 'vm-' || v,
              'sdx-' || lpad((v / ${perHost})::text, 6, '0') || '!' || ${ID('H', `(v / ${perHost})`)} || '/vpx-' || lpad(v::text, 7, '0')
       FROM generate_series($1::int * ${perHost}, ($2::int + 1) * ${perHost} - 1) AS v`,
      [from, to],
    );
  }
  await db.query(
    `INSERT INTO observation (appliance_id, reachability, credential_state, model, serial, release, build, mode, call_home,
                              call_home_at, seen_at, facts)
     SELECT id, 'reachable', 'valid', 'VPX', 'S' || id, '13.1', '13.1-53.17', 'standalone',
            CASE WHEN kind = 'sdx-host' THEN NULL ELSE jsonb_build_object(
              'enabled', true, 'emailAddress', 'noc' || right(id, 1) || '@corp.example', 'heartbeatIntervalDays', 7,
              'mode', 'Default', 'proxy', 'none', 'proxyResidue', '[]'::jsonb, 'uploadAlarm', false, 'unsaved', false,
              'shown', '["enabled","emailAddress","heartbeatIntervalDays","mode","proxy","uploadAlarm"]'::jsonb,
              'release', '13.1') END,
            now(), now(),
            jsonb_build_object('deployment', jsonb_build_object('value', jsonb_build_object('mode', 'standalone'), 'at', now()))
     FROM appliance`,
  );
  await db.query(
    `INSERT INTO host_key (appliance_id, fingerprint, algorithm, state) SELECT id, 'SHA256:' || id, 'ssh-ed25519', 'trusted' FROM appliance`,
  );
  const layer = (/** @type {string} */ scope, /** @type {string} */ rank, /** @type {string} */ from) =>
    db.query(
      `INSERT INTO settings_layer (scope, rank, revision, settings, updated_by)
       SELECT ${scope}, '${rank}', 1, ${from}, 'bench' FROM generate_series(0, $1 - 1) AS i`,
      [{ fleet: 1, site: sites, group: groups, host: hostLayers, instance: instanceLayers }[rank]],
    );
  await layer(`'fleet'`, 'fleet', `'{"emailAddress":"noc@corp.example","heartbeatIntervalDays":14}'::jsonb`);
  await layer(
    `'site:s' || i`,
    'site',
    `jsonb_build_object('proxy', jsonb_build_object('address', '10.1.8.' || i % 250, 'port', 3128))`,
  );
  await layer(`'group:g' || i`, 'group', `jsonb_build_object('uploadAlarm', i % 2 = 0)`);
  await layer(`'host:' || ${ID('H', 'i')}`, 'host', `jsonb_build_object('heartbeatIntervalDays', i % 26 + 5)`);
  await layer(
    `'instance:' || ${ID('V', 'i')}`,
    'instance',
    `jsonb_build_object('emailAddress', 'owner' || i || '@tenant.example')`,
  );
  await db.query('VACUUM ANALYZE');
}

/** An id of the usual shape. @param {number} index @param {'H' | 'V'} kind */
export const idOf = (index, kind) => `app_${kind}${String(index).padStart(25, '0')}`;
/** @param {'H' | 'V'} kind @param {string} index */
const ID = (kind, index) => `'app_${kind}' || lpad(${index}::text, 25, '0')`;
