// Do the pages keep what is promised of them? `node checks/pages.mjs [ADDRESS]`: against a running server, or, without, against the examples.
// `--deep` sees every page in every combination, `--only=room` one kind of page.
import { access, opened } from './access.mjs';
import { Tally, with_browser } from './browser.mjs';
import { budgets } from './budgets.mjs';
import { faults } from './faults.mjs';
import { fields } from './fields.mjs';
import { paper } from './paper.mjs';
import { persons } from './persons.mjs';
import { keeps } from './keeps.mjs';
import { places } from './places.mjs';
import { addresses, example, serve } from './serve.mjs';
import { shares } from './shares.mjs';
import { tasks, without_script } from './tasks.mjs';

const given = process.argv.slice(2).find((word) => word.startsWith('http'));
const deep = process.argv.includes('--deep');
const only = process.argv.find((word) => word.startsWith('--only='))?.slice(7);
const own = given ? null : await serve();
const base = given ?? own.base;
const tally = new Tally();

const walked = given ? await places(base) : Object.entries(addresses).map(([address, name]) => ({ address, kind: name.split('-')[0], viewer: example(name).viewer?.path }));

await with_browser(async (browser) => {
  const first = (kind) => walked.filter((place) => place.kind === kind).slice(0, 2);
  await budgets(browser, tally, base, ['room', 'incident', 'today', 'indicator', 'plan', 'door', 'people', 'me', 'sharing', 'flow', 'setup', 'audit', 'telex', 'board'].flatMap(first));
  await without_script(browser, tally, base, [...first('room'), ...first('incident')]);
  if (!given) await tasks(browser, tally, base);
  if (!given) await faults(browser, tally, base);
  if (!given) await persons(browser, tally, base);
  if (!given) await shares(browser, tally, base);
  if (!given) await fields(browser, tally, base, walked);
  if (!given) await keeps(browser, tally, base);
  await paper(browser, tally, base, walked);
  await opened(browser, tally, base, walked);
  const seen = given ? walked : [...walked, { address: '/gallery', kind: 'states' }];
  await access(browser, tally, base, only ? seen.filter((place) => place.kind === only) : seen, deep);
});
own?.server.closeAllConnections();
own?.server.close();
process.exitCode = tally.close() ? 0 : 1;
