// Does the whole loop hold in a browser? A real server on a simulated clock; a mill enters figures, and time passes.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tally, with_browser } from './browser.mjs';

const program = process.env.CYBERSYN ?? fileURLToPath(new URL('../../target/debug/cybersyn', import.meta.url));
const mill = 'nation/textiles/mill';
const sector = 'nation/textiles';
const nation = 'nation';
const zone = 'America/Santiago';
const tally = new Tally();

/** The server, and the address it says it listens on. */
async function start(data) {
  const server = spawn(program, ['serve', '--data', data, '--address', '127.0.0.1:0', '--simulated-clock', '2026-01-05T08:00:00-03:00'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const base = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said.push(String(chunk));
      const address = said.join('').match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) resolve(address[0]);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said.join('')}`)));
  });
  return { server, base };
}

async function post(base, path, as, body) {
  const answer = await fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', 'cybersyn-as': as }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} as ${as}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

/** Days as the mill's calendar counts them, Monday to Friday. */
class Days {
  date = new Date(Date.UTC(2026, 0, 5));
  text() {
    return this.date.toISOString().slice(0, 10);
  }
  next() {
    do this.date = new Date(this.date.getTime() + 86_400_000);
    while ([0, 6].includes(this.date.getUTCDay()));
  }
}

const figures = { output: 100, energy: 80, yield: 95 };
const indicators = [
  { key: 'output', name: 'Yarn output', measure: 't', cadence: 'daily', direction: 'more' },
  { key: 'energy', name: 'Electricity', measure: 'MW.h', cadence: 'daily', direction: 'less' },
  { key: 'yield', name: 'Yield', measure: '%', cadence: 'daily', direction: 'more' },
];
let seed = 7;
/** Noise of about one, the same in every run. */
const noise = () => {
  const draw = () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);
  return Math.round(200 * (draw() + draw() + draw() - 1.5)) / 100;
};

async function found(base) {
  const units = [
    { path: nation, name: 'Nation', zone, shifts: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }] },
    { path: sector, name: 'Textiles' },
    { path: mill, name: 'Mill', indicators },
    { path: 'nation/textiles/second', name: 'Second mill' },
  ];
  await post(base, '/api/v1/units', nation, { by: 'founders', units });
}

/** Time passes to an hour of the day that `days` stands at. */
async function clock_to(base, days, hour) {
  const wanted = Date.parse(`${days.text()}T${String(hour).padStart(2, '0')}:00:00-03:00`);
  const { now } = await post(base, '/api/v1/rehearsal/clock', nation, { advance_s: 0 });
  const advance_s = Math.max(0, Math.round((wanted - Date.parse(now)) / 1000));
  await post(base, '/api/v1/rehearsal/clock', nation, { advance_s });
}

let seq = 0;
/** A day's figures, sent as an agent would, at 17:00. */
async function day(base, days, off = {}, but = []) {
  await clock_to(base, days, 17);
  const readings = Object.entries(figures)
    .filter(([key]) => !but.includes(key))
    .map(([key, usual]) => ({ unit: mill, indicator: key, at: days.text(), value: usual + noise() + (off[key] ?? 0) }));
  const answer = await post(base, '/api/v1/reports', mill, { source: 'scales', epoch: 1, seq: ++seq, readings });
  if (answer.accepted !== readings.length) throw new Error(`not all was accepted: ${JSON.stringify(answer)}`);
}

async function open_as(browser, base, viewer, address, width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'en-GB' });
  await context.addCookies([{ name: 'cybersyn_as', value: encodeURIComponent(viewer), url: base }]);
  const page = await context.newPage();
  await page.addInitScript((as) => localStorage.setItem('as', as), viewer);
  await page.goto(base + address);
  await page.waitForSelector('header.top');
  return page;
}

const text = (page) => page.locator('main').innerText();
/** Waits until the page says it, live, without being asked again. */
async function says(page, words, claim) {
  const pattern = words.source;
  const heard = await page.waitForFunction((source) => new RegExp(source, 'i').test(document.querySelector('main')?.innerText ?? ''), pattern, { timeout: 8000 }).catch(() => null);
  tally.claim(heard !== null, `${claim}${heard ? '' : `; the page says: ${(await text(page)).slice(0, 600)}`}`);
}

async function walk(browser, base) {
  const days = new Days();
  await found(base);
  for (let count = 0; count < 60; count += 1, days.next()) await day(base, days);

  // A person enters a figure that breaks the series, on a phone.
  await clock_to(base, days, 16);
  const at_mill = await open_as(browser, base, mill, `/${mill}`);
  const at_sector = await open_as(browser, base, sector, `/${sector}`);
  const phone = await open_as(browser, base, mill, `/${mill}/report`, 360);
  await phone.getByLabel('Yarn output', { exact: true }).fill('88');
  await phone.getByRole('button', { name: /88 is right/ }).click();
  await phone.locator('.btn.send').click();
  await says(at_mill, /unusual/, 'the mill is told "unusual" on the day, live');
  tally.claim(!/unusual|output/i.test(await text(at_sector)), 'and nobody above');
  await day(base, days, {}, ['output']);

  // It stays down: the kind becomes known, and the incident opens at the mill.
  for (let count = 0; count < 3 && !/Step down/i.test(await text(at_mill)); count += 1) {
    days.next();
    await day(base, days, { output: -12 });
    await at_mill.waitForTimeout(1500);
  }
  await says(at_mill, /Step down/, 'a step is told with its incident');
  tally.claim(!/step|output/i.test(await text(at_sector)), 'the sector sees nothing of it');
  const link = await at_mill.locator(`a[href*="/i/"]`).first().getAttribute('href');
  const incident = new URL(link, base).pathname.split('/i/')[1];
  const hidden = await fetch(`${base}/api/v1/incidents/${incident}`, { headers: { 'cybersyn-as': sector } });
  const absent = await fetch(`${base}/api/v1/incidents/1`, { headers: { 'cybersyn-as': sector } });
  tally.claim(hidden.status === 404 && (await hidden.text()).replaceAll(incident, '') === (await absent.text()).replaceAll('1', '1'), 'hidden and absent answer the same');

  // The clock runs out: one level up, with its obligation.
  for (let count = 0; count < 4; count += 1) {
    days.next();
    await day(base, days, { output: -12 });
  }
  await says(at_sector, /Yarn output/, 'when the clock has run out the sector sees it');
  await says(at_sector, /answer by/, 'with what it owes');
  const at_nation = await open_as(browser, base, nation, `/${nation}`);
  tally.claim(!/yarn output/i.test(await text(at_nation)), 'the nation sees nothing yet');

  // The sector answers nothing: whose failure is that?
  for (let count = 0; count < 2; count += 1) {
    days.next();
    await day(base, days, { output: -12 });
  }
  await says(at_sector, /missed/, 'what the sector missed is shown as its own');
  await says(at_nation, /Yarn output/, 'and the matter has risen past it');

  // Three readings back in the band, and three more that stay there: it closes.
  const story = await open_as(browser, base, mill, `/${mill}/i/${incident}`);
  for (let count = 0; count < 3; count += 1) {
    days.next();
    await day(base, days);
  }
  await says(story, /3 of 3|settl/, 'three readings back in the band and it settles');
  for (let count = 0; count < 4; count += 1) {
    days.next();
    await day(base, days);
  }
  await says(story, /closed|over|put right|recovered/, 'and when it has stayed there it closes');
}

const data = mkdtempSync(join(tmpdir(), 'walk-'));
const { server, base } = await start(data);
try {
  await with_browser((browser) => walk(browser, base));
} catch (error) {
  tally.claim(false, String(error));
} finally {
  server.removeAllListeners('exit');
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('close', resolve));
  rmSync(data, { recursive: true, force: true });
}
process.exitCode = tally.close() ? 0 : 1;
