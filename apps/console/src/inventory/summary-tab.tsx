import type { ReactNode } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import {
  callHomeMark,
  CONDITION_TITLES,
  conditionMark,
  credentialMark,
  driftMark,
  hostKeyMark,
  reachabilityMark,
  worstConditionMark,
} from '../states/appliance-marks.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { CONDITION_CODES } from '../../../../libs/contract/src/index.js';
import { EffectiveSettings } from './effective-settings.js';
import { KnownFacts } from './known-facts.js';
import { ReportsSection } from './reports-section.js';

/** The one state worth a place beside the name: the first that needs a person, or null. */
export function worstOf({ reachability, hostKey, conditions, callHome }: Appliance): Mark | null {
  const marks = [
    { ...hostKeyMark(hostKey), word: `host key ${hostKeyMark(hostKey).word}` },
    worstConditionMark(conditions),
    reachabilityMark(reachability),
    callHome === null ? null : driftMark(callHome.drift),
    callHomeMark(callHome),
  ];
  const loud = marks.filter((mark) => mark !== null).filter(({ tone }) => tone === 'bad' || tone === 'warn');
  return loud.find(({ tone }) => tone === 'bad') ?? loud[0] ?? null;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const mono = (value: string | null) =>
  value === null ? <span className="t3">–</span> : <span className="mono">{value}</span>;

/** Facts, effective Call Home settings, and the seven conditions. */
export function SummaryTab({ appliance }: { appliance: Appliance }) {
  const { address, port, serial, build, model, bootId, lastSeenAt, callHome } = appliance;
  const registered = callHomeMark(callHome);
  return (
    <>
      <dl className="kv two">
        <Fact name="Address">{mono(port === 22 ? address : `${address}:${port}`)}</Fact>
        <Fact name="Serial">{mono(serial)}</Fact>
        <Fact name="Build">{mono(build)}</Fact>
        <Fact name="Model">{model ?? <span className="t3">–</span>}</Fact>
        <Fact name="Reach">
          <StateMark mark={reachabilityMark(appliance.reachability)} />
        </Fact>
        <Fact name="Host key">
          <StateMark mark={hostKeyMark(appliance.hostKey)} />
        </Fact>
        <Fact name="Login">
          <StateMark mark={credentialMark(appliance.credential)} />
        </Fact>
        {registered !== null && (
          <Fact name="Call Home">
            <StateMark mark={registered} />
          </Fact>
        )}
        <Fact name="Started">
          <Age at={bootId} suffix=" ago" />
        </Fact>
        <Fact name="Last seen">
          <Age at={lastSeenAt} suffix=" ago" />
        </Fact>
      </dl>
      {callHome !== null && <EffectiveSettings applianceId={appliance.id} />}
      <ReportsSection applianceId={appliance.id} />
      <ConditionsList appliance={appliance} />
      <KnownFacts appliance={appliance} />
    </>
  );
}

/** All seven conditions, always, in one order: a missing row would read as "fine". */
function ConditionsList({ appliance: { conditions } }: { appliance: Appliance }) {
  return (
    <section aria-labelledby="drawer-conditions">
      <h3 className="h3" id="drawer-conditions">
        Conditions
      </h3>
      <ul className="clist">
        {CONDITION_CODES.map((code) => {
          const known = conditions.find((condition) => condition.code === code);
          const summary = known ?? { code, state: 'not-checked' as const, reason: null, checkedAt: null };
          return (
            <li key={code}>
              <span className="t2">{CONDITION_TITLES[code]}</span>
              <span className="row">
                <StateMark mark={conditionMark(summary)} />
                <span className="t3 sm age">{summary.checkedAt !== null && <Age at={summary.checkedAt} />}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
