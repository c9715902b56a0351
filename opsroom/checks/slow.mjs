// Does the first page come soon over a poor line to a poor telephone? Measured, and so run alone.
import { Tally, with_browser } from './browser.mjs';
import { slow_line } from './budgets.mjs';
import { example, serve } from './serve.mjs';

const tally = new Tally();
const own = await serve();
await with_browser((browser) => slow_line(browser, tally, own.base, { address: '/chile/textiles', viewer: example('room').viewer.path }));
own.server.closeAllConnections();
own.server.close();
process.exitCode = tally.close() ? 0 : 1;
