import { Injectable } from '@nestjs/common';
import { opensServiceRequest } from '../../../../libs/callhome/src/index.js';
import type { Condition } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  DeliveryStore,
  type ApplianceFacts,
  type Condition as ConditionRow,
  type Delivery,
} from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

/** Composes conditions with the appliances and deliveries they belong to, a whole page at a time. */
@Injectable()
export class ConditionViews {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly deliveries: DeliveryStore,
  ) {}

  async of(rows: readonly ConditionRow[]): Promise<Condition[]> {
    const [facts, deliveries] = await Promise.all([
      this.appliances.facts([...new Set(rows.map((row) => row.applianceId))]),
      this.deliveries.byIds(rows.flatMap((row) => row.deliveryId ?? [])),
    ]);
    const factsById = new Map(facts.map((each) => [each.appliance.id, each]));
    const deliveryById = new Map(deliveries.map((each) => [each.id, each]));
    return rows.map((row) => {
      const delivery = row.deliveryId === null ? undefined : deliveryById.get(row.deliveryId);
      return conditionView(row, factsById.get(row.applianceId), delivery);
    });
  }
}

function conditionView(
  row: ConditionRow,
  facts: ApplianceFacts | undefined,
  delivery: Delivery | undefined,
): Condition {
  const { state, severity, evidence, acknowledgement } = row;
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    level: facts?.appliance.kind === 'sdx-host' ? 'host' : 'instance',
    applianceId: row.applianceId,
    applianceName: facts?.appliance.name ?? row.applianceId,
    component: row.component,
    severity,
    state,
    opensServiceRequest: state === 'active' && opensServiceRequest({ code: row.code, state, severity }),
    firstSeenAt: isoOrNull(row.firstSeenAt),
    latestSeenAt: isoOrNull(row.latestSeenAt),
    checkedAt: iso(row.checkedAt),
    raisedAt: isoOrNull(row.raisedAt),
    occurrences: row.occurrences,
    acknowledgement: acknowledgement && {
      by: acknowledgement.by,
      note: acknowledgement.note,
      at: iso(new Date(acknowledgement.atMs)),
    },
    uploadedSinceBoot: delivery?.state === 'delivered',
    deliveryId: row.deliveryId,
    affects: row.affects,
    evidence: evidence && { command: evidence.command, line: evidence.line },
  };
}
