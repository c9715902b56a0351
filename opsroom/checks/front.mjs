// What does the rehearsed nation look like, for the first page of this repository? With `cybersyn demo` running,
// `node checks/front.mjs http://127.0.0.1:1972 PLANT LEVEL` takes the pictures of README.md anew: a plant that was told of something, and a level to
// which something has risen. The program names such units when it starts.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tally, settled, visit, with_browser } from './browser.mjs';
import { small } from './png.mjs';

const [base, plant, level] = process.argv.slice(2);
if (!level) throw new Error('node checks/front.mjs http://127.0.0.1:1972 chile/…/mill-1 chile/…/lota');
const tally = new Tally();

await with_browser(async (browser) => {
  async function take(name, viewer, address) {
    await visit(browser, tally, { base, address, viewer, width: 1280 }, async (page) => {
      await settled(page);
      writeFileSync(fileURLToPath(new URL(`../../docs/pictures/${name}.png`, import.meta.url)), small(await page.screenshot({ animations: 'disabled' })));
    });
  }
  let risen = '';
  await take('mill', plant, `/${plant}`);
  await take('sector', level, `/${level}`);
  await visit(browser, tally, { base, address: `/${level}`, viewer: level }, async (page) => (risen = await page.locator('.card.link h3 a').first().getAttribute('href')));
  await take('incident', level, risen);
});
process.exitCode = tally.close() ? 0 : 1;
