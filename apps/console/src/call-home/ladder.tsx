import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { EffectiveValue } from '../../../../libs/contract/src/index.js';
import { useClock } from '../shell/clock.js';
import { applianceOf, scopeParts } from './scope.js';
import { ScopeIcon, ScopeName } from './scope-name.js';
import { valueText } from './value-text.js';

/** One layer that says something about a key. `source` is null where who wrote it is not known. */
export interface Rung {
  scope: string;
  value: unknown;
  role: 'wins' | 'overridden' | 'blocked';
  source: EffectiveValue['source'] | null;
}

const ROLE_WORDS: Record<Rung['role'], string> = {
  wins: 'wins',
  overridden: 'overridden',
  blocked: 'blocked by the lock',
};

/** The layers that set a key, the strongest on top, the winner marked. */
export function Ladder({ rungs, own, lockedBy }: { rungs: readonly Rung[]; own: string; lockedBy: string | null }) {
  return (
    <ol className="ladder">
      {rungs.map((rung) => (
        <li key={`${rung.role} ${rung.scope}`} className={rung.role === 'wins' ? 'win' : ''}>
          <span className="nd">
            <ScopeIcon scope={rung.scope} />
          </span>
          <span className="rn">
            <ScopeLink scope={rung.scope} own={own} />
            {rung.scope === lockedBy && <IconLock className="ic" aria-label="locks it" />}
          </span>
          <span className="rv mono">
            {rung.role === 'wins' ? valueText(rung.value) : <s>{valueText(rung.value)}</s>}
          </span>
          <span className="rm">
            <span className={rung.role === 'wins' ? 'sr' : ''}>{ROLE_WORDS[rung.role]}</span>
            <Written source={rung.source} isWinner={rung.role === 'wins'} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function ScopeLink({ scope, own }: { scope: string; own: string }) {
  if (scopeParts(scope) === null) return <ScopeName scope={scope} />;
  return (
    <Link
      from="/call-home"
      to="/call-home"
      search={(old) => ({ ...old, scope, tab: 'settings' })}
      title={applianceOf(scope) === null ? undefined : scope}
    >
      {scope === own ? 'Here' : <ScopeName scope={scope} />}
    </Link>
  );
}

function Written({ source, isWinner }: { source: Rung['source']; isWinner: boolean }) {
  const { format } = useClock();
  if (source === null || source.revision === 0) return null;
  return (
    <>
      {!isWinner && '; '}rev {source.revision}
      {source.by !== null && `, ${source.by}`}
      {source.at !== null && `, ${format(source.at, { dateStyle: 'medium' })}`}
    </>
  );
}
