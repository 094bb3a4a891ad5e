import { IconClock, IconHelp, IconSearch } from '@tabler/icons-react';
import { Menu } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type RefObject } from 'react';
import { LiveIndicator } from '../live/live-indicator.js';
import { useClock } from './clock.js';
import { UserMenu } from './user-menu.js';

const SEARCH_DELAY_MS = 250;

/** The same on every page: search, whether the page is live, the zone of its times, help, and who is signed in. */
export function TopBar({
  searchBox,
  showKeys,
}: {
  searchBox: RefObject<HTMLInputElement | null>;
  showKeys: () => void;
}) {
  return (
    <header className="topbar">
      <SearchBox box={searchBox} />
      <span className="push" />
      <LiveIndicator />
      <ZoneMenu />
      <button
        type="button"
        className="btn icon ghost help"
        aria-label="Keys and help"
        title="Keys (?)"
        onClick={showKeys}
      >
        <IconHelp className="ic" aria-hidden />
      </button>
      <UserMenu />
    </header>
  );
}

/** Filters the inventory while one types; from another page Enter leads there. */
function SearchBox({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const navigate = useNavigate({ from: '/inventory' });
  const search = useSearch({ strict: false });
  const shown = search.q ?? '';
  const [text, setText] = useState(shown);
  const isInventory = window.location.pathname === '/inventory';
  useEffect(() => setText(shown), [shown]);
  const go = (q: string) =>
    void navigate({
      to: '/inventory',
      replace: isInventory,
      search: (old) => ({ ...(isInventory ? old : {}), q: q.trim() === '' ? undefined : q.trim() }),
    });
  useEffect(() => {
    if (!isInventory || text.trim() === shown) return;
    const timer = setTimeout(() => go(text), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  });
  return (
    <form
      role="search"
      className="inp search"
      onSubmit={(event) => {
        event.preventDefault();
        go(text);
      }}
    >
      <IconSearch className="ic" aria-hidden />
      <input
        ref={box}
        type="search"
        aria-label="Search appliances"
        placeholder="Search name, address, serial"
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function ZoneMenu() {
  const { now, zone, zoneName, setZone, format } = useClock();
  const local = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className="btn ghost zone" title="Time zone of every time shown">
          <IconClock className="ic" aria-hidden />
          <span className="sr">Time zone: </span>
          {format(now, { timeStyle: 'short' })} {zoneName}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Show times in</Menu.Label>
        <Menu.RadioGroup value={zone} onChange={(value) => setZone(value === 'utc' ? 'utc' : 'local')}>
          <Menu.RadioItem value="local" closeMenuOnClick>
            {local} (this browser)
          </Menu.RadioItem>
          <Menu.RadioItem value="utc" closeMenuOnClick>
            UTC
          </Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
