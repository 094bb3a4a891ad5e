import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { LiveFeed, type LiveSnapshot } from './live-feed.js';

const LiveContext = createContext<LiveFeed | null>(null);

/** Holds the stream open while its children are shown. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [feed] = useState(() => new LiveFeed(client));
  useEffect(() => feed.start(), [feed]);
  return <LiveContext value={feed}>{children}</LiveContext>;
}

export function useLive(): LiveSnapshot & { togglePause: () => void } {
  const feed = useContext(LiveContext);
  if (feed === null) throw new Error('useLive needs a LiveProvider above it');
  const snapshot = useSyncExternalStore(feed.subscribe, feed.getSnapshot);
  return { ...snapshot, togglePause: () => feed.togglePause() };
}
