// Do all pages keep what is promised of them? `node checks/all.mjs [NAME...]` runs every check that needs a browser, or those named: two at a time, as the
// smallest machine has two cores, and then, each alone, those that measure how long something takes. What a check says is printed when it has ended.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { side_by_side } from './browser.mjs';

/** The longest first. Each starts servers and a browser of its own, on ports that the system chooses. */
const together = ['looks', 'pages', 'golden', 'beginning', 'signing', 'oidc', 'walk', 'flows', 'floor', 'laying', 'telex', 'wall', 'minute', 'told'];
const alone = ['slow', 'long', 'live'];
const named = process.argv.slice(2);
const wrong = named.filter((name) => ![...together, ...alone].includes(name));
if (wrong.length > 0) throw new Error(`there is no check ${wrong.join(', ')}; there are ${[...together, ...alone].join(', ')}`);
const wanted = (names) => names.filter((name) => named.length === 0 || named.includes(name));
const times = [];

/** Runs one check to its end; one that ends without a closing line of its own gets one here, as a failure. */
function run(name) {
  const began = Date.now();
  const said = [];
  const child = spawn(process.execPath, [fileURLToPath(new URL(`${name}.mjs`, import.meta.url))], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
  return new Promise((done) => child.on('close', (code, signal) => {
    const text = Buffer.concat(said).toString();
    const seconds = Math.round((Date.now() - began) / 1000);
    times.push([seconds, name]);
    console.log(`-- ${name}, ${seconds} s\n${text.trimEnd()}`);
    const counts = text.match(/^\d+ passed, (\d+) failed$/m);
    if (!counts || (code !== 0 && counts[1] === '0')) console.log(`${name} ended with ${signal ?? code}\n0 passed, 1 failed`);
    if (code !== 0 || !counts) process.exitCode = 1;
    done();
  }));
}

await side_by_side(wanted(together).map((name) => () => run(name)));
for (const name of wanted(alone)) await run(name);
console.log(times.sort((a, b) => b[0] - a[0]).map(([seconds, name]) => `${name} ${seconds} s`).join(', '));
