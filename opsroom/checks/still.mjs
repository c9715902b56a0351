// How is a page brought to stand still, so that its picture is the same each time?
import { PNG } from 'pngjs';
import { settled, visit } from './browser.mjs';

/** The hour of most examples. Timers run on, so that the page can draw itself. */
const NOON = '2026-10-21T13:00:00Z';
const calm = '*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; scroll-behavior: auto !important }';

/** A page that waits for its font: a page that is looked at may begin without. The server's clock stands where the device's does. */
async function prepare(page, now) {
  await page.clock.setFixedTime(now);
  await page.route(/\/api\/v1\/(?!events)/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(now).toUTCString() } });
  });
  await page.route('**/*.css', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('font-display:optional', 'font-display:block') });
  });
}

/** As the pages take in sheets of their own: another way their policy does not let in. */
function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Opens an address, taps what is named, waits until nothing more comes, and answers with a picture (PNG) of the page or of its first screen. */
export async function picture(browser, tally, { taps = [], whole = false, now = NOON, act, ...at }) {
  let taken;
  await visit(browser, tally, { height: at.width < 700 ? 780 : at.width > 1800 ? 1080 : 900, ...at, prepare: (page) => prepare(page, now) }, async (page) => {
    await page.evaluate(adopt, calm);
    for (const tap of taps) await page.locator(tap).first().click();
    await act?.(page);
    await page.mouse.move(0, 0);
    await settled(page);
    taken = await page.screenshot({ fullPage: whole, animations: 'disabled', caret: 'hide' });
  });
  return taken;
}

/** The bytes of a picture as pixels. */
export const pixels = (bytes) => PNG.sync.read(bytes);
