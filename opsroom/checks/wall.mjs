// Does a display on a wall stay as small as it began? Thirty days pass before one that is never loaded again: reports, what goes wrong and comes back, days and
// nights, lines that are cut. A real server with a clock moved by hand; the page's own clock is moved with it. `--days=8` is a shorter time.
import { Tally, visit, with_browser } from './browser.mjs';
import { ordinary, PLANT, rehearsed, SECTOR, working_days } from './rehearsed.mjs';

const MOST_BYTES = 10_000_000;
/** Nodes and listeners that are held and not on the page: of what is made anew for each answer, some are always on their way out. */
const MOST_NODES = 400;
const MOST_LISTENERS = 40;
const days_of = Number(process.argv.find((given) => given.startsWith('--days='))?.slice(7) ?? 30);
/** `--leak` keeps every picture that was drawn, to see that it is told. */
const leaks = process.argv.includes('--leak');
const tally = new Tally();
const world = await rehearsed();
const plants = ['spinning', 'weaving', 'dyeing', 'finishing'].map((key) => `${SECTOR}/${key}`);
const days = working_days('2026-03-02', '2026-12-31').slice(0, Math.ceil((days_of * 5) / 7));

/** Bytes, nodes that are not on the page, and listeners, after what nobody holds was thrown away. */
async function weight(page, line) {
  const shown = await page.evaluate(() => {
    let count = 1;
    for (const walker = document.createTreeWalker(document); walker.nextNode();) count += 1;
    return count;
  });
  for (let turn = 0; turn < 3; turn += 1) await line.send('HeapProfiler.collectGarbage');
  const { metrics } = await line.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes') - shown, listeners: of('JSEventListeners') };
}

/** One of four plants is off at a time: unusual, a step, risen, and back after a week. */
const is_off = (plant, day) => plants.indexOf(plant) === Math.floor(day / 5) % plants.length;

async function reported(day, place) {
  for (const plant of plants) await world.report(plant, ordinary(day, place + 50, is_off(plant, place) ? 8.1 + 0.05 * (place % 3) : undefined));
}

/** What the wall shows now is what the server says now. */
async function shown(page) {
  const { sentence, now } = await world.view('room', { unit: SECTOR }, SECTOR);
  await page.waitForFunction(([sentence, time]) => document.querySelector('main h1')?.textContent === sentence && document.querySelector('.live')?.textContent.includes(time), [sentence, now.text], { timeout: 20_000 });
}

async function a_day_passes(page, day, place) {
  // The page's own timers run as often as they would in the hours between, each once an hour.
  for (const hour of ['07:00', '12:00', '17:30', '22:00']) {
    await world.pass_until(`${day}T${hour}:00-03:00`);
    if (hour === '17:30') await reported(day, place);
    await page.emulateMedia({ colorScheme: hour === '22:00' ? 'dark' : 'light' });
    await page.clock.fastForward(4 * 3_600_000);
    if (leaks) await page.evaluate(() => (window.kept ??= []).push(document.querySelector('main').cloneNode(true), new Array(200_000).fill(Math.random())));
  }
  // The line is cut, and comes back by itself.
  await page.evaluate(() => streams.splice(0).forEach((stream) => stream.close()));
  await page.context().setOffline(true);
  await page.clock.fastForward(70_000);
  await page.context().setOffline(false);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await shown(page);
}

/** What the page listens to, to be cut off. */
const prepare = async (page) => {
  await page.clock.install();
  await page.addInitScript(() => {
    window.streams = [];
    window.EventSource = class extends EventSource {
      constructor(address) {
        super(address);
        window.streams.push(this);
      }
    };
  });
};

try {
  await world.found();
  for (const plant of plants) await world.past(plant, days[0]);
  const begun = Date.now();
  await with_browser(async (browser) => {
    await visit(browser, tally, { base: world.base, address: `/${SECTOR}?wall=1`, viewer: SECTOR, width: 1920, height: 1080, prepare, expect_errors: true }, async (page) => {
      const line = await page.context().newCDPSession(page);
      await line.send('Performance.enable');
      await a_day_passes(page, days[0], 0);
      const first = await weight(page, line);
      let cards = 0;
      for (const [place, day] of days.entries()) {
        if (place === 0) continue;
        await a_day_passes(page, day, place);
        cards = Math.max(cards, await page.locator('main .card').count());
      }
      const last = await weight(page, line);
      const grown = last.bytes - first.bytes;
      console.log(`a wall over ${days_of} days: ${(first.bytes / 1e6).toFixed(2)} MB after the first, ${(last.bytes / 1e6).toFixed(2)} MB after the last; nodes not shown ${first.nodes}, ${last.nodes}; listeners ${first.listeners}, ${last.listeners}; ${((Date.now() - begun) / 1000).toFixed(0)} s`);
      tally.claim(days_of < 8 || cards > 0, 'something rose meanwhile');
      tally.claim(grown <= MOST_BYTES, `the wall grows by ${grown} bytes over ${days_of} days`);
      tally.claim(last.nodes - first.nodes <= MOST_NODES, `nodes that the wall holds and does not show: ${first.nodes}, then ${last.nodes}`);
      tally.claim(last.listeners - first.listeners <= MOST_LISTENERS, `listeners of the wall: ${first.listeners}, then ${last.listeners}`);
    });
  });
} catch (cause) {
  tally.claim(false, `the wall goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
