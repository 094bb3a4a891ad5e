import { Injectable } from '@nestjs/common';
import { allowedDeliveryEvents, type DeliveryEvent, type DeliveryState } from '../../../../libs/callhome/src/index.js';
import type { Delivery } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  ConditionStore,
  DestinationStore,
  type Condition,
  type Delivery as DeliveryRow,
} from '../../../../libs/persistence/src/index.js';
import { iso, isoOrNull } from '../api/iso.js';

interface DeliveryContext {
  names: { name: string; hostName: string | null } | undefined;
  condition: Condition | undefined;
  destinationName: string | undefined;
  bootAt: Date | undefined;
}

/** Composes deliveries with the names they refer to, a whole page in a fixed number of queries. */
@Injectable()
export class DeliveryViews {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly conditions: ConditionStore,
    private readonly destinations: DestinationStore,
  ) {}

  async of(rows: readonly DeliveryRow[]): Promise<Delivery[]> {
    const [names, conditions, destinations, boots] = await Promise.all([
      this.appliances.namesOf([...new Set(rows.map((row) => row.applianceId))]),
      this.conditions.byIds(rows.flatMap((row) => row.conditionId ?? [])),
      this.destinations.list(),
      this.appliances.bootStarts(rows.flatMap((row) => row.bootEpochId ?? [])),
    ]);
    const nameOf = new Map(names.map((each) => [each.id, each]));
    const conditionOf = new Map(conditions.map((each) => [each.id, each]));
    const destinationOf = new Map(destinations.map((each) => [each.id, each.name]));
    const bootOf = new Map(boots.map((each) => [each.id, each.startAt]));
    return rows.map((row) =>
      deliveryView(row, {
        names: nameOf.get(row.applianceId),
        condition: conditionOf.get(row.conditionId ?? ''),
        destinationName: destinationOf.get(row.destinationId ?? ''),
        bootAt: bootOf.get(row.bootEpochId ?? ''),
      }),
    );
  }
}

function deliveryView(row: DeliveryRow, { names, condition, destinationName, bootAt }: DeliveryContext): Delivery {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    reason: row.reason,
    applianceId: row.applianceId,
    applianceName: names?.name ?? row.applianceId,
    hostName: names?.hostName ?? null,
    conditionId: row.conditionId,
    conditionCode: condition?.code ?? null,
    component: condition?.component ?? null,
    bootId: isoOrNull(bootAt ?? null),
    bundle: row.bundle,
    destination:
      row.destinationId === null ? null : { id: row.destinationId, name: destinationName ?? row.destinationId },
    attempts: { collect: row.collectAttempts, transmit: row.transmitAttempts, max: row.maxAttempts },
    nextAttemptAt: isoOrNull(row.nextAttemptAt),
    receipt: row.receipt,
    caseNumber: row.caseNumber,
    actions: deliveryActions(row.state),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    version: row.version,
  };
}

/** What a person can do with a delivery in this state, by the table of its transitions. */
export function deliveryActions(state: DeliveryState): Delivery['actions'] {
  const events = allowedDeliveryEvents(state);
  const actions: Delivery['actions'] = [];
  if (events.includes(retryEvent(state))) actions.push('retry');
  if (events.includes('cancelled')) actions.push('cancel');
  return actions;
}

// A bundle that only lacks a destination is not collected again, it is sent on.
function retryEvent(state: DeliveryState): DeliveryEvent {
  return state === 'no-destination' ? 'enqueued' : 'retried';
}
