// Can people draw how their work flows, by key alone and by pointer, and is nobody's drawing lost? A real server, three figures of a plant.
import { Tally, visit, with_browser } from './browser.mjs';
import { PLANT, rehearsed, SECTOR } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed();
const address = `/${PLANT}/flow`;
const at = (more = {}) => ({ base: world.base, address, viewer: PLANT, ...more });
const box = (page, name) => page.locator('button.flow-box', { hasText: name });
const flows = async () => (await world.ask(`/api/v1/units/${id}/flows`, PLANT)).flows;

/** Presses Tab until something with this in it has the focus. */
async function tab_to(page, selector) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`no ${selector} by Tab`);
}

/** To a box by Tab alone. */
async function tab_to_box(page, name) {
  await tab_to(page, `[data-box="${await box(page, name).getAttribute('data-box')}"]`);
}

async function by_keyboard(browser) {
  await visit(browser, tally, at(), async (page) => {
    await tab_to(page, 'main button');
    tally.claim((await page.evaluate(() => document.activeElement.textContent)) === 'Start from your figures', 'where nothing is drawn, the unit\'s own figures are the first thing that is offered');
    await page.keyboard.press('Enter');
    await box(page, 'Yarn output').waitFor();
    tally.claim((await box(page, 'Hours worked').count()) === 1 && (await box(page, 'Waste').count()) === 0, 'what is begun with is what comes out and goes in');
    await tab_to(page, '.flow-tools button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.closest('.flow-chosen'));
    await page.keyboard.type('Dispatch');
    await box(page, 'Dispatch').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('Waste');
    await tab_to_box(page, 'Yarn output');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('From Yarn output: choose the box').waitFor();
    await tab_to_box(page, 'Dispatch');
    await page.keyboard.press('Enter');
    await page.getByText('A line from Yarn output to Dispatch is drawn.').waitFor();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    tally.claim((await box(page, 'Dispatch').count()) === 1 && (await page.locator('.flow-lines path[d^="M0 0L"]').count()) === 1, 'undo takes one step back at a time');
    await tab_to_box(page, 'Yarn output');
    await page.keyboard.press('Enter');
    await page.getByText('From Yarn output: choose the box').waitFor();
    await tab_to_box(page, 'Dispatch');
    await page.keyboard.press('Enter');
    await tab_to(page, '.flow-send input');
    await page.keyboard.type('shift lead');
    await page.keyboard.press('Enter');
    await page.getByText('Saved. The earlier drawing').waitFor();
    const [latest] = await flows();
    tally.claim(latest.by === 'shift lead' && latest.boxes.length === 3 && latest.lines.some((line) => line.from === 'yarn'), `a chart is drawn by key alone: ${JSON.stringify(latest)}`);
    tally.claim((await page.locator('a.flow-box').count()) === 2, 'what shows a figure leads to it');
  });
}

async function by_pointer(browser) {
  await visit(browser, tally, at(), async (page) => {
    await page.getByRole('button', { name: 'Change the drawing' }).click();
    await box(page, 'Dispatch').waitFor();
    const centre = async (name) => {
      const { x, y, width, height } = await box(page, name).boundingBox();
      return [x + width / 2, y + height / 2];
    };
    await page.mouse.move(...(await centre('Dispatch')));
    await page.mouse.down();
    await page.mouse.move(...(await centre('Hours worked')), { steps: 6 });
    await page.mouse.up();
    await page.getByText('A line from Dispatch to Hours worked is drawn.').waitFor();
    tally.claim((await page.locator('.flow-box[aria-pressed="true"]').count()) === 0, 'a drag chooses nothing');
    await box(page, 'Dispatch').click();
    const shows = page.locator('.flow-chosen').getByLabel('Shows');
    await shows.selectOption({ label: 'Waste' });
    await page.getByLabel('Your role').fill('weaver');
    await page.getByRole('button', { name: 'Save this drawing' }).click();
    await page.getByText('Saved. The earlier drawing').waitFor();
    const [latest] = await flows();
    tally.claim(latest.by === 'weaver' && latest.boxes.some((one) => one.figure === 'waste') && latest.lines.some((line) => line.to === 'hours' && line.from !== 'yarn'), `a line is drawn by pointer: ${JSON.stringify(latest.lines)}`);
    await page.getByRole('link', { name: /Look at it: Drawn by shift lead/ }).click();
    await page.getByText('This is an earlier drawing').waitFor();
    tally.claim(new URL(page.url()).searchParams.has('drawing'), 'an earlier drawing has an address');
  });
}

/** On a phone a finger draws from the hook of a box; the page does not scroll away under it. */
async function by_touch(browser) {
  await visit(browser, tally, at({ width: 360, height: 780, options: { hasTouch: true, isMobile: true } }), async (page) => {
    await page.getByRole('button', { name: 'Change the drawing' }).tap();
    await box(page, 'Hours worked').waitFor();
    const before = await page.locator('.flow-lines path[d^="M0 0L"]').count();
    const hook = page.getByRole('button', { name: 'Draw a line from Hours worked' });
    await hook.tap();
    await page.getByText('From Hours worked: choose the box').waitFor();
    await box(page, 'Yarn output').tap();
    await page.getByText('A line from Hours worked to Yarn output is drawn.').waitFor();
    tally.claim(true, 'two taps draw a line');
    const small = await page.locator('.flow-hook, button.flow-box').evaluateAll((all) => all.filter((one) => one.offsetWidth < 44 || one.offsetHeight < 44).length);
    tally.claim(small === 0, `${small} targets of the drawing are under 44 px`);
    await page.getByRole('button', { name: 'Not now' }).tap();
    await page.getByText('A drawing that was not sent is kept').waitFor();
    await page.reload();
    await page.getByText('A drawing that was not sent is kept').waitFor();
    await page.getByRole('button', { name: 'Go on with it' }).tap();
    await box(page, 'Hours worked').waitFor();
    tally.claim((await page.locator('.flow-lines path[d^="M0 0L"]').count()) === before + 1, 'what was not sent is there after the page was loaded again');
    await page.getByRole('button', { name: 'Throw it away' }).tap();
    tally.claim((await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('flow ')).length)) === 0, 'what is thrown away is gone');
  });
}

/** Whoever hears nothing meanwhile is told when they save; whoever hears of it, at once. */
async function overtaken(browser, hears) {
  const prepare = (page) => hears ? undefined : page.route('**/api/v1/events*', (route) => route.abort());
  await visit(browser, tally, at({ expect_errors: true, prepare }), async (page) => {
    await page.getByRole('button', { name: 'Change the drawing' }).click();
    await page.getByRole('button', { name: 'Add a step' }).first().click();
    await page.waitForFunction(() => document.activeElement.closest('.flow-chosen'));
    await page.keyboard.type('Mine');
    await page.getByLabel('Your role').fill('weaver');
    const [latest] = await flows();
    await world.ask('/api/v1/flows', PLANT, { unit: PLANT, follows: latest.id, by: 'other', boxes: [{ key: 'theirs', name: 'Theirs' }], lines: [] });
    if (!hears) await page.getByRole('button', { name: 'Save this drawing' }).click();
    await page.getByText('Somebody else changed the drawing meanwhile').waitFor();
    tally.claim((await page.locator('.flow-both .flow-box', { hasText: 'Theirs' }).count()) === 1 && (await page.locator('.flow-both .flow-box', { hasText: 'Mine' }).count()) > 0, 'whoever was overtaken sees both drawings');
    tally.claim((await flows())[0].by === 'other', 'and nothing was overwritten');
    await page.getByRole('button', { name: 'Go on with mine' }).click();
    await page.getByRole('button', { name: 'Save this drawing' }).click();
    await page.getByText('Saved. The earlier drawing').waitFor();
    const [mine, theirs] = await flows();
    tally.claim(mine.boxes.some((one) => one.name === 'Mine') && theirs.by === 'other', 'and chooses to go on with theirs on top');
  });
}

async function level(browser) {
  await visit(browser, tally, at({ address: `/${SECTOR}/flow`, viewer: SECTOR }), async (page) => {
    await page.getByRole('button', { name: 'Start from your parts' }).click();
    await box(page, 'Weaving').waitFor();
    tally.claim((await page.locator('button.flow-box').count()) === 4, 'a level begins with its parts');
  });
  await visit(browser, tally, at({ viewer: SECTOR }), async (page) => {
    tally.claim((await page.getByText('keeps its readings').count()) > 0 && (await page.getByText('Dispatch').count()) === 0, 'the level above meets the boundary');
  });
}

let id = '';
try {
  await world.found();
  await world.past(PLANT, '2026-03-02');
  const { units } = await world.view('units', {});
  id = units.find((row) => row.unit.path === PLANT).unit.id;
  await with_browser(async (browser) => {
    await by_keyboard(browser);
    await by_pointer(browser);
    await by_touch(browser);
    await overtaken(browser, false);
    await overtaken(browser, true);
    await level(browser);
  });
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
