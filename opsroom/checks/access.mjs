// Can everybody read and reach every page? Pairwise over language, theme, width and state; with `--deep` in every combination of them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { settled, side_by_side, visit } from './browser.mjs';
import { contrast, cut_off, sideways, small_targets, stretch } from './look.mjs';
import { example } from './serve.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** In the order in which a page comes to them: it is live, its line breaks, nobody answers, the server refuses, and what it shows is kept from us. */
const states = ['live', 'broken', 'unanswered', 'refused', 'locked'];
const factors = { lang: ['en', 'es'], theme: ['light', 'dark'], width: [360, 768, 1440, 1920], state: states };
const height_of = (width) => (width < 700 ? 780 : width > 1800 ? 1080 : 900);

/** Every combination of the values of some factors. */
const product = (of) => Object.keys(of).reduce((rows, name) => rows.flatMap((row) => of[name].map((value) => ({ ...row, [name]: value }))), [{}]);

/** Rows in which every pair of values of two factors occurs: greedy, and the same every time. */
export function pairs(of) {
  const names = Object.keys(of);
  const open = new Set();
  const each = (row, act) => names.forEach((a, i) => names.slice(i + 1).forEach((b) => act(`${a}=${row[a]}&${b}=${row[b]}`)));
  const all = product(of);
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

/** What is past does not grow old, and the gallery of states asks nobody; who somebody is, and where units are, is kept from nobody. */
const never = { past: states.slice(1), states: states.slice(1), units: ['locked'], door: ['locked'], me: ['locked'] };

/** Brings an open page into a state. */
async function bring(page, state, lang) {
  if (state === 'live') return;
  const answers = async (answer) => {
    await page.unroute('**/api/v1/views/**');
    await page.route('**/api/v1/views/**', answer);
  };
  const told = (status, body) => (route) => route.fulfill({ status, contentType: status < 400 ? 'application/json' : 'application/problem+json', body: JSON.stringify(body) });
  await page.evaluate(() => streams.forEach((stream) => stream.close()));
  if (state === 'broken') {
    await page.clock.fastForward(12_000);
    return heard(page, 'broken');
  }
  const boundary = example('boundary', lang);
  if (state === 'unanswered') await answers((route) => route.abort());
  else if (state === 'refused') await answers(told(503, { type: '/problems/busy', title: 'Not now', status: 503, detail: 'The server has more to do than it can. Try again in a minute.' }));
  else await answers(told(200, boundary));
  await page.clock.fastForward(62_000);
  if (state === 'unanswered') await page.waitForSelector('.strip .tl');
  else await page.locator('main h1', { hasText: state === 'refused' ? 'Not now' : boundary.sentence }).waitFor();
  if (state === 'unanswered') await heard(page, 'hatched');
}

/** The list of units listens to nobody, and claims nothing. */
async function heard(page, freshness) {
  if (await page.locator('.live').count()) await page.waitForFunction((wanted) => document.querySelector('.live').dataset.freshness === wanted, freshness);
}

/** The device's clock can be moved on, and what the page listens to can fall silent. */
async function prepare(page) {
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
}

export async function access(browser, tally, base, places, deep) {
  const rows_in = (of) => (deep ? product(of) : pairs(of));
  const rows = rows_in(factors);
  const still = rows_in({ ...factors, state: ['live'] });
  const kinds = new Set();
  /** The first page of a kind is seen in every row; each further one in a quarter of them, other ones each time. */
  const rows_of = ({ kind }, place) => {
    const all = kind in never && never[kind].length > 1 ? still : rows.filter(({ state }) => !never[kind]?.includes(state));
    if (deep || !kinds.has(kind)) return kinds.add(kind), all;
    return all.filter((_, row) => row % 4 === place % 4);
  };
  let looks = 0;
  const loads = places.flatMap((place, index) => {
    const seen = rows_of(place, index);
    looks += seen.length;
    return factors.lang.map((lang) => () => looked(browser, tally, { base, ...place, lang }, seen.filter((row) => row.lang === lang)));
  });
  console.log(`${places.length} pages are looked at ${looks} times`);
  await side_by_side(loads);
}

/**
 * One page in the rows of one language: loaded once, then the device is turned, its theme changes and its line ages. What axe finds, how far it moves, what is too
 * small, what is too faint; in Spanish also in a window of 1280 × 1024 at 400%, in English also with longer words.
 */
async function looked(browser, tally, at, rows) {
  const aging = states.flatMap((state) => rows.filter((row) => row.state === state));
  const { theme, width } = aging[0] ?? { theme: 'light', width: 1440 };
  await visit(browser, tally, { ...at, theme, width, height: height_of(width), prepare }, async (page) => {
    await settled(page);
    await (at.lang === 'es' ? zoomed : stretched)(page, tally, at.address);
    let state = 'live';
    for (const row of aging) {
      if (row.state !== state) await bring(page, (state = row.state), at.lang);
      await turned(page, row);
      await judge(page, tally, `${at.address} ${Object.values(row).join(' ')}`);
    }
  });
}

/** The same page on a device of another width, or by another light. */
async function turned(page, { width, height = height_of(width), theme }) {
  await page.setViewportSize({ width, height });
  if (theme) await page.emulateMedia({ colorScheme: theme });
  await settled(page);
}

export async function judge(page, tally, name) {
  if (await page.evaluate(() => !window.axe)) await page.evaluate(axe);
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

/** What only shows after taps: settings, a form, the alarm. */
export const taps = [['room', ['.me']], ['incident', ['.btns .btn']], ['today', ['.bigb']], ['today', ['.nd']], ['today', ['.more .btn:first-child', '.several .nd']], ['today', ['.more .btn:last-child']], ['indicator', ['.tbl summary']], ['room', ['.tbl summary']], ['people', ['.who-list .btn']], ['people', ['.me']], ['setup', ['section[aria-labelledby=kept] .btn', '.guide .who-list .btn']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(2) button']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(3) button']], ['setup', ['section[aria-labelledby=kept] .btn', '.stages li:nth-child(4) button']], ['sharing', ['.who-list .btn:last-child']], ['flow', ['.inline.later .btn', 'button.flow-box', '.flow-list summary']], ['flow', ['.btn.primary', '.flow-hook']]];

/** Each is opened by the taps named, and nothing is sent. */
export async function opened(browser, tally, base, places) {
  const rows = [{ lang: 'en', theme: 'light', width: 360, height: 780 }, { lang: 'es', theme: 'dark', width: 1440, height: 900 }];
  await side_by_side(taps.flatMap(([kind, selectors]) => rows.map((row) => async () => {
    // The first page of the kind that has what is to be tapped.
    for (const { address, viewer } of places.filter((place) => place.kind === kind)) {
      let found = false;
      await visit(browser, tally, { base, address, viewer, ...row }, async (page) => {
        found = (await page.locator(selectors[0]).count()) > 0;
        if (!found) return;
        for (const selector of selectors) await page.locator(selector).first().click();
        await settled(page);
        await judge(page, tally, `${address} ${row.lang} ${row.theme} ${row.width}, after ${selectors.join(', ')}`);
      });
      if (found) break;
    }
  })));
}

/** A window of 1280 × 1024 at 400%. */
async function zoomed(page, tally, address) {
  await turned(page, { width: 320, height: 256 });
  const over = await page.evaluate(sideways);
  tally.claim(over === null, `${address} at 400%: no sideways scroll: ${over}`);
}

async function stretched(page, tally, address) {
  await page.evaluate(stretch);
  for (const width of [360, 1440]) {
    await turned(page, { width });
    const over = await page.evaluate(sideways);
    tally.claim(over === null, `${address} ${width} with longer words: no sideways scroll: ${over}`);
    const cut = await page.evaluate(cut_off);
    tally.claim(cut.length === 0, `${address} ${width} with longer words: nothing cut off: ${cut.slice(0, 4).join('; ')}`);
  }
  await page.evaluate(() => unstretched());
}
