// How is a page opened for a check, and how are the claims counted?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export class Tally {
  passed = 0;
  failures = [];

  claim(holds, words) {
    if (holds) this.passed += 1;
    else {
      this.failures.push(words);
      console.log(`FAILED ${words}`);
    }
  }

  /** The closing line, and whether all is well. */
  close() {
    console.log(`${this.passed} passed, ${this.failures.length} failed`);
    return this.failures.length === 0;
  }
}

/** Runs `work` with a browser of its own, which leaves nothing behind. */
export async function with_browser(work) {
  const home = mkdtempSync(join(tmpdir(), 'opsroom-'));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...flags, `--crash-dumps-dir=${home}`] });
  try {
    await work(browser);
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Whether something is to be seen, or soon is: a page draws what it was answered a moment later. */
export async function shows(locator) {
  return locator.waitFor({ timeout: 5_000 }).then(() => true, () => false);
}

/** What each page is fetching; a stream of events never ends, and is left out. */
const fetching = new WeakMap();

function watched(page) {
  const open = new Set();
  const over = (request) => open.delete(request);
  fetching.set(page, open);
  page.on('request', (request) => request.resourceType() !== 'eventsource' && open.add(request));
  page.on('requestfinished', over);
  page.on('requestfailed', over);
}

/** Nothing is fetched any more, nothing moves, the letters are there, and what came since was drawn. */
export async function settled(page) {
  await page.waitForLoadState('load');
  do {
    await page.evaluate(async () => {
      await document.fonts.ready;
      const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
      const moves = (one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity;
      // Pieces that come later have each begun before the one before has been drawn.
      for (let still = 0; still < 4; still += 1) {
        await frame();
        if (document.getAnimations().some(moves)) still = 0;
      }
    });
  } while (fetching.get(page)?.size > 0);
}

/** As many as the smallest machine has cores. */
const AT_ONCE = 2;

/** Does pieces of work, as many at once as there are cores. */
export async function side_by_side(pieces) {
  const waiting = pieces.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const piece of waiting) await piece();
  }));
}

/** Opens `address` as `viewer` and hands the page to `work`; whatever the page complained about is a failure. */
export async function visit(browser, tally, { base, address, viewer, lang = 'en', theme = 'light', width = 1440, height = 900, prepare, options = {}, expect_errors = false }, work) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, locale: lang === 'es' ? 'es-CL' : 'en-GB', ...options });
  const kept = { lang, ...(viewer ? { as: viewer } : {}) };
  await context.addCookies(Object.entries(kept).map(([name, value]) => ({ name: `cybersyn_${name}`, value: encodeURIComponent(value), url: base })));
  const page = await context.newPage();
  watched(page);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && complaints.push(message.text()));
  await page.addInitScript((kept) => Object.entries(kept).forEach(([name, value]) => localStorage.getItem(name) ?? localStorage.setItem(name, value)), kept);
  await prepare?.(page);
  await page.goto(base + address);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('header.top', { timeout: 20_000 });
  await work(page);
  if (!expect_errors) tally.claim(complaints.length === 0, `${address} ${lang} ${theme} ${width}: no complaint on the console: ${complaints.join('; ')}`);
  await context.close();
}
