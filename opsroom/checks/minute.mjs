// Is what the first minute of a rehearsal shows so? Its page is walked through, and each pane is held against what the nodes themselves answer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { judge } from './access.mjs';
import { Tally, shows, visit, with_browser } from './browser.mjs';

const program = process.env.CYBERSYN ?? fileURLToPath(new URL('../../target/debug/cybersyn', import.meta.url));
const tally = new Tally();
const PLANT = 'chile/textiles/spinning-2';
const SECTOR = 'chile/textiles';

const rehearsal = spawn(program, ['demo', '--story', '--address', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const [line] = await Promise.race([
  once(rehearsal.stdout, 'data'),
  once(rehearsal, 'exit').then(([code]) => { throw new Error(`${program} ended with ${code}`); }),
  once(rehearsal, 'error').then(([error]) => { throw new Error(`${program} does not start (cargo build -p cybersyn): ${error.message}`); }),
]);
const { origin: base } = new URL(String(line).trim());

/** How the story stands, asked beside the page. */
const story = async () => (await fetch(`${base}/api/v1/rehearsal/minute?lang=en`)).json();

/** What a node of the story answers to anybody, and not by way of the page. */
async function node(base, viewer, path) {
  const response = await fetch(base + path, { headers: { 'Cybersyn-As': viewer } });
  return { status: response.status, text: await response.text() };
}

const room = (at) => node(at.sector.node, SECTOR, `/api/v1/views/room?unit=${SECTOR}&lang=en`);
const settled = (page) => page.waitForFunction(() => document.querySelector('.panes')?.getAttribute('aria-busy') === 'false');
const what = (page, pane) => page.locator(`.pane:has(#${pane}) .what`).innerText();

/** All fits on the screen, and the page says nothing of the kind that a screen reader or a tired eye would miss. */
async function looked_at(page, stop) {
  const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
  tally.claim(over <= 0, `stop ${stop} fits 1440 × 900: ${over} px too high`);
  await judge(page, tally, `minute, stop ${stop}`);
}

async function typed(page) {
  const before = await story();
  const seen = await room(before);
  tally.claim((await what(page, 'phone')) === 'knows of Friday', 'before it the plant knows of Friday alone');
  await page.getByLabel(/Yarn output on Monday/).fill('8.02');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.pane:has(#phone) .tag.pain').waitFor();
  await settled(page);
  const at = await story();
  console.log(`the plant was told after ${at.told_after_s} s`);
  tally.claim(at.told_after_s < 1, `the plant is told within a second: ${at.told_after_s} s`);
  tally.claim((await room(at)).text === seen.text, 'the room of the sector is the same to the byte, as its node answers');
  tally.claim(await shows(page.getByText('to the byte')), 'and the page says so');
  const [hidden, absent] = await Promise.all([node(at.sector.node, SECTOR, at.probe.path), node(at.sector.node, SECTOR, at.probe.path.replace('yarn', 'never-was'))]);
  tally.claim(hidden.status === 404 && hidden.text === absent.text, `the series answers as one that never was: ${hidden.text}`);
  tally.claim((await page.locator('.probe .answer b').innerText()) === '404', 'the page shows that answer');
  tally.claim(Object.entries(at.disk_above).every(([what, count]) => what === 'files' || what === 'bytes' || count === 0), `nothing of it is on the disk above: ${JSON.stringify(at.disk_above)}`);
  tally.claim(at.disk_own.in_bytes > 0 && at.disk_own.in_log > 0, `the same search finds it on the plant’s own: ${JSON.stringify(at.disk_own)}`);
  tally.claim((await what(page, 'disk')) === 'holds nothing of it', 'the page says what was found');
  const real = await node(at.plant.node, PLANT, `/api/v1/views/room?unit=${PLANT}&lang=en`);
  tally.claim(JSON.parse(real.text).ours[0]?.tone === 'pain', 'the plant’s own node says what its phone shows');
}

async function risen(page) {
  await page.getByRole('button', { name: 'Go to Thu 22 18:00' }).click();
  await page.locator('.probe .answer', { hasText: '200' }).waitFor();
  await settled(page);
  const at = await story();
  const series = await node(at.sector.node, SECTOR, at.probe.path);
  const points = JSON.parse(series.text).points.map((point) => point.value);
  tally.claim(points.length === 5 && points[1] === 8.02, `the sector reads the series from the change on: ${points}`);
  const other = await node(at.sector.node, SECTOR, at.probe.path.replace('yarn', 'waste'));
  tally.claim(other.status === 404, 'and no other series of the plant');
  tally.claim(JSON.parse((await room(at)).text).passed_up.length === 1, 'its own room shows what has risen');
  tally.claim((await what(page, 'rooms')) === 'sees it' && (await what(page, 'disk')) === 'holds it', 'the page shows both');
  tally.claim(at.disk_above.readings === 5, `five readings are on the disk above, and no more: ${at.disk_above.readings}`);
}

async function ignored(page) {
  await page.getByRole('button', { name: /^Leave Textiles silent/ }).click();
  await page.locator('.nation').waitFor();
  await settled(page);
  const at = await story();
  const nation = await node(at.nation.node, 'chile', '/api/v1/views/room?unit=chile&lang=en');
  tally.claim(JSON.parse(nation.text).passed_up[0]?.unit.path === PLANT, 'the nation’s node has it now');
  tally.claim(await shows(page.locator('.pane:has(#phone) .owed.missed')), 'the plant sees that the sector missed its answer');
  tally.claim(await shows(page.getByText('We did not answer Spinning 2 in time').first()), 'the sector’s room says so itself');
}

async function helped(page) {
  await page.getByRole('button', { name: /^Let help come/ }).click();
  await page.getByText('says Textiles').or(page.getByText('Help came')).first().waitFor();
  await settled(page);
  const at = await story();
  tally.claim(at.told.body.status === 'settling', `the figures are back, and it settles: ${at.told.body.sentence}`);
  const level = at.told.body.chart.reference.level;
  tally.claim(Math.abs(level - 9.9) < 0.1, `it is judged against the level before: ${level}`);
  tally.claim(await shows(page.getByText('Judged against 9.9 t')), 'and the page says so');
}

/** The room of the sector as it was on Wednesday, before anything rose, and from there on through the days. */
async function looked_back(browser) {
  const at = await story();
  const wednesday = encodeURIComponent('2026-10-21T12:00:00-03:00');
  await visit(browser, tally, { base: at.sector.node, address: `/${SECTOR}?at=${wednesday}`, viewer: SECTOR }, async (page) => {
    await page.locator('.past-frame').waitFor();
    tally.claim(await shows(page.getByRole('heading', { name: /^As of Wednesday 21 October 2026, 12:00/ })), 'the page says of when it is');
    tally.claim((await page.locator('.past-frame .card').count()) === 0, 'on Wednesday nothing had risen');
    const keys = await page.locator('.dock a').evaluateAll((links) => links.map((link) => new URL(link.href)));
    tally.claim(keys.map((key) => key.pathname).join() === `/${SECTOR},/${SECTOR}/flow,/${SECTOR}/plan` && keys.every((key) => key.searchParams.has('at')), `its keys lead to what has a past, and stay then: ${keys}`);
    const days = await page.evaluate(async () => {
      const frames = [];
      for (let day = 0; day < 2; day += 1) {
        const shown = document.querySelector('.past-h').textContent;
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
        const began = performance.now();
        while (document.querySelector('.past-h').textContent === shown && performance.now() - began < 5000) await new Promise(requestAnimationFrame);
        frames.push(performance.now() - began);
      }
      return frames;
    });
    console.log(`a step by a working day took ${days.map((ms) => Math.round(ms)).join(', ')} ms`);
    await page.getByRole('heading', { name: /^As of Friday 23 October/ }).waitFor();
    await page.locator('.past-frame .card').first().waitFor();
    tally.claim(true, 'on Friday noon it had');
    await judge(page, tally, 'the room as it was');
    await page.getByRole('button', { name: 'Event back' }).click();
    await page.getByRole('heading', { name: /^As of Thursday 22 October/ }).waitFor();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.locator('.past-bar').waitFor({ state: 'detached' });
    tally.claim(new URL(page.url()).search === '', 'and one is back in the present');
    await page.goto(`${at.sector.node}/${SECTOR}?at=${wednesday}&wall=1`);
    await page.waitForSelector('header.top');
    tally.claim((await page.locator('.past-bar').count()) === 0, 'a display on a wall shows the present');
  });
}

/** The plan, the flow and a figure as they were: nothing of them offers an act, steps and keys keep the time, and the figure knows no later day. */
async function pages_looked_back(browser) {
  const at = await story();
  const then = encodeURIComponent('2026-10-21T12:00:00-03:00');
  const figure = at.probe.path.match(/indicators\/([a-z0-9-]+)\//)[1];
  const base = at.plant.node;
  await visit(browser, tally, { base, address: `/${PLANT}/s/${figure}?at=${then}`, viewer: PLANT }, async (page) => {
    const is_of = (day) => page.getByRole('heading', { name: new RegExp(`^As of ${day}`) }).waitFor();
    await page.locator('.past-frame figure.chart').waitFor();
    const shown = await node(base, PLANT, `/api/v1/views/indicator?unit=${PLANT}&indicator=${figure}&at=${then}`);
    const known = JSON.parse(shown.text).shown;
    tally.claim(known.chart.points.every((point) => Date.parse(point.at) <= Date.parse('2026-10-21T12:00:00-03:00')), 'no reading of a later time is there');
    const present = JSON.parse((await node(base, PLANT, `/api/v1/views/indicator?unit=${PLANT}&indicator=${figure}`)).text);
    tally.claim(known.chart.points.some((point) => point.value === 8.02) && present.chart.points.length > known.chart.points.length, 'what was typed on Monday is, and more came since');
    await judge(page, tally, 'a figure as it was');
    const [began, stood] = [performance.now(), page.url()];
    await page.keyboard.press('ArrowRight');
    await is_of('Thursday 22 October');
    console.log(`a step on the page of a figure took ${Math.round(performance.now() - began)} ms`);
    tally.claim(page.url() !== stood && new URL(page.url()).pathname.endsWith(`/s/${figure}`), 'a step stays on the page');
    for (const [key, name] of [['plan', 'the plan'], ['flow', 'the flow']]) {
      await page.locator(`.dock a[href*="/${key}?"]`).click();
      await is_of('Thursday 22 October');
      await page.locator('.past-frame h1').first().waitFor();
      tally.claim((await page.locator('.past-frame form, .past-frame button:not([aria-expanded])').count()) === 0, `${name} as it was offers nothing to do`);
      await judge(page, tally, `${name} as it was`);
      await page.keyboard.press('ArrowLeft');
      await is_of('Wednesday 21 October');
      await page.keyboard.press('ArrowRight');
      await is_of('Thursday 22 October');
    }
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.locator('.past-bar').waitFor({ state: 'detached' });
    tally.claim(new URL(page.url()).pathname === `/${PLANT}/flow`, 'back to now is the same page');
  });
  await visit(browser, tally, { base, address: `/${PLANT}/telex?at=${then}`, viewer: PLANT, expect_errors: true }, async (page) => {
    tally.claim(await shows(page.getByText('the telex is in order of time itself')), 'the telex says why it has no past');
    await page.getByRole('link', { name: 'Show it as it is now' }).click();
    await page.locator('.dock').waitFor();
    tally.claim(!page.url().includes('at='), 'and leads to the present');
  });
}

try {
  await with_browser(async (browser) => {
    const absent = await fetch(`${base}/api/v1/units`);
    tally.claim(absent.status !== 500, 'the page’s own server answers');
    await visit(browser, tally, { base, address: '/demo' }, async (page) => {
      await page.locator('.panes').waitFor();
      for (const [index, stop] of [typed, risen, ignored, helped].entries()) {
        await stop(page);
        await looked_at(page, index + 1);
      }
      await looked_back(browser);
      await pages_looked_back(browser);
      await page.getByRole('button', { name: 'Begin again' }).click();
      await page.getByLabel(/Yarn output on Monday/).waitFor();
      tally.claim((await story()).typed === null, 'it can begin again');
    });
    await visit(browser, tally, { base, address: '/demo?lang=es', lang: 'es', theme: 'dark', width: 360, height: 780 }, async (page) => {
      await page.getByLabel(/Producción de hilado/).fill('9,93');
      await page.keyboard.press('Enter');
      await page.getByText('Avisado a los').waitFor();
      await page.getByRole('button', { name: /^Ir al/ }).click();
      await page.locator('.strip').waitFor();
      tally.claim((await story()).stop === 1, 'a good figure rises nowhere, and the page says why');
      tally.claim((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, 'a phone scrolls in one direction');
      await judge(page, tally, 'minute, a phone, in Spanish');
      await page.getByRole('link', { name: 'Ir a la sala' }).click();
      await page.waitForURL(/chile/);
      tally.claim(true, 'one can leave at any time');
    });
  });
} catch (cause) {
  tally.claim(false, `the minute goes to its end: ${cause.stack}`);
} finally {
  rehearsal.kill('SIGINT');
  await once(rehearsal, 'exit');
}
process.exitCode = tally.close() ? 0 : 1;
