// Is a series of a hundred thousand readings looked at as easily as one of twenty? A real server; a poor pointer, two fingers, and keys.
import { gzipSync } from 'node:zlib';
import { Tally, visit, with_browser } from './browser.mjs';
import { rehearsed, SECTOR } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed();
const readings = 100_000;
const unit = `${SECTOR}/boilers`;
const address = `/${unit}/s/steam`;
const limits = { painted_ms: 500, frame_ms: 16, picture: 32_000 };
const middle = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const late = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)];

/** Times from the asking for the page to the first picture, and from one frame's work to its end. */
function watch(page) {
  return page.addInitScript(() => {
    const frame = window.requestAnimationFrame.bind(window);
    window.frames_ms = [];
    window.requestAnimationFrame = (work) => frame((at) => {
      const begun = performance.now();
      work(at);
      window.frames_ms.push(performance.now() - begun);
    });
    const painted = () => document.querySelector('.long canvas') && /\d/.test(document.querySelector('.long [role=slider]').getAttribute('aria-valuetext'));
    const look = () => (painted() ? frame(() => (window.painted_ms = performance.now())) : frame(look));
    frame(look);
  });
}

const open = (browser, more, work) => visit(browser, tally, { base: world.base, address, viewer: unit, prepare: watch, ...more }, async (page) => {
  await page.waitForFunction(() => window.painted_ms);
  await work(page);
});
const slider = (page) => page.locator('.long [role=slider]');
const spoken = (page) => slider(page).getAttribute('aria-valuetext');
const said = (page) => page.locator('.long .said').textContent();
const stretch_of = async (page) => Number((await page.locator('.long [role=status]').textContent()).match(/: ([\d,.]+) readings/)?.[1].replace(/\D/g, '') ?? 0);
const rests = (page) => page.waitForTimeout(700);

async function painted_at_once(browser) {
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) await open(browser, {}, async (page) => times.push(await page.evaluate(() => window.painted_ms)));
  console.log(`${address}: ${readings} readings are painted ${Math.round(middle(times))} ms after the page was asked for (${times.map(Math.round).join(', ')})`);
  tally.claim(middle(times) <= limits.painted_ms, `${readings} readings are painted within ${limits.painted_ms} ms: ${middle(times)}`);
}

async function weighs(browser) {
  const fetched = [];
  const prepare = async (page) => {
    await watch(page);
    page.on('response', (response) => /LongChart.*\.js$/.test(response.url()) && fetched.push(response.body().then((body) => gzipSync(body).length)));
  };
  await open(browser, { prepare }, async () => {});
  const bytes = (await Promise.all(fetched)).reduce((sum, one) => sum + one, 0);
  console.log(`the picture with uPlot comes in ${(bytes / 1000).toFixed(1)} kB`);
  tally.claim(bytes > 0 && bytes <= limits.picture, `the picture and uPlot are ${bytes} bytes`);
  const others = [];
  await visit(browser, tally, { base: world.base, address: `/${unit}`, viewer: unit, prepare: (page) => page.on('response', (response) => others.push(response.url())) }, async (page) => page.waitForTimeout(400));
  tally.claim(!others.some((url) => /LongChart/.test(url)), 'who looks at no long series fetches no uPlot');
}

async function panned(browser) {
  await open(browser, {}, async (page) => {
    for (let turn = 0; turn < 4; turn += 1) await page.getByRole('button', { name: 'Closer' }).click();
    await rests(page);
    const box = await slider(page).boundingBox();
    const [left, y] = [box.x + 100, box.y + box.height / 2];
    await page.evaluate(() => (window.frames_ms = []));
    await page.mouse.move(left, y);
    await page.mouse.down();
    for (let step = 0; step < 150; step += 1) {
      await page.mouse.move(left + 4 * step, y);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 4)));
    }
    await page.mouse.up();
    const frames = (await page.evaluate(() => window.frames_ms)).filter((took) => took > 0.3);
    console.log(`${address}: ${frames.length} frames of panning, half within ${middle(frames).toFixed(1)} ms, 95% within ${late(frames).toFixed(1)} ms`);
    tally.claim(frames.length >= 30, `panning draws: ${frames.length} frames`);
    tally.claim(late(frames) <= limits.frame_ms, `a frame of panning takes ${limits.frame_ms} ms at most: ${late(frames)}`);
    const before = await said(page);
    await rests(page);
    tally.claim(before !== '', 'what is looked at is said');
  });
}

async function looked_at_by_keys(browser) {
  await open(browser, {}, async (page) => {
    await rests(page);
    tally.claim((await stretch_of(page)) === readings, `the whole is looked at first: ${await said(page)}`);
    await slider(page).focus();
    await page.keyboard.press('ArrowLeft');
    tally.claim(/to .*readings/.test(await spoken(page)), `a share of many readings is said with its lowest and highest: ${await spoken(page)}`);
    for (let turn = 0; turn < 10; turn += 1) await page.keyboard.press('+');
    await rests(page);
    const near = await stretch_of(page);
    tally.claim(near > 8 && near < 400, `plus looks closer: ${near} readings`);
    const one = await spoken(page);
    await page.keyboard.press('ArrowLeft');
    const next = await spoken(page);
    tally.claim(/t an hour/.test(next) && !/readings/.test(next) && next !== one, `close to, each reading is said by itself: ${next}`);
    await page.keyboard.press('PageUp');
    await rests(page);
    tally.claim(new URL(page.url()).pathname === address, 'keys of the picture are not keys of the room');
    await page.keyboard.press('0');
    await rests(page);
    tally.claim((await stretch_of(page)) === readings, '0 shows all again');
    await page.locator('.long summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('.long tbody tr').first().waitFor();
    tally.claim((await page.locator('.long tbody tr').count()) === 400, 'the picture has a table');
  });
}

async function stretched_by_fingers(browser) {
  await open(browser, { width: 360, height: 780, options: { hasTouch: true, isMobile: true } }, async (page) => {
    await rests(page);
    await slider(page).scrollIntoViewIfNeeded();
    const box = await slider(page).boundingBox();
    const line = await page.context().newCDPSession(page);
    const y = box.y + box.height / 2;
    const touch = (type, ...places) => line.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((x, id) => ({ x, y, id })) });
    await touch('touchStart', 190, 210);
    for (let step = 1; step <= 10; step += 1) await touch('touchMove', 190 - 8 * step, 210 + 8 * step);
    await touch('touchEnd');
    await rests(page);
    const near = await stretch_of(page);
    tally.claim(near > 0 && near < readings / 2, `two fingers look closer: ${near} readings`);
    const before = await said(page);
    await touch('touchStart', 150);
    for (let step = 1; step <= 10; step += 1) await touch('touchMove', 150 + 10 * step);
    await touch('touchEnd');
    await rests(page);
    const after = await said(page);
    tally.claim(after !== before && Math.abs((await stretch_of(page)) - near) < near / 10, `one finger moves: ${before} → ${after}`);
  });
}

/** The series as a file, and what a level above sees of it: nothing. */
async function taken_away(browser) {
  await open(browser, {}, async (page) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as CSV' }).click()]);
    tally.claim(file.suggestedFilename() === 'steam.csv', `the readings are taken away as a file: ${file.suggestedFilename()}`);
  });
  const { id } = (await world.view('indicator', { unit, indicator: 'steam' }, unit)).place;
  for (const viewer of [SECTOR, 'chile']) {
    const answer = await fetch(`${world.base}/api/v1/units/${id}/indicators/steam/envelopes`, { headers: { 'Cybersyn-As': viewer } });
    tally.claim(answer.status === 404, `${viewer} sees no envelope of it: ${answer.status}`);
  }
}

try {
  await world.found();
  const begun = Date.now();
  await world.long_past(unit, readings);
  console.log(`${readings} readings were taken in within ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  await with_browser(async (browser) => {
    await painted_at_once(browser);
    await weighs(browser);
    await panned(browser);
    await looked_at_by_keys(browser);
    await stretched_by_fingers(browser);
    await taken_away(browser);
  });
} catch (cause) {
  tally.claim(false, `the walk goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
