import { Injectable } from '@nestjs/common';
import {
  cutWaves,
  defaultWaves,
  mayApprove,
  waveOrder,
  type ApprovalReason,
  type RolloutLimits,
  type WavePlan,
} from '../../../../libs/callhome/src/index.js';
import {
  Database,
  PersistenceError,
  PolicyStore,
  RolloutStore,
  type Plan,
  type Rollout,
} from '../../../../libs/persistence/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { PlanFreshness, staleProblem } from './plan-freshness.js';
import { reasonsFor, wavesFor } from './plan-views.js';
import { Planning } from './planning.js';
import { requireAction } from './require-action.js';
import { requireWaves } from './require-waves.js';
import { Starting } from './starting.js';

/** A wish to roll a plan out. What is left out goes by the policy. */
export interface RolloutOrder {
  planId: string;
  author: string;
  source: Rollout['source'];
  name?: string | undefined;
  /** False keeps it planned, to be submitted later. */
  submit?: boolean | undefined;
  /** True asks for another person, whatever the policy says. */
  askApproval?: boolean | undefined;
  waves?: WavePlan | undefined;
  limits?: { [K in keyof RolloutLimits]?: RolloutLimits[K] | undefined } | undefined;
  bakeSeconds?: number | undefined;
  gate?: 'auto' | 'manual' | undefined;
  perHost?: number | undefined;
  canarySite?: string | undefined;
}

const ASKED = {
  code: 'asked',
  detail: 'Whoever ordered it asks for approval.',
} as const satisfies ApprovalReason;

const wasAsked = ({ approval }: Rollout): boolean => approval.some(({ code }) => code === ASKED.code);

/** Who does something, and what they say to it. */
export interface Word {
  by: string;
  comment: string | null;
}

/** Where rollouts come from, and where they are let start. */
@Injectable()
export class RolloutDesk {
  constructor(
    private readonly rollouts: RolloutStore,
    private readonly policies: PolicyStore,
    private readonly planning: Planning,
    private readonly freshness: PlanFreshness,
    private readonly starting: Starting,
    private readonly database: Database,
  ) {}

  /**
   * Makes a rollout of a plan and, unless told otherwise, submits it at once: it runs, or waits for approval.
   * @throws {ApiProblem} plan-stale; validation - waves that cannot be cut, or a plan that changes nothing;
   * illegal-transition - the plan was rolled out before; target-busy - see `submit`.
   */
  async create(order: RolloutOrder): Promise<Rollout> {
    requireWaves(order.waves, '/waves');
    const plan = await this.rollouts.requirePlan(order.planId);
    await this.freshness.requireFresh(plan);
    if (plan.summary.change === 0) throw nothingToChange();
    return this.database.together(async () => {
      const row = await this.add(plan, order);
      return order.submit === false ? row : this.submitted(row, plan, { by: order.author, comment: null });
    });
  }

  /**
   * Starts a planned rollout, or asks for approval where the policy of now wants that.
   * @throws {ApiProblem} plan-stale - it is a draft now; target-busy - an appliance of it is at work in another one;
   * illegal-transition
   */
  async submit(row: Rollout, word: Word): Promise<Rollout> {
    requireAction(row, 'submit');
    const plan = await this.freshPlanOf(row, word.by);
    return this.database.together(() => this.submitted(row, plan, word));
  }

  /** Approves and starts. @throws {ApiProblem} self-approval, plan-stale, target-busy, illegal-transition */
  async approve(row: Rollout, { by, comment }: Word): Promise<Rollout> {
    requireAction(row, 'approve');
    const plan = await this.rollouts.requirePlan(row.planId);
    for (const author of [row.author, plan.createdBy]) {
      if (!mayApprove({ author, approver: by })) throw new ApiProblem('self-approval');
    }
    await this.freshPlanOf(row, by);
    const more = { approvedBy: by, approvedAt: new Date() };
    return this.starting.move(row, 'approve', { actor: by, reason: comment, more });
  }

  /** Starts without approval. @throws {ApiProblem} plan-stale, target-busy, illegal-transition */
  async breakGlass(row: Rollout, { by, reason }: { by: string; reason: string }): Promise<Rollout> {
    requireAction(row, 'break-glass');
    await this.freshPlanOf(row, by);
    return this.starting.move(row, 'start', { actor: by, reason, more: { breakGlass: reason } });
  }

  /** Plans a draft anew: the same appliances and settings, by the layers and readings of now. @throws {ApiProblem} */
  async replan(row: Rollout, by: string): Promise<Rollout> {
    requireAction(row, 'plan');
    const { scope, applianceIds } = row.selector;
    const selector = applianceIds === null ? { scope: scope ?? 'fleet' } : { applianceIds };
    return this.database.together(async () => {
      const plan = await this.planning.plan({ selector, keys: row.keys, by });
      if (plan.summary.change === 0) {
        throw new ApiProblem('illegal-transition', { detail: 'Nothing is left to change.', allowed: ['cancel'] });
      }
      const wished = row.waves.map(({ name, targets }) => ({ ...(name !== null && { name }), targets }));
      const { waves, targets } = await this.cut(plan, wished, row.canarySite);
      const approval = await this.reasonsOf(plan, wasAsked(row));
      return this.rollouts.move(row.id, 'plan', { actor: by, more: { planId: plan.id, waves, approval }, targets });
    });
  }

  private async submitted(row: Rollout, plan: Plan, { by: actor, comment: reason }: Word): Promise<Rollout> {
    // By the policy of now: one that was made stricter holds for what was planned before, too.
    const more = { approval: await this.reasonsOf(plan, wasAsked(row)) };
    if (more.approval.length > 0) return this.rollouts.move(row.id, 'submit', { actor, reason, more });
    return this.starting.move(row, 'start', { actor, reason, more });
  }

  private async reasonsOf(plan: Plan, askApproval: boolean): Promise<ApprovalReason[]> {
    const reasons = reasonsFor(plan, await this.policies.get());
    return askApproval ? [...reasons, ASKED] : [...reasons];
  }

  // That it is a draft now stays, though what was asked for is refused.
  private async freshPlanOf(row: Rollout, actor: string): Promise<Plan> {
    const plan = await this.rollouts.requirePlan(row.planId);
    const stale = await this.freshness.staleBecause(plan);
    if (stale === null) return plan;
    const problem = staleProblem(stale);
    await this.rollouts.move(row.id, 'stale', { actor, reason: problem.more.detail ?? null });
    throw problem;
  }

  private async add(plan: Plan, order: RolloutOrder): Promise<Rollout> {
    const { rollout: policy } = await this.policies.get();
    const canarySite = order.canarySite ?? policy.canarySite;
    const { waves, targets } = await this.cut(plan, order.waves ?? policy.waves, canarySite);
    const { limits } = policy;
    const wished = Object.entries(order.limits ?? {}).filter(([, limit]) => limit !== undefined);
    const fresh = {
      planId: plan.id,
      name: order.name ?? nameOf(plan),
      source: order.source,
      author: order.author,
      selector: plan.selector,
      keys: plan.keys,
      approval: await this.reasonsOf(plan, order.askApproval ?? false),
      waves,
      bakeSeconds: order.bakeSeconds ?? policy.bakeSeconds,
      gate: order.gate ?? policy.gate,
      perHost: order.perHost ?? policy.perHost,
      canarySite,
      limits: { ...limits, ...Object.fromEntries(wished) },
    };
    try {
      return await this.rollouts.create(fresh, targets);
    } catch (cause) {
      if (!(cause instanceof PersistenceError) || cause.code !== 'DUPLICATE') throw cause;
      throw new ApiProblem(
        'illegal-transition',
        { detail: 'This plan was rolled out before.', allowed: [], help: 'Plan again to roll out again.' },
        { cause },
      );
    }
  }

  private async cut(plan: Plan, wished: WavePlan | null, canarySite: string | null) {
    const ordered = waveOrder(await this.rollouts.changingTargets(plan.id), canarySite);
    const sizes = cutWaves(ordered.length, wished ?? defaultWaves(ordered.length));
    const waveOf = sizes.flatMap((size, index) => Array.from({ length: size }, () => index + 1));
    return {
      waves: wavesFor(ordered.length, wished),
      targets: ordered.map(({ applianceId, hostId }, position) => {
        return { applianceId, hostId, wave: waveOf[position] ?? 1, position };
      }),
    };
  }
}

/** The name of a rollout that nobody named: what changes, and where. */
function nameOf({ approval, selector }: Plan): string {
  const keys = 'changing' in approval ? [...new Set(approval.keysChanged.map(({ key }) => key))] : [];
  const what = keys.length === 0 ? 'settings' : keys.join(', ');
  const count = selector.applianceIds?.length;
  const where = count === undefined ? (selector.scope ?? 'fleet') : count === 1 ? '1 appliance' : `${count} appliances`;
  return `${what} on ${where}`;
}

function nothingToChange(): ApiProblem {
  return new ApiProblem('validation', {
    errors: [{ pointer: '/planId', code: 'nothing-to-change', detail: 'the plan changes nothing on any appliance' }],
  });
}
