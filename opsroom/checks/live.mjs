// How soon is what happened on an open page, and is anything missed by one that is cut off a thousand times? A real server.
import { Tally, visit, with_browser } from './browser.mjs';
import { ordinary, PLANT, rehearsed } from './rehearsed.mjs';

const EVENTS = 90;
const RECONNECTS = 1000;
const PATIENCE_MS = 5_000;
const tally = new Tally();
const world = await rehearsed();
await world.found();

/** From the moment somebody sends words until they are drawn on a page that is open elsewhere, in ms, the shortest first. */
async function until_painted(browser) {
  const times = [];
  await visit(browser, tally, { base: world.base, address: `/${PLANT}/telex`, viewer: PLANT, width: 1440 }, async (page) => {
    await page.getByText('live').first().waitFor();
    for (let number = 1; number <= EVENTS; number += 1) {
      const words = `the ${number}th bale has left`;
      const painted = page.evaluate((words) => new Promise((painted) => {
        const seen = () => document.querySelector('main').innerText.includes(words) && (watch.disconnect(), requestAnimationFrame(() => setTimeout(() => painted(Date.now()))));
        const watch = new MutationObserver(seen);
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
      }), words);
      const sent = Date.now();
      await world.ask('/api/v1/messages', PLANT, { source: 'check', epoch: 1, seq: number, unit: PLANT, to: 'within', by: 'clerk', words });
      times.push((await painted) - sent);
    }
  });
  return times.sort((one, other) => one - other);
}

/** What a stream says that is taken up after `last`, up to the first change; the number of that one, or nothing. */
async function first_change(last) {
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(), PATIENCE_MS);
  const headers = { 'Cybersyn-As': PLANT, ...(last ? { 'Last-Event-ID': last } : {}) };
  let said = '';
  try {
    const { body } = await fetch(`${world.base}/api/v1/events?unit=${PLANT}`, { headers, signal: cut.signal });
    for await (const bytes of body) {
      said += new TextDecoder().decode(bytes);
      const heard = said.match(/^id: (\S+)\ndata: .*\n\n/m);
      if (heard) return heard[1];
      if (!last) return '';
    }
  } catch (cause) {
    if (cause.name !== 'AbortError') throw cause;
  } finally {
    clearTimeout(late);
    cut.abort();
  }
  return null;
}

/** A stream that is cut off each time it has heard of something; each time something else happens before it is back. */
async function reconnects() {
  let missed = 0;
  await world.pass_until('2026-01-05T17:30:00-03:00');
  const happens = (number) => world.report(PLANT, [{ ...ordinary('2026-01-05', 0)[0], value: 9 + (number % 500) / 1000 }]);
  const first = first_change('');
  await first;
  await happens(0);
  let last = await first_change('none');
  for (let number = 1; number <= RECONNECTS; number += 1) {
    await happens(number);
    const heard = await first_change(last ?? 'none');
    if (heard === null || heard === last) missed += 1;
    else last = heard;
  }
  return missed;
}

await with_browser(async (browser) => {
  const times = await until_painted(browser);
  const [middle, most] = [times[Math.floor(times.length / 2)], times[Math.ceil(times.length * 0.99) - 1]];
  tally.claim(most <= 500, `99% of what happens is painted within ${most} ms`);
  console.log(`from sent to painted: ${middle} ms in the middle, ${most} ms for 99% of ${times.length}`);
});
const missed = await reconnects();
tally.claim(missed === 0, `${missed} of ${RECONNECTS} changes were missed by a page that was cut off before each`);
console.log(`${RECONNECTS} times cut off, ${missed} missed`);
await world.stop();
process.exitCode = tally.close() ? 0 : 1;
