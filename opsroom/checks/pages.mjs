// Do the pages keep what is promised of them? `node checks/pages.mjs [ADDRESS]`: against a running server, or, without, against the examples. How
// they look to everybody is asked by looks.mjs.
import { Tally, with_browser } from './browser.mjs';
import { budgets } from './budgets.mjs';
import { faults } from './faults.mjs';
import { fields } from './fields.mjs';
import { paper } from './paper.mjs';
import { persons } from './persons.mjs';
import { keeps } from './keeps.mjs';
import { walked } from './places.mjs';
import { shares } from './shares.mjs';
import { tasks, without_script } from './tasks.mjs';

const tally = new Tally();
const { base, given, pages, end } = await walked();

await with_browser(async (browser) => {
  const first = (kind) => pages.filter((place) => place.kind === kind).slice(0, 2);
  await budgets(browser, tally, base, ['room', 'incident', 'today', 'indicator', 'plan', 'door', 'people', 'me', 'sharing', 'flow', 'setup', 'audit', 'telex', 'board'].flatMap(first));
  await without_script(browser, tally, base, [...first('room'), ...first('incident')]);
  if (!given) await tasks(browser, tally, base);
  if (!given) await faults(browser, tally, base);
  if (!given) await persons(browser, tally, base);
  if (!given) await shares(browser, tally, base);
  if (!given) await fields(browser, tally, base, pages);
  if (!given) await keeps(browser, tally, base);
  await paper(browser, tally, base, pages);
});
end();
process.exitCode = tally.close() ? 0 : 1;
