import './api/no-eval.js';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import './shell/tokens.css';
import './shell/text.css';
import './shell/frame.css';
import './shell/controls.css';
import './shell/states.css';
import './shell/panels.css';
import './shell/small-screens.css';
import './shell/list.css';
import './shell/mantine.css';
import './overview/overview.css';
import './inventory/inventory.css';
import './deliveries/deliveries.css';
import './rollouts/rollouts.css';
import './call-home/call-home.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionGate } from './access/session.js';
import { createClient } from './api/query-client.js';
import { LiveProvider } from './live/live-context.js';
import { router } from './router.js';
import { ClockProvider } from './shell/clock.js';
import { cssVariablesResolver, theme } from './shell/theme.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={createClient()}>
        <ClockProvider>
          <SessionGate>
            <LiveProvider>
              <RouterProvider router={router} />
            </LiveProvider>
          </SessionGate>
        </ClockProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
