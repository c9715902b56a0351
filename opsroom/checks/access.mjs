// Can everybody read and reach every page? Pairwise over language, theme, width and state.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { visit } from './browser.mjs';
import { contrast, cut_off, sideways, small_targets, stretch } from './look.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Pages looked at together: as many as the smallest machine has cores. */
const AT_ONCE = 2;
const factors = { lang: ['en', 'es'], theme: ['light', 'dark'], width: [360, 768, 1440, 1920], state: ['live', 'broken', 'unanswered'] };

/** Rows in which every pair of values of two factors occurs: greedy, and the same every time. */
export function pairs(of) {
  const names = Object.keys(of);
  const open = new Set();
  const each = (row, act) => names.forEach((a, i) => names.slice(i + 1).forEach((b) => act(`${a}=${row[a]}&${b}=${row[b]}`)));
  const all = names.reduce((rows, name) => rows.flatMap((row) => of[name].map((value) => ({ ...row, [name]: value }))), [{}]);
  all.forEach((row) => each(row, (pair) => open.add(pair)));
  const rows = [];
  while (open.size > 0) {
    const gain = (row) => { let count = 0; each(row, (pair) => (count += open.has(pair) ? 1 : 0)); return count; };
    const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    each(best, (pair) => open.delete(pair));
    rows.push(best);
  }
  return rows;
}

/** Brings an open page into a state: the line to the server breaks, or nobody answers. */
async function bring(page, state) {
  if (state === 'live') return;
  // What is past does not grow old.
  if (await page.locator('.past-bar').count()) return;
  if (state === 'unanswered') await page.route('**/api/v1/views/**', (route) => route.abort());
  await page.clock.fastForward(state === 'broken' ? 12_000 : 62_000);
  const wanted = state === 'broken' ? 'broken' : 'hatched';
  // The list of units listens to nobody, and claims nothing.
  if (await page.locator('.live').count()) await page.waitForFunction((wanted) => document.querySelector('.live').dataset.freshness === wanted, wanted);
  if (state === 'unanswered') await page.waitForSelector('.strip .tl');
}

async function prepare(page, state) {
  if (state === 'live') return;
  await page.clock.install();
  await page.route('**/api/v1/events*', (route) => route.abort());
}

export async function access(browser, tally, base, places, deep) {
  const rows = pairs(factors);
  const kinds = new Set();
  /** The gallery of states listens to nobody. The first page of a kind is seen in every row; each further one in four of them, other ones each time. */
  const rows_of = (kind, place) => (deep || !kinds.has(kind) ? (kinds.add(kind), rows) : [0, 1, 2, 3].map((turn) => rows[(place * 5 + turn * 3) % rows.length]));
  const jobs = places.flatMap(({ address, viewer, kind }, place) => [
    ...rows_of(kind, place).map((row) => () => looked(browser, tally, { base, address, viewer, row: kind === 'states' ? { ...row, state: 'live' } : row })),
    () => zoomed(browser, tally, { base, address, viewer }),
    ...[360, 1440].map((width) => () => stretched(browser, tally, { base, address, viewer, width })),
  ]);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      if (jobs.length % 40 === 0) console.log(`${jobs.length} looks to go`);
      await job();
    }
  }));
}

/** One page in one row of the table: what axe finds, how far it moves, what is too small, what is too faint. */
async function looked(browser, tally, { base, address, viewer, row }) {
  const name = `${address} ${Object.values(row).join(' ')}`;
  const height = row.width < 700 ? 780 : row.width > 1800 ? 1080 : 900;
  await visit(browser, tally, { base, address, viewer, ...row, height, prepare: (page) => prepare(page, row.state) }, async (page) => {
    await bring(page, row.state);
    await judge(page, tally, name);
  });
}

export async function judge(page, tally, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  const said = violations.map((violation) => `${violation.id}: ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(' | ')}`);
  tally.claim(said.length === 0, `${name}: axe finds nothing: ${said.join('; ')}`);
  const over = await page.evaluate(sideways);
  tally.claim(over === null, `${name}: no sideways scroll: ${over}`);
  const small = await page.evaluate(small_targets);
  tally.claim(small.length === 0, `${name}: targets of 44 px: ${small.slice(0, 5).join('; ')}`);
  const faint = await page.evaluate(contrast);
  tally.claim(faint.length === 0, `${name}: contrast over SVG: ${faint.slice(0, 5).join('; ')}`);
}

/** What only shows after a tap: settings, a form, the alarm. Each is opened by the taps named, and nothing is sent. */
export async function opened(browser, tally, base, places) {
  const taps = [['room', ['.me']], ['incident', ['.btns .btn']], ['today', ['.bigb']], ['today', ['.nd']], ['today', ['.more .btn:first-child', '.several .nd']], ['today', ['.more .btn:last-child']], ['indicator', ['.tbl summary']], ['room', ['.tbl summary']], ['people', ['.who-list .btn']], ['people', ['.me']], ['setup', ['section[aria-labelledby=kept] .btn', '.guide .who-list .btn']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(2) button']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(3) button']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(4) button']], ['sharing', ['.who-list .btn:last-child']], ['flow', ['.inline.later .btn', 'button.flow-box', '.flow-list summary']], ['flow', ['.btn.primary', '.flow-hook']]];
  const rows = [{ lang: 'en', theme: 'light', width: 360, height: 780 }, { lang: 'es', theme: 'dark', width: 1440, height: 900 }];
  for (const [kind, selectors] of taps) {
    for (const row of rows) {
      // The first page of the kind that has what is to be tapped.
      for (const { address, viewer } of places.filter((place) => place.kind === kind)) {
        let found = false;
        await visit(browser, tally, { base, address, viewer, ...row }, async (page) => {
          found = (await page.locator(selectors[0]).count()) > 0;
          if (!found) return;
          for (const selector of selectors) await page.locator(selector).first().click();
          await page.waitForTimeout(300);
          await judge(page, tally, `${address} ${row.lang} ${row.theme} ${row.width}, after ${selectors.join(', ')}`);
        });
        if (found) break;
      }
    }
  }
}

/** A window of 1280 × 1024 at 400%. */
async function zoomed(browser, tally, at) {
  await visit(browser, tally, { ...at, width: 320, height: 256 }, async (page) => {
    const over = await page.evaluate(sideways);
    tally.claim(over === null, `${at.address} at 400%: no sideways scroll: ${over}`);
  });
}

async function stretched(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.evaluate(stretch);
    const over = await page.evaluate(sideways);
    tally.claim(over === null, `${at.address} ${at.width} with longer words: no sideways scroll: ${over}`);
    const cut = await page.evaluate(cut_off);
    tally.claim(cut.length === 0, `${at.address} ${at.width} with longer words: nothing cut off: ${cut.slice(0, 4).join('; ')}`);
  });
}
