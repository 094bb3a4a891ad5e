import type { Locator, Page } from 'playwright-core';

import { eventually } from '../../libs/testing/src/index.js';

/** What an operator types into the Add host dialog; ports are those of SSH. */
export interface HostToAdd {
  name: string;
  address: string;
  port: number;
  instancePort: number;
  username: string;
  password: string;
  hostKeyPolicy: 'Ask an administrator' | 'Trust the first key';
}

export type DrawerTab = 'Summary' | 'Components' | 'Connection' | 'Deliveries';
export type DeliveryList = 'All' | 'In flight' | 'Failed' | 'Done';
export type Work = 'Check now' | 'Discover instances' | 'Test connection';

/** One violation that axe found: its rule and the first element. */
export interface Violation {
  id: string;
  first: string;
}

const WORK_DONE: Record<Work, RegExp> = {
  'Check now': /^Check(ed|ing failed)/,
  'Discover instances': /^Discover(ed|ing failed)/,
  'Test connection': /^Test(ed|ing failed)/,
};
const LONG_MS = 60_000;

/** Opens the console at `address` and signs in there; ends when the page behind the sign-in is shown. */
export async function signIn(
  page: Page,
  address: string,
  login: { username: string; password: string },
): Promise<void> {
  await page.goto(address);
  await page.getByRole('textbox', { name: 'User name' }).fill(login.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(login.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Tries to sign in and answers the words of the refusal. */
export async function refusedSignIn(
  page: Page,
  address: string,
  login: { username: string; password: string },
): Promise<string> {
  await page.goto(address);
  await page.getByRole('textbox', { name: 'User name' }).fill(login.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(login.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page.getByRole('alert').innerText();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^User menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

type PageName = 'Overview' | 'Inventory' | 'Call Home' | 'Rollouts' | 'Deliveries';

/** Goes to a page by the rail and waits for its title and a heading. */
export async function goTo(page: Page, name: PageName): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: new RegExp(`^${name}`) });
  await link.click();
  await eventually(async () => {
    const title = await page.title();
    if (!title.startsWith(name)) throw new Error(`the page is ${title} and not ${name}`);
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Waits until the page follows the fleet live. */
export async function waitUntilLive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
}

/** The tiles of the Overview by name, each with all its words: `{ Appliances: '16 ...' }`. */
export async function overviewTiles(page: Page): Promise<Record<string, string>> {
  const tiles = page.getByRole('navigation', { name: 'Fleet figures' }).getByRole('link');
  await tiles.first().waitFor();
  const texts = (await tiles.allInnerTexts()).map((text) => text.split('\n').filter((line) => line.trim() !== ''));
  return Object.fromEntries(texts.map(([name = '', ...rest]) => [name, rest.join(' ')]));
}

/** The rows of Needs attention, each as one line; empty when nothing needs a person. */
export async function attentionRows(page: Page): Promise<string[]> {
  const region = page.getByRole('region', { name: 'Needs attention' });
  await region.waitFor();
  const rows = await region.getByRole('listitem').allInnerTexts();
  return rows.map((row) => row.replaceAll(/\s+/g, ' ').trim());
}

/** Takes the next step of the attention row that has `words`. */
export async function followAttention(page: Page, words: string | RegExp): Promise<void> {
  const region = page.getByRole('region', { name: 'Needs attention' });
  await region.getByRole('listitem').filter({ hasText: words }).getByRole('link').first().click();
}

/** The accessible name of the uploads chart: it carries the totals. */
export async function uploadTotals(page: Page): Promise<string> {
  const name = await page.getByRole('img', { name: /^Uploads over time/ }).getAttribute('aria-label');
  return name ?? '';
}

/** Adds a host by the dialog on Inventory; ends with the new host's drawer open. */
export async function addHost(page: Page, host: HostToAdd): Promise<void> {
  await page.getByRole('button', { name: 'Add host' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add host' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(host.name);
  await dialog.getByRole('textbox', { name: 'Address' }).fill(host.address);
  await dialog.getByRole('textbox', { name: 'SSH port', exact: true }).fill(String(host.port));
  await dialog.getByRole('textbox', { name: 'Instance SSH port' }).fill(String(host.instancePort));
  await dialog.getByRole('textbox', { name: 'User name' }).fill(host.username);
  await dialog.getByRole('textbox', { name: 'Password' }).fill(host.password);
  await dialog.getByRole('radio', { name: host.hostKeyPolicy }).check();
  await dialog.getByRole('button', { name: 'Add host' }).click();
  await drawerOf(page, host.name).waitFor();
}

/** The rows of a list now in the page, header excluded; long lists keep only those in sight. */
export function listRows(page: Page, name: 'Inventory' | 'Deliveries'): Locator {
  return page
    .getByRole('table', { name, exact: true })
    .getByRole('row')
    .filter({ has: page.getByRole('link') });
}

/** The names in the inventory, top to bottom, of the rows now in the page. */
export async function inventoryNames(page: Page): Promise<string[]> {
  await listRows(page, 'Inventory').first().waitFor();
  return listRows(page, 'Inventory').getByRole('link').allInnerTexts();
}

/** Types into the search of the top bar and waits until the address carries it. */
export async function searchInventory(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search appliances' }).fill(text);
  await page.getByRole('searchbox', { name: 'Search appliances' }).press('Enter');
  await page.waitForURL((url) => url.pathname === '/inventory' && url.searchParams.get('q') === text);
}

/** The drawer of an appliance, whether open or not. */
export function drawerOf(page: Page, appliance: string): Locator {
  return page.getByRole('complementary', { name: `Details of ${appliance}` });
}

/** Opens an appliance from its row and answers its drawer. */
export async function openAppliance(page: Page, name: string): Promise<Locator> {
  await listRows(page, 'Inventory').getByRole('link', { name, exact: true }).click();
  const drawer = drawerOf(page, name);
  await drawer.waitFor();
  return drawer;
}

export async function openTab(drawer: Locator, tab: DrawerTab): Promise<void> {
  await drawer.getByRole('tab', { name: tab }).click();
}

/** The word shown for one of the seven conditions on the Summary tab, with its age if it was checked. */
export async function conditionWord(drawer: Locator, condition: string): Promise<string> {
  const row = drawer.getByRole('listitem').filter({ hasText: condition });
  const words = await row.innerText();
  return words.replace(condition, '').replaceAll(/\s+/g, ' ').trim();
}

/** One effective setting as shown: its value, what decided it, and anything struck through or drifted below it. */
export async function effectiveSetting(drawer: Locator, key: string): Promise<string> {
  const row = drawer.getByRole('row').filter({ has: drawer.page().getByRole('rowheader', { name: key, exact: true }) });
  return (await row.innerText()).replaceAll(/\s+/g, ' ').trim();
}

/** The parts on the Components tab of a host, each as one line. */
export async function components(drawer: Locator): Promise<string[]> {
  await openTab(drawer, 'Components');
  await drawer.getByRole('listitem').first().waitFor();
  return (await drawer.getByRole('listitem').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

/** Approves the host key offered, on the Connection tab, after comparing it with `fingerprint`. */
export async function approveHostKey(drawer: Locator, fingerprint: string): Promise<void> {
  await openTab(drawer, 'Connection');
  await drawer.getByRole('textbox', { name: 'Fingerprint from the appliance' }).fill(fingerprint);
  const approve = drawer.getByRole('button', { name: /^(Approve key|Trust the new key)$/ });
  await approve.click();
  await approve.waitFor({ state: 'detached' });
}

/** Starts work on the appliance of this drawer and answers the words it ended with. */
export async function startWork(drawer: Locator, work: Work): Promise<string> {
  await drawer.getByRole('button', { name: work }).click();
  const ended = drawer.getByRole('status').filter({ hasText: WORK_DONE[work] });
  await ended.waitFor({ timeout: LONG_MS });
  return (await ended.innerText()).trim();
}

export async function closeDrawer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close details' }).click();
  await page.getByRole('button', { name: 'Close details' }).waitFor({ state: 'detached' });
}

/** Opens one of the lists of deliveries and answers the words of its tab, count included. */
export async function openDeliveryList(page: Page, list: DeliveryList): Promise<string> {
  const tab = page
    .getByRole('tablist', { name: 'Lists of deliveries' })
    .getByRole('tab', { name: new RegExp(`^${list}`) });
  await tab.click();
  return (await tab.innerText()).trim();
}

/** The deliveries now in the page, newest first, each as one line. */
export async function deliveryRows(page: Page): Promise<string[]> {
  await listRows(page, 'Deliveries').first().waitFor();
  return (await listRows(page, 'Deliveries').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
}

/** Waits until the list has a row that matches, showing the rows that come meanwhile. */
export async function showDeliveriesUntil(page: Page, row: RegExp): Promise<void> {
  const more = page.getByRole('button', { name: /new, show$/ });
  await eventually(
    async () => {
      if (await more.isVisible()) await more.click();
      const rows = await deliveryRows(page);
      if (!rows.some((text) => row.test(text))) throw new Error(`no such row: ${rows.join(' | ')}`);
    },
    { timeoutMs: LONG_MS, everyMs: 250 },
  );
}

/** Opens the first delivery whose row has `words` and answers its drawer. */
export async function openDelivery(page: Page, words: string | RegExp): Promise<Locator> {
  await listRows(page, 'Deliveries').filter({ hasText: words }).first().getByRole('link').click();
  const drawer = page.getByRole('complementary', { name: /^Details of delivery/ });
  await drawer.getByRole('region', { name: 'Steps' }).waitFor();
  return drawer;
}

/** The states a delivery went through, in order, as the console words them. */
export async function deliverySteps(drawer: Locator): Promise<string[]> {
  const steps = drawer.getByRole('region', { name: 'Steps' }).getByRole('listitem');
  return (await steps.allInnerTexts()).map((text) => text.split('\n')[0]?.trim() ?? '');
}

/** The facts of a delivery's bundle and receipt, as one line. */
export async function deliveryFacts(drawer: Locator): Promise<string> {
  const facts = drawer.getByRole('region', { name: 'Bundle and receipt' });
  return (await facts.innerText()).replaceAll(/\s+/g, ' ').trim();
}

/** Retries or cancels the delivery of this drawer; ends when the button is gone again. */
export async function actOnDelivery(drawer: Locator, action: 'Retry' | 'Cancel delivery'): Promise<void> {
  const button = drawer.getByRole('button', { name: action, exact: true });
  await button.click();
  await button.waitFor({ state: 'detached' });
}

/** Runs axe on the page as it stands. `axeSource` is the text of axe-core's own script. */
export async function violationsOn(page: Page, axeSource: string): Promise<Violation[]> {
  await page.evaluate(axeSource);
  return page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => ({ id, first: nodes[0]?.html ?? '' })))`,
  );
}
