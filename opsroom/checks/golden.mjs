// Do the pages still look as they did? `node checks/golden.mjs` compares pictures with those that are kept in golden/; `--accept` keeps the
// present ones instead. What differs is written to target/golden: the page as it is, and where it differs.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { pairs } from './access.mjs';
import { Tally, with_browser } from './browser.mjs';
import { rounded } from './png.mjs';
import { addresses, example, serve } from './serve.mjs';
import { picture, pixels } from './still.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
/** The pages whose looks matter most; each is seen on a phone and at a desk. */
const pages = {
  room: '/chile/textiles',
  plant,
  told: `${plant}/i/plant`,
  incident: '/chile/textiles/i/i-41',
  indicator: `${plant}/s/yarn-output`,
  today: `${plant}/report`,
  agreement: `${plant}/plan/a/a-7`,
  flow: `${plant}/flow`,
  people: `${plant}/people`,
  sharing: `${plant}/sharing`,
  door: '/sign-in',
  states: '/gallery',
};
/** Every pair of page, width, theme and language. */
const rows = pairs({ page: Object.keys(pages), width: [360, 1440], theme: ['light', 'dark'], lang: ['en', 'es'] });
/**
 * What may differ. Another version of the browser moves the edges of letters: pixelmatch leaves out what looks like one, and of the rest a few
 * pixels in ten thousand are forgiven: how letters are hinted and smoothed changes none of these pictures, a colour a tenth lighter changes more. A colour counts as another from a thirtieth of the way between black and white.
 */
const tolerance = { threshold: 0.03, share: 0.0002 };
/** How a page is spoilt, to see that it would be told: a colour a tenth paler, a button that has moved, a line that went missing. */
const spoilt = {
  'a colour is a tenth lighter': 'document.documentElement.style.setProperty("--ink-2", "#5a5e64")',
  'the ground is a tenth darker': 'document.documentElement.style.setProperty("--bg", "#cfcec9")',
  'a button has moved by eight pixels': 'document.querySelector("main .btn").style.transform = "translateY(8px)"',
  'a heading is gone': 'document.querySelector("main h2").style.visibility = "hidden"',
};

const kept = fileURLToPath(new URL('../golden/', import.meta.url));
const aside = fileURLToPath(new URL('../../target/golden/', import.meta.url));
const name_of = (row) => `${row.page}-${row.width}-${row.theme}-${row.lang}.png`;

/** How large a share of two pictures differs; all of it where they are not of one size. */
function differing(was, is, drawn) {
  if (was.width !== is.width || was.height !== is.height) return 1;
  return pixelmatch(was.data, is.data, drawn?.data, was.width, was.height, { threshold: tolerance.threshold, includeAA: false }) / (was.width * was.height);
}

function compare(tally, row, taken) {
  const name = name_of(row);
  if (!existsSync(join(kept, name))) return tally.claim(false, `${name}: there is none yet; look at the page, then run with --accept`);
  const [was, is] = [pixels(readFileSync(join(kept, name))), pixels(taken)];
  const drawn = new PNG({ width: is.width, height: is.height });
  const share = differing(was, is, drawn);
  tally.claim(share <= tolerance.share, `${name}: ${(share * 100).toFixed(3)}% differs${was.height === is.height ? '' : `, as it is ${is.width}×${is.height} and was ${was.width}×${was.height}`}; see target/golden, and run with --accept if that is meant`);
  if (share <= tolerance.share) return;
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, name.replace('.png', '-is.png')), taken);
  writeFileSync(join(aside, name.replace('.png', '-differs.png')), PNG.sync.write(drawn));
}

const own = await serve();
const tally = new Tally();
const accept = process.argv.includes('--accept');
const look = (browser, row, act) => picture(browser, tally, { base: own.base, address: pages[row.page], ...eyes(row), ...row, whole: row.page === 'states', act });


/** Through whose eyes, and when: the hour of the example. */
function eyes({ page }) {
  if (page === 'states') return {};
  const { viewer, now } = example(addresses[pages[page]]);
  return { viewer: viewer?.path, now: now.at };
}

rmSync(aside, { recursive: true, force: true });
await with_browser(async (browser) => {
  if (accept) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    for (const row of rows) writeFileSync(join(kept, name_of(row)), rounded(await look(browser, row)));
    return;
  }
  for (const row of rows) compare(tally, row, await look(browser, row));
  const stray = readdirSync(kept).filter((name) => !rows.some((row) => name_of(row) === name));
  tally.claim(stray.length === 0, `golden/ keeps nothing else: ${stray.join(', ')}`);
  const row = rows.find(({ page, theme, width }) => page === 'told' && theme === 'light' && width === 1440) ?? rows[0];
  for (const [what, change] of Object.entries(spoilt)) {
    const share = differing(pixels(readFileSync(join(kept, name_of(row)))), pixels(await look(browser, row, (page) => page.evaluate(change))));
    tally.claim(share > tolerance.share, `${name_of(row)}: it is told when ${what}: ${(share * 100).toFixed(3)}% differs`);
  }
});
own.server.closeAllConnections();
own.server.close();
console.log(`${rows.length} pictures of ${Object.keys(pages).length} pages`);
process.exitCode = tally.close() ? 0 : 1;
