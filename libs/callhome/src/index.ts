export { CALL_HOME_ERRORS, CallHomeError } from './errors.js';
export type { CallHomeErrorCode } from './errors.js';

export { PUSHED_KEYS, SETTINGS, SETTING_KEYS } from './settings/setting.js';
export type { Proxy, ProxyEndpoint, PushedKey, SettingFacts, SettingKey, Settings } from './settings/setting.js';
export { BUILT_IN_LAYER } from './settings/layer.js';
export type { Decided, EffectiveSettings, Layer, LayerRank, LayerSet, Place, SettingSource } from './settings/layer.js';
export { parseScope } from './settings/parse-scope.js';
export type { ScopeParts } from './settings/parse-scope.js';
export { resolveSettings } from './settings/resolve-settings.js';
export { settingsResolver } from './settings/settings-resolver.js';
export type { SettingsResolver } from './settings/settings-resolver.js';
export { compareMembers } from './settings/compare-members.js';
export type { MemberAgreement, MemberVariant, ScopeMember } from './settings/compare-members.js';
export { groupTies } from './settings/group-ties.js';
export type { GroupTie } from './settings/group-ties.js';
export { checkExpiry } from './settings/check-expiry.js';
export { checkLayer } from './settings/check-layer.js';
export { checkLocks } from './settings/check-locks.js';
export type { DeviceRule } from './settings/device-rule.js';
export { SETTING_PROBLEMS } from './settings/setting-problem.js';
export type { SettingProblem, SettingProblemCode } from './settings/setting-problem.js';

export { observeCallHome } from './plan/observe-call-home.js';
export type { CallHomeReadings, ObservedCallHome, ProxyField } from './plan/observe-call-home.js';
export type { AppliedSettings, AppliedValue } from './plan/applied-settings.js';
export { appliedAfter, askedOf } from './plan/applied-after.js';
export type { AppliedEnd } from './plan/applied-after.js';
export { SETTING_DRIFTS } from './plan/setting-drift.js';
export type { SettingDrift } from './plan/setting-drift.js';
export { driftOf, withConflicts, worstDrift } from './plan/drift-of.js';
export type { DriftByKey } from './plan/drift-of.js';
export { DRIFT_EVENTS, DRIFT_TRANSITIONS, nextDrift } from './plan/drift-transitions.js';
export type { DriftEvent } from './plan/drift-transitions.js';
export { ADOPTION_REFUSALS, adoptionOf } from './plan/adoption-of.js';
export type { Adoption, AdoptionRefusal } from './plan/adoption-of.js';
export type { DeviceValue, SettingChange, SettingsPlan, Step } from './plan/step.js';
export { isRemoval, planSettings } from './plan/plan-settings.js';
export type { PlanOptions } from './plan/plan-settings.js';
export { renderSteps } from './plan/render-steps.js';
export { sameValue } from './plan/same-value.js';
export { undoSteps } from './plan/undo-steps.js';
export { ROLLBACK_CONFLICTS, planRollback } from './plan/plan-rollback.js';
export type { RollbackConflict, RollbackConflictCode, RollbackFacts, RollbackPlan } from './plan/plan-rollback.js';
export { afterSteps } from './plan/after-steps.js';
export { verifyApplied } from './plan/verify-applied.js';
export type { Unverified } from './plan/verify-applied.js';
export { canonicalPlanText } from './plan/canonical-plan-text.js';

export { DEFAULT_ON_SINCE } from './upgrade/default-on-since.js';
export { ADOPTION_MARK, UPGRADE_REASONS, judgeUpgrade } from './upgrade/judge-upgrade.js';
export type { SwitchReading, UpgradeFacts, UpgradeReason, UpgradeVerdict } from './upgrade/judge-upgrade.js';

export {
  CONDITIONS,
  CONDITION_CODES,
  INAPPLICABLE_REASONS,
  applicability,
  conditionApplies,
} from './conditions/condition-table.js';
export type {
  Applicability,
  ConditionCheck,
  ConditionCode,
  ConditionFacts,
  InapplicableReason,
} from './conditions/condition-table.js';
export { WHOLE_APPLIANCE, opensServiceRequest, spreadUnknown } from './conditions/finding.js';
export type { Finding, FindingState, Unreadable } from './conditions/finding.js';
export type { Severity } from './conditions/severity.js';
export { judgeHost } from './conditions/judge-host.js';
export { driveComponent, logicalDriveComponent, repositoryComponent } from './conditions/host-hardware.js';
export type { HostHardware, HostInstance } from './conditions/host-hardware.js';
export { assignChips } from './conditions/assign-chips.js';
export type { ChipAssignment, ChipSuspect, InstanceChips } from './conditions/assign-chips.js';
export { nextChipBaseline } from './conditions/chip-baseline.js';
export type { ChipBaseline, ChipReading } from './conditions/chip-baseline.js';
export { placeStorage } from './conditions/instances-on.js';
export type { StoragePlacement } from './conditions/instances-on.js';
export { staleHealthRow } from './conditions/stale-health.js';
export { judgeInstance } from './conditions/judge-instance.js';
export type { InstanceSignals } from './conditions/judge-instance.js';
export { CONDITION_STATES, advanceCondition } from './conditions/advance-condition.js';
export type {
  ConditionAdvance,
  ConditionMemory,
  ConditionSignal,
  ConditionState,
  ConditionStreak,
} from './conditions/advance-condition.js';
export { STATISTICS_HYSTERESIS, hysteresisOf } from './conditions/hysteresis.js';
export type { FindingSource, Hysteresis } from './conditions/hysteresis.js';
export { MEMORY_THRESHOLD } from './conditions/statistic-thresholds.js';
export type { StatisticThreshold } from './conditions/statistic-thresholds.js';
export { FULL_REPOSITORY_PERCENT } from './conditions/judge-storage.js';
export { acknowledgementAfter, mayAcknowledge } from './conditions/acknowledgement.js';
export type { Acknowledgement } from './conditions/acknowledgement.js';
export { silencedUntil } from './conditions/silence.js';
export type { ConditionPlace, Silence, SilencedThing } from './conditions/silence.js';
export { maintenanceUntil } from './conditions/maintenance-window.js';
export type { MaintenanceWindow } from './conditions/maintenance-window.js';
export { SUPPRESSIONS, SUPPRESSION_REASONS, decideDelivery } from './conditions/decide-delivery.js';
export type {
  DeliveryDecision,
  OccurrenceFacts,
  SuppressionFacts,
  SuppressionReason,
} from './conditions/decide-delivery.js';
export { dueAfterHold } from './conditions/due-after-hold.js';
export type { HeldDelivery } from './conditions/due-after-hold.js';
export { conditionDedupeKey } from './conditions/condition-dedupe-key.js';
export type { OccurrenceKey } from './conditions/condition-dedupe-key.js';

export { bootReading } from './boot/boot-reading.js';
export type { BootReading, UptimeReading } from './boot/boot-reading.js';
export { BOOT_TOLERANCE_MS, CLOCK_CHANGE_MAX_MS, placeBoot } from './boot/place-boot.js';
export type { BootPlacement } from './boot/place-boot.js';

export { DELIVERY_STATES, DELIVERY_TYPES } from './delivery/delivery-states.js';
export type { DeliveryPhase, DeliveryState, DeliveryStateFacts, DeliveryType } from './delivery/delivery-states.js';
export {
  DELIVERY_EVENTS,
  DELIVERY_TRANSITIONS,
  allowedDeliveryEvents,
  nextDeliveryState,
} from './delivery/delivery-transitions.js';
export type { DeliveryEvent } from './delivery/delivery-transitions.js';
export { BACKOFF_BASE_MS, BACKOFF_CAP_MS, backoffMs } from './delivery/backoff-ms.js';

export { ROLLBACK_OPEN_DAYS, ROLLOUT_STATES } from './rollout/rollout-states.js';
export type { RolloutPhase, RolloutState, RolloutStateFacts } from './rollout/rollout-states.js';
export {
  ROLLOUT_EVENTS,
  ROLLOUT_TRANSITIONS,
  allowedRolloutEvents,
  nextRolloutState,
} from './rollout/rollout-transitions.js';
export type { RolloutEvent } from './rollout/rollout-transitions.js';
export { ROLLOUT_TARGET_STATES } from './rollout/target-states.js';
export type { RolloutTargetState, TargetCount, TargetStateFacts } from './rollout/target-states.js';
export {
  TARGET_EVENTS,
  TARGET_TRANSITIONS,
  allowedTargetEvents,
  nextTargetState,
} from './rollout/target-transitions.js';
export type { TargetEvent } from './rollout/target-transitions.js';
export { DEFAULT_BAKE_SECONDS, cutWaves, defaultWaves } from './rollout/wave-plan.js';
export type { WavePlan, WaveWish } from './rollout/wave-plan.js';
export { WAVE_PROBLEMS, checkWaves } from './rollout/check-waves.js';
export type { WaveProblem, WaveProblemCode } from './rollout/check-waves.js';
export { waveOrder } from './rollout/wave-order.js';
export type { WaveTarget } from './rollout/wave-order.js';
export { DEFAULT_LIMITS, judgeProgress, tallyTargets } from './rollout/judge-progress.js';
export type {
  PauseCause,
  ProgressVerdict,
  RolloutLimits,
  RolloutProgress,
  TargetCounts,
  TargetTally,
} from './rollout/judge-progress.js';
export { afterWave } from './rollout/after-wave.js';
export type { AfterWave, FinishedWave } from './rollout/after-wave.js';
export { nextTargets } from './rollout/next-targets.js';
export type { Turn, WaitingTarget } from './rollout/next-targets.js';
export { DEFAULT_APPROVAL_POLICY, approvalReasons, mayApprove } from './rollout/approval-reasons.js';
export type { ApprovalPolicy, ApprovalReason, ApprovalReasonCode, PlanFacts } from './rollout/approval-reasons.js';
export { causeGroups } from './rollout/cause-groups.js';
export type { CauseGroup, CauseState, TargetCause } from './rollout/cause-groups.js';

export {
  HEARTBEATS_MISSED_TO_STALE,
  REGISTRATION_EVENTS,
  REGISTRATION_STATES,
  REGISTRATION_TRANSITIONS,
  nextRegistrationState,
} from './registration/registration-transitions.js';
export type {
  RegistrationEvent,
  RegistrationState,
  RegistrationStateFacts,
} from './registration/registration-transitions.js';

export { stableFraction } from './schedule/stable-fraction.js';
export { ASSUMED_HEARTBEAT_DAYS, HEARTBEAT_DAYS, heartbeatInterval } from './heartbeat/heartbeat-interval.js';
export type { HeartbeatInterval } from './heartbeat/heartbeat-interval.js';
export { heartbeatDedupeKey, heartbeatSlot, nextHeartbeatAt } from './heartbeat/heartbeat-slot.js';
export type { HeartbeatSlot } from './heartbeat/heartbeat-slot.js';
export { HEARTBEAT_AGE_LIMITS, heartbeatAge } from './heartbeat/heartbeat-standing.js';
export type { HeartbeatAge, HeartbeatStanding } from './heartbeat/heartbeat-standing.js';
export { systemInformation } from './report/system-information.js';
export type { ReportedAppliance, ReportOccasion, SystemInformation } from './report/system-information.js';
export { registrationDue } from './report/registration-due.js';
export type { RegisteredAs } from './report/registration-due.js';
export {
  STORM_COLLECTIONS,
  STORM_CONDITIONS,
  STORM_WINDOW_MS,
  isStorm,
  nextCollections,
} from './incidents/storm-guard.js';
export type { WaitingCollection } from './incidents/storm-guard.js';
export { incidentKey, stormKey } from './incidents/incident-key.js';
export type { IncidentKind, OccurredAt } from './incidents/incident-key.js';
export {
  COMMENT_EVERY_MS,
  REOPEN_MS,
  REQUESTS_PER_DAY,
  SERVICE_REQUEST_EVENTS,
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_TRANSITIONS,
  mayComment,
  mayReopen,
  nextServiceRequestState,
} from './service-requests/service-request-transitions.js';
export type {
  ServiceRequestEvent,
  ServiceRequestState,
  ServiceRequestStateFacts,
} from './service-requests/service-request-transitions.js';
export { NOTIFIED_EVENTS, type NotifiedEvent } from './notifications/notified-events.js';
