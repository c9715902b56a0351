// Can everybody read and use every page, however it is turned? `node checks/looks.mjs [ADDRESS]`: against a running server, or, without, against the
// examples. `--deep` sees every page in every combination, `--only=room` one kind of page.
import { access, opened } from './access.mjs';
import { Tally, with_browser } from './browser.mjs';
import { walked } from './places.mjs';

const only = process.argv.find((word) => word.startsWith('--only='))?.slice(7);
const tally = new Tally();
const { base, given, pages, end } = await walked();
const seen = given ? pages : [...pages, { address: '/gallery', kind: 'states' }];

await with_browser(async (browser) => {
  await opened(browser, tally, base, pages);
  await access(browser, tally, base, only ? seen.filter((place) => place.kind === only) : seen, process.argv.includes('--deep'));
});
end();
process.exitCode = tally.close() ? 0 : 1;
