import { Controller, Param } from '@nestjs/common';
import { heartbeatAge } from '../../../../libs/callhome/src/index.js';
import type { Registration } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  RegistrationStore,
  type Registration as RegistrationRow,
} from '../../../../libs/persistence/src/index.js';
import { Endpoint } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { isoOrNull } from '../api/iso.js';

/** Whether the receiver of reports knows an appliance, and still hears of it. */
@Controller()
export class RegistrationController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly registrations: RegistrationStore,
  ) {}

  @Endpoint('getRegistration')
  async get(@Param('id') id: string): Promise<Registration> {
    found(await this.appliances.get(id));
    const [row] = await this.registrations.of([id]);
    return row === undefined ? notRegistered(id) : registrationView(row);
  }
}

function registrationView(row: RegistrationRow): Registration {
  const { applianceId, state, reason, registeredAt, intervalDays, heartbeatAt, heartbeatDueAt } = row;
  const { standing } = heartbeatAge(heartbeatAt?.getTime() ?? null, intervalDays, Date.now());
  return {
    applianceId,
    state,
    reason,
    registeredAt: isoOrNull(registeredAt),
    heartbeat: {
      standing: heartbeatDueAt === null ? 'none' : standing,
      intervalDays,
      lastAt: isoOrNull(heartbeatAt),
      dueAt: isoOrNull(heartbeatDueAt),
    },
  };
}

/** It was not read yet, or Call Home was off for it from the beginning. */
function notRegistered(applianceId: string): Registration {
  const heartbeat = { standing: 'none', intervalDays: null, lastAt: null, dueAt: null } as const;
  return { applianceId, state: 'unregistered', reason: null, registeredAt: null, heartbeat };
}
