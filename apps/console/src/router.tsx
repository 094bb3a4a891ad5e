import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  parseSearchWith,
  redirect,
  stringifySearchWith,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { z } from 'zod';
import {
  APPLIANCE_KINDS,
  CONDITION_CODES,
  DELIVERY_TYPES,
  EXCEPTION_STATES,
  PLAN_OUTCOMES,
  REACHABILITY_STATES,
  ROLLOUT_TARGET_STATES,
  SETTING_KEYS,
} from '../../../libs/contract/src/index.js';
import { toProblem } from './api/api-problem.js';
import { DeliveriesPage } from './deliveries/deliveries-page.js';
import { FACETS } from './inventory/facets.js';
import { InventoryPage } from './inventory/inventory-page.js';
import { OverviewPage } from './overview/overview-page.js';
import { AppShell } from './shell/app-shell.js';
import { Empty } from './shell/panel.js';
import { ProblemNote } from './shell/problem-note.js';
import { isDeliveryTab, type DeliveryTab } from './states/delivery-marks.js';
import { isHealthList, SEVERITIES, type HealthList } from './states/monitoring-marks.js';
import { isRolloutTab, type RolloutTab } from './states/rollout-marks.js';

/** A value of the address that is not known is left out, never an error: old links keep working. */
const text = z.string().min(1).optional().catch(undefined);
const oneOf = <const T extends readonly string[]>(values: T) => z.enum(values).optional().catch(undefined);

const overviewSearch = z.object({ range: oneOf(['24h', '7d', '30d']) });
const inventorySearch = z.object({
  q: text,
  kind: oneOf(APPLIANCE_KINDS),
  site: text,
  reach: oneOf(REACHABILITY_STATES),
  show: oneOf(FACETS),
  view: oneOf(['flat']),
  open: text,
  tab: oneOf(['summary', 'components', 'connection', 'deliveries', 'history', 'unread']),
  add: oneOf(['host']),
});
const deliveriesSearch = z.object({
  list: z.custom<DeliveryTab>(isDeliveryTab).optional().catch(undefined),
  type: oneOf(DELIVERY_TYPES),
  appliance: text,
  open: text,
});

const healthSearch = z.object({
  list: z.custom<HealthList>(isHealthList).optional().catch(undefined),
  state: text,
  code: oneOf(CONDITION_CODES),
  severity: oneOf(SEVERITIES),
  site: text,
  kind: oneOf(APPLIANCE_KINDS),
  q: text,
  only: oneOf(['not-ok']),
  appliance: text,
  incident: text,
  open: text,
});

const rolloutsSearch = z.object({ list: z.custom<RolloutTab>(isRolloutTab).optional().catch(undefined) });
const rolloutSearch = z.object({
  wave: z.coerce.number().int().min(1).max(20).optional().catch(undefined),
  state: oneOf(ROLLOUT_TARGET_STATES),
  open: text,
});
const callHomeSearch = z.object({
  scope: text,
  tab: oneOf(['settings', 'effective', 'revisions', 'plan', 'exceptions']),
  key: oneOf(SETTING_KEYS),
  plan: text,
  outcome: oneOf(PLAN_OUTCOMES),
  state: oneOf(EXCEPTION_STATES),
  find: text,
});

const rootRoute = createRootRoute({ component: AppShell, notFoundComponent: NoSuchPage, errorComponent: PageFailed });
const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: overviewSearch,
  component: OverviewPage,
});
const inventoryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inventory',
  validateSearch: inventorySearch,
  component: InventoryPage,
});
const deliveriesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/deliveries',
  validateSearch: deliveriesSearch,
  component: DeliveriesPage,
});

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  validateSearch: healthSearch,
  component: lazyRouteComponent(() => import('./health/health-page.js'), 'HealthPage'),
});

const rolloutsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rollouts',
  validateSearch: rolloutsSearch,
  component: lazyRouteComponent(() => import('./rollouts/rollouts-page.js'), 'RolloutsPage'),
});
const rolloutRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rollouts/$id',
  validateSearch: rolloutSearch,
  component: lazyRouteComponent(() => import('./rollouts/rollout-page.js'), 'RolloutPage'),
});
const callHomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/call-home',
  validateSearch: callHomeSearch,
  component: lazyRouteComponent(() => import('./call-home/call-home-page.js'), 'CallHomePage'),
});
/** The short form of a link to a layer. The long one is shown: a dot in a name would make this one look like a file. */
const layerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/call-home/$scope',
  validateSearch: callHomeSearch,
  beforeLoad: ({ params, search }) => {
    redirect({ to: '/call-home', search: { ...search, scope: params.scope }, throw: true });
  },
});

function NoSuchPage() {
  return (
    <div className="body">
      <h1 className="sr">Page not found</h1>
      <Empty action={<Link to="/">Go to Overview</Link>}>There is no page at this address.</Empty>
    </div>
  );
}

function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <div className="body">
      <h1 className="sr">Page failed</h1>
      <ProblemNote problem={toProblem(error)} onRetry={reset} />
    </div>
  );
}

/** Filters, tabs and the open row live in the address, as plain text. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overviewRoute,
    inventoryRoute,
    callHomeRoute,
    layerRoute,
    rolloutsRoute,
    rolloutRoute,
    deliveriesRoute,
    healthRoute,
  ]),
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
  defaultErrorComponent: PageFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
