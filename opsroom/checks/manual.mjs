// How does each page look, for the manual? `node checks/manual.mjs [--only=room]` takes the pictures of docs/manual/pages.md anew, from the examples, and with
// `--lang=es` those of docs/manual/es/paginas.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tally, with_browser } from './browser.mjs';
import { small } from './png.mjs';
import { addresses, example, serve } from './serve.mjs';
import { picture } from './still.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
/** A page a line: its picture's name, its address, the width of the device at which it is at home, and what is tapped before. */
const pages = [
  ['units', '/', 1440],
  ['sign-in', '/sign-in', 360],
  ['today', `${plant}/report`, 360],
  ['alarm', `${plant}/report`, 360, '.bigb'],
  ['room', plant, 1440],
  ['level', '/chile/textiles', 1440],
  ['incident', `${plant}/i/plant`, 360],
  ['risen', '/chile/textiles/i/i-41', 1440],
  ['indicator', `${plant}/s/yarn-output`, 1440],
  ['long', `${plant}/s/energy`, 1440],
  ['flow', `${plant}/flow`, 1440],
  ['telex', `${plant}/telex`, 1440],
  ['board', `${plant}/telex/board`, 1440],
  ['first-run', '/empty', 1440],
  ['plan', `${plant}/plan`, 1440],
  ['agreement', `${plant}/plan/a/a-7`, 1440],
  ['directive', `${plant}/plan/d/d-3`, 1440],
  ['boundary', '/chile/boundary', 1440],
  ['sharing', `${plant}/sharing`, 1440],
  ['people', `${plant}/people`, 1440],
  ['setup', `${plant}/setup`, 1440],
  ['audit', `${plant}/audit`, 1440],
  ['me', '/me', 360],
];
const LARGEST = 80_000;
const word = (name) => process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(name.length + 3);
const [only, lang] = [word('only'), word('lang') ?? 'en'];
const folder = fileURLToPath(new URL(`../../docs/pictures/${lang === 'es' ? 'paginas' : 'pages'}/`, import.meta.url));
const own = await serve();
const tally = new Tally();

mkdirSync(folder, { recursive: true });
await with_browser(async (browser) => {
  for (const [name, address, width, ...taps] of pages.filter(([name]) => !only || name === only)) {
    const { viewer, now } = example(addresses[address]);
    const taken = small(await picture(browser, tally, { base: own.base, address, lang, viewer: viewer?.path, now: now.at, width, taps }));
    tally.claim(taken.length <= LARGEST, `${name}: ${taken.length} bytes, ${LARGEST} at most`);
    writeFileSync(join(folder, `${name}.png`), taken);
  }
});
own.server.closeAllConnections();
own.server.close();
process.exitCode = tally.close() ? 0 : 1;
