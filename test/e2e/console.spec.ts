import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../libs/testing/src/index.js';
import * as tour from './console-tour.js';
import { checkNow, deliveriesIn, enrolFleet, startSystem, type RunningSystem } from './running-system.js';

let system: RunningSystem;
let browser: Browser;
let page: Page;
let host: string;
const faults: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  system = await startSystem({ hosts: 2, instances: 2, workers: 1 });
  const appliances = await enrolFleet(system);
  host = appliances.find((one) => one.kind === 'sdx-host')?.name ?? '';
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  page.on('pageerror', (error) => faults.push(error.message));
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 60_000);

const credentials = () => ({ username: 'admin', password: system.adminPassword });

describe('an operator with a browser', () => {
  it('is told in words that a password is wrong, and signs in with the right one', async () => {
    const refusal = await tour.refusedSignIn(page, system.url, { username: 'admin', password: 'not this one' });
    expect(refusal).not.toBe('');
    await tour.signIn(page, system.url, credentials());
    const tiles = await tour.overviewTiles(page);
    expect(tiles['Appliances']).toContain('6');
  });

  it('finds hosts with their instances, and a power supply that is not applicable on an instance', async () => {
    await tour.goTo(page, 'Inventory');
    const names = await tour.inventoryNames(page);
    expect(names).toHaveLength(6);
    const instance = names.find((name) => name.startsWith('vpx-')) ?? '';
    const drawer = await tour.openAppliance(page, instance);
    expect(await tour.conditionWord(drawer, 'Power supply')).toContain('no access to the power supply');
    expect(await tour.effectiveSetting(drawer, 'emailAddress')).toContain('Fleet');
    await tour.closeDrawer(page);
  });

  it('sees a failed drive and its delivery arrive without loading the page again', async () => {
    await tour.goTo(page, 'Deliveries');
    await tour.waitUntilLive(page);
    const [, appliance] = await Promise.all([
      system.simulator.control('POST', `/hosts/${host}/disks/3`, { state: 'failed' }),
      system.all<{ id: string; name: string }>('/appliances?kind=sdx-host'),
    ]);
    await checkNow(system, appliance.find((one) => one.name === host)?.id ?? '');
    await deliveriesIn(system, 'delivered', 1);
    const row = new RegExp(`${host}[\\s\\S]*condition[\\s\\S]*delivered`);
    await tour.showDeliveriesUntil(page, row);
    const drawer = await tour.openDelivery(page, row);
    expect(await tour.deliverySteps(drawer)).toHaveLength(6);
    await tour.closeDrawer(page);
    await tour.goTo(page, 'Inventory');
    const ofHost = await tour.openAppliance(page, host);
    await tour.openTab(ofHost, 'Components');
    expect((await tour.components(ofHost)).join('\n')).toMatch(/disk\/3[\s\S]*failed/i);
    await tour.closeDrawer(page);
  });

  it.each(['Overview', 'Inventory', 'Call Home', 'Rollouts', 'Deliveries'] as const)(
    'has no accessibility violation on %s',
    async (name) => {
      await tour.goTo(page, name);
      expect(await tour.violationsOn(page, axe.source)).toEqual([]);
    },
  );

  it('signs out, and nothing on the way failed in the page', async () => {
    await tour.signOut(page);
    expect(faults).toEqual([]);
  });
});
