// What becomes of a figure and of an alarm when the device, the line or the server fails? Only against the examples: the faults are made here.
import { visit } from './browser.mjs';

const plant = 'chile/textiles/yarur-spinning-2';

export async function faults(browser, tally, base) {
  const at = (more = {}) => ({ base, address: `/${plant}/report`, viewer: plant, width: 360, height: 780, expect_errors: true, ...more });
  await storage(browser, tally, at, 'full', () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
  await storage(browser, tally, at, 'forbidden', () => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } }));
  await a_clock_that_is_wrong(browser, tally, at());
  await a_server_that_cannot(browser, tally, at());
  await a_server_that_will_not(browser, tally, at());
  await a_server_that_hangs(browser, tally, at());
}

const enter = async (page) => {
  await page.getByLabel('Waste', { exact: true }).fill('3,1');
  await page.locator('.btn.send').click();
};
const reported = (page) => page.waitForRequest((request) => request.url().endsWith('/api/v1/reports'));

async function storage(browser, tally, at, how, spoil) {
  await visit(browser, tally, at({ prepare: (page) => page.addInitScript(spoil) }), async (page) => {
    await page.context().setOffline(true);
    await enter(page);
    await page.getByText('This device keeps nothing', { exact: false }).waitFor();
    tally.claim(await page.locator('.fig .st', { hasText: 'kept here' }).isVisible(), `with a storage that is ${how} a figure stays while the page is open, and it is said that it would be lost`);
    const sent = reported(page);
    await page.context().setOffline(false);
    tally.claim((await sent).postDataJSON().readings[0].value === 3.1, `and goes with signal (${how})`);
    await page.getByText('This device keeps nothing', { exact: false }).waitFor({ state: 'detached' });
  });
}

/** The figures' times are the server's; the alarm shows the unit's clock. */
async function a_clock_that_is_wrong(browser, tally, at) {
  await visit(browser, tally, { ...at, prepare: (page) => page.clock.setFixedTime('1994-01-01T00:00:00Z') }, async (page) => {
    await page.getByText('The clock of this device is wrong', { exact: false }).waitFor();
    const sent = reported(page);
    await enter(page);
    tally.claim((await sent).postDataJSON().readings[0].at === '2026-10-16T18:00:00-03:00', 'a figure stands for its day, whatever the device thinks the day is');
    await page.locator('.bigb').click();
    await page.locator('.kind.safe').click();
    await page.getByText('Safety alarm, 17:3').waitFor();
    tally.claim(true, 'an alarm shows the clock of the unit');
  });
}

async function a_server_that_cannot(browser, tally, at) {
  await visit(browser, tally, { ...at, prepare: (page) => page.clock.install() }, async (page) => {
    let answers = 0;
    await page.route('**/api/v1/reports', (route) => (++answers === 1 ? route.fulfill({ status: 503, body: 'no' }) : route.continue()));
    await enter(page);
    await page.getByText('The server cannot take figures now (503).', { exact: false }).waitFor();
    tally.claim((await page.getByText('Sent.', { exact: false }).count()) === 0, 'what a server could not take does not look sent');
    await page.clock.fastForward(16_000);
    await page.locator('.sync', { hasText: 'nothing waiting' }).waitFor();
    tally.claim(answers === 2, `it is tried again by itself: ${answers}`);
  });
}

async function a_server_that_will_not(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const body = { type: '/problems/wrong', title: 'wrong', status: 422, detail: 'value is 3.1; expected less', problems: [] };
    await page.route('**/api/v1/reports', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify(body) }));
    await enter(page);
    await page.getByText('Not taken: value is 3.1; expected less', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Drop it' }).click();
    await page.getByText('Not taken', { exact: false }).waitFor({ state: 'detached' });
    tally.claim(true, 'what a server will never take is said with its reason, and can be dropped');
    // A number that another tab has used: the report goes under the next one.
    const seen = [];
    await page.unroute('**/api/v1/reports');
    await page.route('**/api/v1/reports', (route) => {
      seen.push(route.request().postDataJSON().seq);
      return seen.length === 1 ? route.fulfill({ status: 409, body: JSON.stringify({ type: '/problems/sequence', title: 'used', status: 409, detail: 'used' }) }) : route.continue();
    });
    await enter(page);
    await page.getByText('Sent. 1 taken.').waitFor();
    tally.claim(seen.length === 2 && seen[1] > seen[0], `a number that was used is not used again: ${seen}`);
  });
}

async function a_server_that_hangs(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.route('**/api/v1/reports', () => {});
    await enter(page);
    await page.locator('.bigb').click();
    await page.locator('.kind.safe').click();
    await page.getByText('It has been passed on', { exact: false }).waitFor({ timeout: 5_000 });
    tally.claim(true, 'a report that hangs does not hold an alarm');
  });
}
