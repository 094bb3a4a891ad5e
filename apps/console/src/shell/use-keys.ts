import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useLive } from '../live/live-context.js';

/** What the keyboard does, as listed by `?`. */
export const KEY_LIST: readonly (readonly [keys: string, does: string])[] = [
  ['/', 'Search the inventory'],
  ['g o', 'Go to Overview'],
  ['g i', 'Go to Inventory'],
  ['g c', 'Go to Call Home'],
  ['g r', 'Go to Rollouts'],
  ['g d', 'Go to Deliveries'],
  ['g h', 'Go to Health'],
  ['j  k', 'Next or previous row'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close the drawer'],
  ['.', 'Pause or resume live updates'],
  ['?', 'This list'],
];

const KEYS_OFF = 'sdx-console-keys-off';
export const areKeysOn = (): boolean => localStorage.getItem(KEYS_OFF) === null;
export function setKeysOn(on: boolean): void {
  if (on) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, 'yes');
}

const PAGES: Record<string, '/' | '/inventory' | '/call-home' | '/rollouts' | '/deliveries' | '/health'> = {
  o: '/',
  i: '/inventory',
  c: '/call-home',
  r: '/rollouts',
  d: '/deliveries',
  h: '/health',
};
const CHORD_MS = 1500;

function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
  rows[next]?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

/** True where a key is text, or belongs to a dialog that is open. */
function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Listens for the single-key shortcuts of the whole console. They are silent where a person types. */
export function useKeys({ showKeys, focusSearch }: { showKeys: () => void; focusSearch: () => void }): void {
  const navigate = useNavigate();
  const { togglePause } = useLive();
  const chordAt = useRef(-Infinity);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areKeysOn()) return;
      const inChord = event.timeStamp - chordAt.current < CHORD_MS;
      chordAt.current = -Infinity;
      const page = inChord ? PAGES[event.key] : undefined;
      if (page !== undefined) void navigate({ to: page });
      else if (event.key === 'g') chordAt.current = event.timeStamp;
      else if (event.key === '/') focusSearch();
      else if (event.key === 'j') moveRow(1);
      else if (event.key === 'k') moveRow(-1);
      else if (event.key === '.') togglePause();
      else if (event.key === '?') showKeys();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, togglePause, showKeys, focusSearch]);
}
