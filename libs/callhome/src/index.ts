export { CALL_HOME_ERRORS, CallHomeError } from './errors.js';
export type { CallHomeErrorCode } from './errors.js';

export { PUSHED_KEYS, SETTINGS, SETTING_KEYS } from './settings/setting.js';
export type { Proxy, ProxyEndpoint, PushedKey, SettingFacts, SettingKey, Settings } from './settings/setting.js';
export { BUILT_IN_LAYER } from './settings/layer.js';
export type { Decided, EffectiveSettings, Layer, LayerRank, LayerSet, SettingSource } from './settings/layer.js';
export { resolveSettings } from './settings/resolve-settings.js';
export { SETTING_PROBLEMS, checkLayer } from './settings/check-layer.js';
export type { SettingProblem, SettingProblemCode } from './settings/check-layer.js';

export { observeCallHome } from './plan/observe-call-home.js';
export type { CallHomeReadings, ObservedCallHome, ProxyField } from './plan/observe-call-home.js';
export { driftOf, worstDrift } from './plan/drift-of.js';
export type { DriftByKey } from './plan/drift-of.js';
export type { SettingDrift } from './plan/judge-key.js';
export type { DeviceValue, SettingChange, SettingsPlan, Step } from './plan/step.js';
export { planSettings } from './plan/plan-settings.js';
export { renderSteps } from './plan/render-steps.js';
export { undoSteps } from './plan/undo-steps.js';
export { afterSteps } from './plan/after-steps.js';
export { verifyApplied } from './plan/verify-applied.js';
export type { Unverified } from './plan/verify-applied.js';
export { canonicalPlanText } from './plan/canonical-plan-text.js';

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
export type { ConditionAdvance, ConditionMemory, ConditionState } from './conditions/advance-condition.js';
export { conditionDedupeKey } from './conditions/condition-dedupe-key.js';
export type { OccurrenceKey } from './conditions/condition-dedupe-key.js';

export { bootReading } from './boot/boot-reading.js';
export type { BootReading, UptimeReading } from './boot/boot-reading.js';
export { BOOT_TOLERANCE_MS, placeBoot } from './boot/place-boot.js';
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
