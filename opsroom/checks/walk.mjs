// Does the whole work, seen from the pages? One figure breaks a series; told first and alone; not put right in time; an obligation;
// a missed one; three readings back, and it closes. A real server, a clock moved by hand, every figure of the story typed into the form.
import { Tally, visit, with_browser } from './browser.mjs';
import { NATION, ordinary, PLANT, rehearsed, SECTOR, working_days } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed();
const evening = (day) => `${day}T17:30:00-03:00`;
/** Broken readings, never two alike. */
const low = (place) => 8.1 + 0.05 * (place % 3);
const [monday, tuesday, ...later] = working_days('2026-03-02', '2026-04-30');

/** Looks at a page through the eyes of `viewer`. */
async function look(browser, viewer, address, work) {
  await visit(browser, tally, { base: world.base, address, viewer, width: 1440 }, work);
}

/** A person types the day's figures into the form and sends them. */
async function enter(browser, day, place, yarn) {
  await world.pass_until(evening(day));
  const [output, waste, hours] = ordinary(day, place, yarn);
  await visit(browser, tally, { base: world.base, address: `/${PLANT}/report`, viewer: PLANT, width: 360, height: 780 }, async (page) => {
    const field = page.getByLabel('Yarn output', { exact: true });
    await field.fill(String(output.value));
    await page.getByLabel('Waste', { exact: true }).fill(String(waste.value).replace('.', ','));
    await page.getByLabel('Hours worked', { exact: true }).fill(String(hours.value));
    if (yarn !== undefined && day === monday) {
      await page.getByText('Lower than expected.').waitFor();
      tally.claim(await page.locator('.btn.send').isEnabled(), 'an odd figure is doubted gently, and can be sent');
    }
    await page.locator('.btn.send').click();
    await page.getByText('Sent. 3 taken.').waitFor();
  });
}

/** The way from a Room to its incident is one click. */
async function incident_of(page) {
  await page.locator('main .card a').first().click();
  await page.waitForURL(/\/i\//);
  await page.locator('.inc').waitFor();
  return new URL(page.url()).pathname;
}

/** Ordinary or broken days, reported by the plant's own machine. */
async function days_pass(days, from, yarn) {
  for (const [place, day] of days.entries()) {
    await world.pass_until(evening(day));
    await world.report(PLANT, ordinary(day, from + place, yarn?.(place)));
  }
}

async function told_first_and_alone(browser) {
  await look(browser, PLANT, `/${PLANT}`, async (page) => {
    // The Room is open while the figures are entered elsewhere: it must hear of them by itself.
    await enter(browser, monday, 50, low(0));
    await page.getByText('Unusual', { exact: true }).waitFor();
    tally.claim(true, 'the open Room says "unusual" without being loaded again');
    await incident_of(page);
    tally.claim((await page.locator('.days, .dial').count()) === 0, 'while the kind is unknown no clock runs');
  });
  await enter(browser, tuesday, 51, low(1));
  let address;
  await look(browser, PLANT, `/${PLANT}`, async (page) => {
    await page.locator('.tag.pain').waitFor();
    address = await incident_of(page);
    tally.claim((await page.locator('.when .days > span').count()) === 3, 'the plant has three working days, named');
    tally.claim(await page.getByRole('button', { name: /^Pass up now/ }).isVisible(), 'the plant may pass it up');
  });
  for (const above of [SECTOR, NATION]) {
    await look(browser, above, `/${above}`, async (page) => tally.claim((await page.locator('main .card').count()) === 0, `${above} sees nothing of it in its Room`));
    await look(browser, above, address, async (page) => tally.claim(await page.getByText('A boundary, not an error').isVisible(), `${above} meets a boundary at its address`));
  }
  return address;
}

async function rises_with_an_obligation(browser, address) {
  await days_pass(later.slice(0, 3), 52, low);
  await world.pass_until(`${later[2]}T18:01:00-03:00`);
  await look(browser, SECTOR, `/${SECTOR}`, async (page) => {
    tally.claim((await page.locator('main .card.pain').count()) === 1, 'when its time is over it stands in the Room one level up');
    await incident_of(page);
    tally.claim(await page.locator('.owed').isVisible(), 'the level above owes an answer');
    tally.claim(await page.getByRole('button', { name: /^Name an owner/ }).isVisible(), 'its first act is to name an owner');
    tally.claim((await page.getByRole('button', { name: /^Say it is mended/ }).count()) === 0, 'it cannot say that it is mended');
  });
  await look(browser, NATION, address, async (page) => tally.claim(await page.getByText('A boundary, not an error').isVisible(), 'the level above that sees nothing yet'));
}

async function a_missed_obligation_is_its_own(browser, address) {
  await days_pass([later[3]], 55, low);
  await world.pass_until(`${later[3]}T18:01:00-03:00`);
  await look(browser, SECTOR, `/${SECTOR}`, async (page) => {
    tally.claim(await page.getByRole('heading', { name: 'Ours to put right' }).isVisible(), 'what the sector missed is the sector’s own to put right');
    tally.claim(await page.locator('.tag', { hasText: 'Missed' }).isVisible(), 'and it is called missed');
  });
  await look(browser, NATION, address, async (page) => tally.claim((await page.locator('.owed').count()) >= 1, 'one level further up now owes an answer'));
  await look(browser, PLANT, address, async (page) => tally.claim((await page.locator('.owed.missed').count()) === 1, 'the plant sees who missed it'));
}

async function three_back_and_it_closes(browser, address) {
  await days_pass(later.slice(4, 6), 60);
  await enter(browser, later[6], 62);
  await look(browser, PLANT, address, async (page) => {
    const said = await page.locator('h1').innerText();
    tally.claim(/back/i.test(said), `after three readings in the band it settles: ${said}`);
  });
  await days_pass(later.slice(7, 10), 63);
  for (const viewer of [PLANT, SECTOR]) {
    await look(browser, viewer, address, async (page) => tally.claim((await page.locator('.when .days').count()) === 0 && /Recovered/.test(await page.locator('.lede').innerText()), `after as many again it is closed, seen by ${viewer}`));
    await look(browser, viewer, `/${viewer}`, async (page) => tally.claim((await page.locator('main .card').count()) === 0, `the Room of ${viewer} is quiet again`));
  }
}

try {
  await world.found();
  await world.past(PLANT, monday);
  await with_browser(async (browser) => {
    const address = await told_first_and_alone(browser);
    await rises_with_an_obligation(browser, address);
    await a_missed_obligation_is_its_own(browser, address);
    await three_back_and_it_closes(browser, address);
  });
} catch (cause) {
  tally.claim(false, `the walk goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
