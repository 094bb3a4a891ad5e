import {
  IconCpu,
  IconDeviceDesktop,
  IconLock,
  IconMapPin,
  IconServer2,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { applianceOf, RANK_WORDS, scopeParts, scopeWords, type ScopeRank } from './scope.js';
import { applianceNameQuery } from './settings-queries.js';

const ICONS: Record<ScopeRank, typeof IconWorld> = {
  fleet: IconWorld,
  site: IconMapPin,
  group: IconUsersGroup,
  host: IconServer2,
  instance: IconDeviceDesktop,
};

export function ScopeIcon({ scope }: { scope: string }) {
  const rank = scopeParts(scope)?.rank;
  const Icon = rank === undefined ? IconCpu : ICONS[rank];
  return <Icon className="ic" aria-hidden />;
}

/** The name of an appliance by its id; the id itself until it is known. */
export function ApplianceName({ id }: { id: string }) {
  const { data } = useQuery(applianceNameQuery(id));
  return <>{data?.name ?? <span className="mono">{id.slice(-6)}</span>}</>;
}

/** A scope as it is called: its rank and its name. */
export function ScopeName({ scope }: { scope: string }) {
  const id = applianceOf(scope);
  const rank = scopeParts(scope)?.rank;
  if (id === null || rank === undefined) return <>{scopeWords(scope)}</>;
  return (
    <>
      {RANK_WORDS[rank]} <ApplianceName id={id} />
    </>
  );
}

/** Which layer decided, with its own mark; the one that is looked at stands out. */
export function LayerTag({ scope, own, isLocked = false }: { scope: string; own?: string; isLocked?: boolean }) {
  const isOwn = scope === own;
  return (
    <span className={`tag ${isOwn ? 'acc' : 'lay'}`}>
      <ScopeIcon scope={scope} />
      <span className="trunc">{isOwn ? 'Here' : <ScopeName scope={scope} />}</span>
      {isLocked && <IconLock className="ic" aria-label="locked" />}
    </span>
  );
}
