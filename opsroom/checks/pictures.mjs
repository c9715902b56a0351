// What do all pages look like? `node checks/pictures.mjs [--only=room] [--lang=es]` takes a picture of every page and state, on a phone and at a
// desk, by day and in the dark, into target/pictures, with an index.html to leaf through.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tally, with_browser } from './browser.mjs';
import { addresses, example, serve } from './serve.mjs';
import { picture } from './still.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
/** What only shows after a tap. */
const opened = {
  'room-settings': ['/chile/textiles', '.me'],
  'incident-form': [`${plant}/i/plant`, '.btns .btn'],
  'today-alarm': [`${plant}/report`, '.bigb'],
  'today-no-data': [`${plant}/report`, '.nd'],
  'today-several': [`${plant}/report`, '.more .btn:last-child'],
  'people-form': [`${plant}/people`, '.who-list .btn'],
  'flow-draw': ['/chile/empty/flow', '.btn.primary'],
};
const AT_ONCE = 2;
const word = (name) => process.argv.find((given) => given.startsWith(`--${name}=`))?.slice(name.length + 3);
const [only, lang] = [word('only'), word('lang') ?? 'en'];
const folder = fileURLToPath(new URL('../../target/pictures/', import.meta.url));
const own = await serve();
const tally = new Tally();

const shots = [
  ...Object.entries(addresses).map(([address, name]) => ({ name: `${name}${Object.values(addresses).indexOf(name) === Object.keys(addresses).indexOf(address) ? '' : '-2'}`, address, taps: [] })),
  ...Object.entries(opened).map(([name, [address, ...taps]]) => ({ name, address, taps })),
].filter(({ name }) => !only || name.startsWith(only));
if (!only || 'states'.startsWith(only)) shots.push({ name: 'states', address: '/gallery', taps: [] });
const looks = shots.flatMap((shot) => [360, 1440].flatMap((width) => ['light', 'dark'].map((theme) => ({ ...shot, width, theme, file: `${shot.name}-${width}-${theme}.png` }))));

function leaf() {
  const figure = (look) => `<figure><a href="${look.file}"><img loading="lazy" src="${look.file}" alt="" width="${look.width === 360 ? 270 : 720}"></a><figcaption>${look.width} ${look.theme}</figcaption></figure>`;
  const section = (shot) => `<section id="${shot.name}"><h2>${shot.name} <small>${shot.address}</small></h2><div>${looks.filter((look) => look.name === shot.name).map(figure).join('')}</div></section>`;
  const style = 'body{font:15px system-ui;margin:24px;background:#cfcec9}section>div{display:flex;gap:16px;overflow:auto;align-items:start}figure{margin:0}img{border:1px solid #807e77}nav a{margin-right:12px}';
  return `<!doctype html><meta charset="utf-8"><title>Pages</title><style>${style}</style><h1>Every page and state</h1><nav>${shots.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')}</nav>${shots.map(section).join('')}`;
}

mkdirSync(folder, { recursive: true });
await with_browser(async (browser) => {
  const waiting = [...looks];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let look = waiting.shift(); look; look = waiting.shift()) {
      const { viewer, now } = look.name === 'states' ? {} : example(addresses[look.address]);
      writeFileSync(join(folder, look.file), await picture(browser, tally, { base: own.base, lang, viewer: viewer?.path, now: now?.at, whole: true, ...look }));
    }
  }));
});
writeFileSync(join(folder, 'index.html'), leaf());
own.server.closeAllConnections();
own.server.close();
console.log(`${looks.length} pictures: ${join(folder, 'index.html')}`);
process.exitCode = tally.failures.length === 0 ? 0 : 1;
