// Does a page come quickly over a poor line, in few pieces, and does it stay still?
import { gzipSync } from 'node:zlib';
import { settled, side_by_side, visit } from './browser.mjs';

const KB = 1000;
const limits = { first: 90 * KB, requests: 6, critical: 60 * KB, later: 25 * KB, first_ms: 3_000, again_ms: 800, shift: 0.02 };
/** The room is where one comes in. Whoever comes in at another page brings that page's own piece as well. */
const critical_at = (kind) => (kind === 'room' ? limits.critical : limits.critical + 2 * KB);
/** What draws the flow, and on the Room the chart of a card, comes after the page can be read in words, as a later piece; the sheet for paper after two seconds. */
const afterwards = { flow: /\/assets\/FlowChart-/, room: /\/assets\/told-/ };
const MOST_TRIES = 10;
const for_paper = /\/assets\/print-/;
/** 400 kbit/s, 400 ms, a quarter of this machine. */
const poor = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };

/** Collects what a page fetches, in bytes as gzip sends them; the stream of events never ends and is left out. */
function weigh(page) {
  const fetched = [];
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind === 'eventsource' || response.url().startsWith('data:')) return;
    fetched.push(response.body().then((body) => ({ kind, url: response.url(), bytes: gzipSync(body).length }), () => ({ kind, url: response.url(), bytes: 0 })));
  });
  return async () => Promise.all(fetched.splice(0));
}

const sum = (pieces) => pieces.reduce((bytes, piece) => bytes + piece.bytes, 0);

export async function budgets(browser, tally, base, places) {
  await side_by_side(places.map(({ address, viewer, kind }) => async () => {
    let weighed;
    await visit(browser, tally, { base, address, viewer, prepare: (page) => { weighed = weigh(page); } }, async (page) => {
      await settled(page);
      const fetched = await weighed();
      const [pieces, after] = [false, true].map((is_after) => fetched.filter((piece) => (for_paper.test(piece.url) || (afterwards[kind]?.test(piece.url) ?? false)) === is_after));
      tally.claim(sum(after) <= limits.later, `${address}: what comes afterwards ${sum(after)} bytes`);
      const critical = pieces.filter((piece) => ['document', 'stylesheet', 'script'].includes(piece.kind));
      console.log(`${address}: ${pieces.length} requests, ${(sum(pieces) / KB).toFixed(1)} kB, critical ${(sum(critical) / KB).toFixed(1)} kB`);
      tally.claim(sum(pieces) <= limits.first, `${address}: first load ${sum(pieces)} bytes`);
      // When the stream of events opens, the view is fetched anew, for what changed in between: on a busy machine before all of this is counted.
      const first = pieces.filter((piece) => piece.kind !== 'fetch');
      tally.claim(first.length <= limits.requests, `${address}: ${first.length} requests: ${first.map((piece) => piece.url).join(' ')}`);
      tally.claim(sum(critical) <= critical_at(kind), `${address}: critical path ${sum(critical)} bytes`);
      const link = page.locator('main a[href]:visible').first();
      if (await link.count()) {
        await link.click();
        await settled(page);
        const later = sum(await weighed());
        tally.claim(later <= limits.later, `${address}: the next page ${later} bytes`);
      }
    });
  }));
}

/** First and repeated visit over a poor line, the best of a few: a quarter of a processor that others use as well is less than a quarter. And how much the page moves while it comes. */
export async function slow_line(browser, tally, base, { address, viewer }) {
  await visit(browser, tally, { base, address, viewer, width: 360, height: 780 }, async (page) => {
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    const time = async (cached) => {
      await line.send('Network.setCacheDisabled', { cacheDisabled: !cached });
      await line.send('Network.emulateNetworkConditions', poor);
      await line.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      const begun = Date.now();
      await page.goto(base + address, { waitUntil: 'commit' });
      await page.waitForSelector('header.top');
      const took = Date.now() - begun;
      await line.send('Emulation.setCPUThrottlingRate', { rate: 1 });
      return took;
    };
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.hadRecentInput ? 0 : entry.value))).observe({ type: 'layout-shift', buffered: true });
    });
    const best = async (cached, most) => {
      const times = [];
      while (times.length < 3 || (times.length < MOST_TRIES && Math.min(...times) > most)) times.push(await time(cached));
      return Math.min(...times);
    };
    const first = await best(false, limits.first_ms);
    await settled(page);
    const shift = await page.evaluate(() => window.shift);
    const again = await best(true, limits.again_ms);
    console.log(`${address} at 400 kbit/s, 400 ms, CPU ÷ 4: first ${first} ms, again ${again} ms, moved ${shift.toFixed(4)}`);
    tally.claim(first <= limits.first_ms, `${address}: over a poor line it can be used after ${first} ms`);
    tally.claim(again <= limits.again_ms, `${address}: over a poor line it can be used again after ${again} ms`);
    tally.claim(shift <= limits.shift, `${address}: layout moves by ${shift}`);
  });
}
