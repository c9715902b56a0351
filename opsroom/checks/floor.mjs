// Can whoever stands at the machine hand figures in, put them right, and bring in a table of them? A real server, and every figure typed,
// pasted or dropped.
import { Tally, visit, with_browser } from './browser.mjs';
import { PLANT, rehearsed, SECTOR } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed();
const phone = { width: 360, height: 780 };
const dozen = `${SECTOR}/dozen`;
const now = '2026-03-02T17:30:00-03:00';

const open = (browser, more, work) => visit(browser, tally, { base: world.base, address: `/${PLANT}/report`, viewer: PLANT, ...phone, ...more }, work);
const several = (page) => page.getByRole('button', { name: 'Several, from a table' }).click();
async function series(key) {
  const { id } = (await world.view('room', { unit: PLANT }, PLANT)).place;
  return (await world.ask(`/api/v1/units/${id}/indicators/${key}/series?from=2026-02-25T00:00:00Z`, PLANT)).points.map((point) => [new Date(point.at_ms).toISOString().slice(0, 10), point.value]);
}

/**
 * Twelve figures on a telephone, by the keystroke-level model (Card, Moran and Newell, 1980): 1.35 s to think of a figure, 0.28 s to press a key, 1.1 s to
 * reach a place, for as many of each as the form demands.
 */
async function twelve_in_two_minutes(browser) {
  const indicators = Array.from({ length: 12 }, (_, place) => ({ key: `f${place}`, name: `Figure ${place + 1}`, measure: 't', cadence: 'daily', direction: 'more', sphere: 'work', aggregate: 'sum' }));
  await world.ask('/api/v1/units', 'chile', { by: 'founders', units: [{ path: dozen, name: 'Dozen', zone: 'America/Santiago', indicators }] });
  await open(browser, { address: `/${dozen}/report`, viewer: dozen }, async (page) => {
    let [thoughts, keys, reaches] = [0, 0, 1];
    await page.locator('.fig input').first().focus();
    for (let place = 0; place < 12; place += 1) {
      const value = String(100 + 7 * place);
      await page.keyboard.type(value);
      thoughts += 1;
      keys += value.length;
      // From one field to the next: past the key for "no data".
      if (place < 11) { await page.keyboard.press('Tab'); await page.keyboard.press('Tab'); reaches += 1; }
    }
    const begun = Date.now();
    await page.locator('.btn.send').click();
    reaches += 1;
    await page.getByText('Sent. 12 taken.').waitFor();
    const seconds = thoughts * 1.35 + keys * 0.28 + reaches * 1.1 + (Date.now() - begun) / 1000;
    console.log(`twelve figures: ${thoughts} thoughts, ${keys} keys, ${reaches} reaches: ${seconds.toFixed(0)} s`);
    tally.claim(seconds <= 120, `twelve figures take ${seconds.toFixed(0)} s`);
  });
}

async function pasted(browser) {
  await open(browser, {}, async (page) => {
    await several(page);
    await page.getByLabel('Paste here what you copied').fill('Fecha\tYarn output (t)\tWaste\tWater\n26.02.2026\t9,95\t3,1\t7\n27.02.2026\teight\t3,2\t7\n28.02.2026\t9,9\t\t7\n28.12.2026\t9,9\t3\t7\n');
    const table = page.getByRole('region', { name: 'What goes where' });
    const row = (text) => table.getByRole('row', { name: new RegExp(`^${text}`) });
    await row('26.02.2026').getByText(/^was /).first().waitFor();
    tally.claim(/not a number/.test(await row('27.02.2026').innerText()), 'what is no number is said in its place');
    tally.claim(/not in the future/.test(await row('28.12.2026').innerText()), 'what the server would refuse is said in its place');
    tally.claim(/new/.test(await row('28.02.2026').innerText()), 'what is new is said to be');
    tally.claim(/left out/.test(await row('26.02.2026').innerText()), 'a column of no figure is left out, and said to be');
    const before = await series('yarn');
    tally.claim(!before.some(([day]) => day === '2026-02-28'), 'a preview keeps nothing');
    await page.getByLabel('Your role').fill('clerk');
    await page.getByRole('button', { name: 'Send 4' }).click();
    await page.getByText('Sent. 4 taken.').waitFor();
    const after = await series('yarn');
    tally.claim(after.some(([day, value]) => day === '2026-02-26' && value === 9.95) && after.some(([day, value]) => day === '2026-02-28' && value === 9.9), `what was good is kept: ${JSON.stringify(after)}`);
  });
}

async function dropped(browser) {
  const file = 'indicator;at;value\nhours;2026-02-24;511\nwater;2026-02-24;3\nhours;2026-02-25;512,5\n';
  await open(browser, { width: 1440, height: 900 }, async (page) => {
    await several(page);
    const drop = (name, content, type) => page.locator('.drop').evaluate((zone, [name, content, type]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type }));
      zone.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }, [name, content, type]);
    await drop('picture.png', 'a\u0000b', 'image/png');
    await page.getByText('picture.png cannot be read as a table').waitFor();
    await drop('hours.csv', file, 'text/csv');
    await page.getByRole('button', { name: 'Send 2' }).waitFor();
    await page.getByText('2 can be sent').waitFor();
    tally.claim(await page.getByText('no figure', { exact: true }).isVisible(), 'a line of no figure is said to be one');
    await page.getByRole('button', { name: 'Send 2' }).click();
    await page.getByText('Sent. 2 taken.').waitFor();
    tally.claim((await series('hours')).some(([day, value]) => day === '2026-02-25' && value === 512.5), 'a file that is dropped is read and sent');
    await page.getByLabel('Choose a file').setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from('date,Waste\n2026-02-28,3.3\n') });
    await page.getByRole('button', { name: 'Send 1' }).waitFor();
    tally.claim(true, 'and so is one that is chosen');
  });
}

async function corrected(browser) {
  await open(browser, {}, async (page) => {
    await page.getByRole('button', { name: 'Figures of earlier days' }).click();
    await page.getByLabel('Which figure?').selectOption('yarn');
    await page.getByLabel('Which day?').fill('2026-02-26');
    await page.getByText('changed by clerk').waitFor();
    tally.claim(/was [\d.]+ until/.test(await page.locator('.several .fig').first().innerText()), `what it was, when that was and by which role: ${await page.locator('.several .fig').first().innerText()}`);
    await page.getByRole('button', { name: 'Change Thu 26 Feb' }).click();
    await page.getByLabel('What it was').fill('9,7');
    await page.getByLabel('Your role').fill('shift lead');
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByText('was 9.95 until').waitFor();
    tally.claim(await page.getByText('changed by shift lead').isVisible(), 'each correction stands with its role');
    await page.getByLabel('Which day?').fill('2026-02-21');
    await page.getByText('Nothing is kept for that day.').waitFor();
    await page.getByRole('button', { name: 'Enter it' }).click();
    await page.getByLabel('What it was').fill('2');
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByText('Sent. 1 taken.').waitFor();
    tally.claim(true, 'a day that has no figure can be given one');
  });
  const telex = (await world.view('room', { unit: PLANT }, PLANT)).telex.map((line) => line.text).join('; ');
  tally.claim(/9.70?, was 9.95.*shift lead/.test(telex), `the telex says what was corrected: ${telex}`);
}

/** Browsers hold six connections to a server, and a stream of events is one: with a tab more than that every page must still come, and hear. */
async function eight_tabs(browser) {
  const context = await browser.newContext();
  await context.addInitScript((viewer) => localStorage.setItem('as', viewer), PLANT);
  await context.addCookies([{ name: 'cybersyn_as', value: encodeURIComponent(PLANT), url: world.base }]);
  const pages = [];
  const begun = Date.now();
  for (let tab = 0; tab < 8; tab += 1) {
    const page = await context.newPage();
    await page.goto(`${world.base}/${PLANT}`);
    await page.waitForSelector('header.top');
    await page.waitForFunction(() => document.querySelector('.live')?.dataset.freshness === 'live');
    pages.push(page);
  }
  console.log(`eight tabs are open after ${Date.now() - begun} ms`);
  await pages[7].waitForTimeout(6_000);
  const heard = await Promise.all(pages.map((page) => page.locator('.live').getAttribute('data-freshness')));
  tally.claim(heard.every((one) => one === 'live'), `each of eight tabs hears: ${heard}`);
  await world.report(PLANT, [{ indicator: 'waste', at: '2026-03-02T00:00:00-03:00', value: 3.21 }]);
  await Promise.all(pages.map((page) => page.getByText('3.21').first().waitFor()));
  // The tab that listens for the others goes; another takes its place.
  await pages[0].close();
  await world.report(PLANT, [{ indicator: 'waste', at: '2026-03-02T00:00:00-03:00', value: 3.33 }]);
  await Promise.all(pages.slice(1).map((page) => page.getByText('3.33').first().waitFor()));
  tally.claim(true, 'all of them see a figure that came, also after the first was closed');
  await context.close();
}

try {
  await world.found();
  await world.past(PLANT, '2026-03-02');
  await world.pass_until(now);
  await with_browser(async (browser) => {
    await twelve_in_two_minutes(browser);
    await pasted(browser);
    await dropped(browser);
    await corrected(browser);
    await eight_tabs(browser);
  });
} catch (cause) {
  tally.claim(false, `the walk goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
