import { Controller, Param } from '@nestjs/common';
import type { HostKey, HostKeyImportResult } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  HostAuthorityStore,
  HostTrustStore,
  type HostKey as HostKeyRow,
} from '../../../../libs/persistence/src/index.js';
import { parseKnownHosts } from '../../../../libs/ssh/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import { iso, isoOrNull } from '../api/iso.js';
import type { PageRequest } from '../api/page-request.js';
import { ApplianceViews } from '../inventory/appliance-views.js';
import { matchKnownHosts } from './match-known-hosts.js';
import { importLines, planHostKeyImport } from './plan-host-key-import.js';

/** Whom an appliance is believed to be: its host keys, and the machine behind its address. */
@Controller()
export class HostKeysController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly trust: HostTrustStore,
    private readonly authorities: HostAuthorityStore,
    private readonly views: ApplianceViews,
  ) {}

  @Endpoint('listHostKeys')
  async list(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.appliances.get(id));
    return page.among(await this.appliances.hostKeys(id), (row) => row.fingerprint, hostKeyView);
  }

  @Endpoint('approveHostKey')
  async approve(
    @Param() { id, fingerprint }: KeyPath,
    @RequestCaller() { username: by }: Caller,
    @RequestBody() { reason }: BodyOf<'approveHostKey'>,
  ): Promise<HostKey> {
    found(await this.appliances.get(id));
    const key = await this.trust.approve({ applianceId: id, fingerprint, by, reason });
    if (key !== 'reason-required') return hostKeyView(key);
    throw new ApiProblem('validation', {
      detail: 'This key takes the place of another one, or was taken out of trust before.',
      errors: [{ pointer: '/reason', code: 'reason-required', detail: 'say why it is to be trusted' }],
    });
  }

  @Endpoint('revokeHostKey')
  async revoke(
    @Param() { id, fingerprint }: KeyPath,
    @RequestCaller() { username: by }: Caller,
    @RequestBody() { reason }: BodyOf<'revokeHostKey'>,
  ): Promise<HostKey> {
    found(await this.appliances.get(id));
    return hostKeyView(await this.trust.revoke({ applianceId: id, fingerprint, by, reason }));
  }

  @Endpoint('acceptIdentity')
  async acceptIdentity(
    @Param('id') id: string,
    @RequestCaller() { username: by }: Caller,
    @RequestBody() { reason, offered }: BodyOf<'acceptIdentity'>,
  ) {
    const accepted = await this.trust.acceptIdentity({ applianceId: id, by, reason, offered: offered ?? null });
    if (accepted === null) {
      throw new ApiProblem('illegal-transition', {
        detail: 'No other machine answers there now, or it is not the one that was looked at.',
        help: 'Read the appliance again and compare the marks.',
      });
    }
    return this.views.one(id);
  }

  @Endpoint('importHostKeys')
  async import(
    @RequestCaller() { username }: Caller,
    @RequestBody() { text, dryRun }: BodyOf<'importHostKeys'>,
  ): Promise<HostKeyImportResult> {
    const file = parseKnownHosts(text);
    const [addresses, authorities] = await Promise.all([this.trust.keyedAddresses(), this.authorities.list()]);
    const matches = await matchKnownHosts(file.entries, addresses);
    const { changes, verdicts } = planHostKeyImport(file, { matches, authorities });
    const left = dryRun ? [] : await this.trust.importKeys(changes, username);
    const lines = importLines(verdicts, left);
    const counts: HostKeyImportResult['counts'] = {};
    for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return { dryRun, lines, counts };
  }
}

interface KeyPath {
  id: string;
  fingerprint: string;
}

function hostKeyView(row: HostKeyRow): HostKey {
  const { fingerprint, algorithm, state, firstSeenAt, lastSeenAt, decidedBy, decidedAt, endedBy, endedAt, reason } =
    row;
  return {
    fingerprint,
    alg: algorithm,
    state,
    firstSeenAt: iso(firstSeenAt),
    lastSeenAt: iso(lastSeenAt),
    decidedBy,
    decidedAt: isoOrNull(decidedAt),
    endedBy,
    endedAt: isoOrNull(endedAt),
    reason,
  };
}
