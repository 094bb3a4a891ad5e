import { Outlet } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { KeyHelp } from './key-help.js';
import { Rail } from './rail.js';
import { TopBar } from './top-bar.js';
import { useKeys } from './use-keys.js';

/** The frame around every page. */
export function AppShell() {
  const searchBox = useRef<HTMLInputElement>(null);
  const [keysShown, setKeysShown] = useState(false);
  const showKeys = useCallback(() => setKeysShown(true), []);
  const focusSearch = useCallback(() => searchBox.current?.focus(), []);
  useKeys({ showKeys, focusSearch });
  return (
    <div className="app">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Rail />
      <TopBar searchBox={searchBox} showKeys={showKeys} />
      <main className="main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <KeyHelp opened={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}
