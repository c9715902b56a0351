// Do words go from unit to unit: written on a phone, read elsewhere at once, answered, sent once without a line, and posted on the board? A real server, four plants.
// `node checks/telex.mjs [FOLDER]` leaves pictures there.
import { Tally, visit, with_browser } from './browser.mjs';
import { PLANT, rehearsed, SECTOR } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed();
const folder = process.argv[2];
const phone = { width: 360, height: 780 };
const at = (viewer, more = {}) => ({ base: world.base, address: `/${viewer}/telex`, viewer, ...more });
const said = (page, words) => page.locator('.paper .said', { hasText: words });
const picture = (page, name) => (folder ? page.screenshot({ path: `${folder}/${name}.png`, fullPage: true }) : null);

/** Fills in what is written and by whom, and sends it. */
async function send(page, words) {
  const form = page.locator('form.writing');
  await form.locator('textarea').fill(words);
  await form.getByLabel('Your role').fill('shift lead');
  await form.getByRole('button', { name: 'Send' }).click();
}

async function written_and_answered(browser) {
  await visit(browser, tally, at(SECTOR), async (above) => {
    await visit(browser, tally, at(PLANT, phone), async (page) => {
      await page.getByRole('button', { name: 'To Textiles' }).click();
      await page.getByText('Textiles, and everybody in our unit, will read this. Nobody else.').waitFor();
      await picture(page, 'writing-360');
      await send(page, 'The port is shut. We have thread for six days.\n<b>Not bold</b> 😀');
      await said(page, 'The port is shut').waitFor();
      tally.claim((await page.locator('.paper b', { hasText: 'Not bold' }).count()) === 0, 'what people write is words and nothing else');
    });
    await said(above, 'The port is shut').waitFor({ timeout: 5_000 });
    tally.claim((await above.locator('.tabs .n').textContent()) === '1', 'what waits is counted at the level above without a reload');
    await above.getByRole('button', { name: /^Answer: / }).click();
    await above.getByText('Spinning, and everybody in our unit, will read this.').waitFor();
    await send(above, 'Two tonnes come on Friday.');
    await said(above, 'Two tonnes come').waitFor();
    tally.claim((await above.locator('.tabs .n').count()) === 0, 'what is answered waits no more');
    await picture(above, 'telex-1440');
  });
  await visit(browser, tally, at(PLANT, phone), async (page) => {
    await said(page, 'Two tonnes come').waitFor();
    await page.getByText('answered by Textiles').waitFor();
    await picture(page, 'telex-360');
  });
  await visit(browser, tally, at('chile/textiles/weaving'), async (page) => {
    tally.claim((await said(page, 'port').count()) === 0, 'a sister reads nothing of it');
    await page.getByRole('button', { name: 'To sister units' }).click();
    await page.locator('form.writing textarea').fill('nobody is chosen');
    await page.getByLabel('Your role').fill('shift lead');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('form.writing .trouble').waitFor();
    await page.getByLabel('Dyeing').check();
    await page.getByText('Dyeing, and everybody in our unit, will read this. Nobody else.').waitFor();
    await picture(page, 'sisters-1440');
    await page.getByRole('button', { name: 'Send' }).click();
    await said(page, 'nobody is chosen').waitFor();
  });
}

async function without_a_line(browser) {
  await visit(browser, tally, at(PLANT, { ...phone, expect_errors: true }), async (page) => {
    await page.getByRole('button', { name: 'Among ourselves' }).click();
    await page.locator('form.writing textarea').waitFor();
    await page.context().setOffline(true);
    await send(page, 'The lift is out of order.');
    await page.getByText('Kept on this device. Nobody has read it.').waitFor();
    tally.claim((await said(page, 'The lift').count()) === 0, 'what has not left does not look sent');
    await picture(page, 'unsent-360');
    await page.context().setOffline(false);
    await said(page, 'The lift is out of order.').waitFor({ timeout: 30_000 });
    tally.claim((await page.locator('.unsent').count()) === 0 && (await said(page, 'The lift').count()) === 1, 'it is sent by itself, and once');
  });
}

async function found(browser) {
  await visit(browser, tally, at(PLANT, { lang: 'es' }), async (page) => {
    await page.getByRole('searchbox').fill('THRÉAD');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Con «THRÉAD»').waitFor();
    tally.claim((await page.locator('.paper > li').count()) === 1 && (await said(page, 'six days').count()) === 1, 'what is looked for is found whatever its accents');
    await page.getByRole('link', { name: 'Nos esperan' }).click();
    await page.getByText('Nada con esas palabras').waitFor();
    await page.goBack();
    await said(page, 'six days').waitFor();
    await picture(page, 'found-es-1440');
  });
}

async function on_the_board(browser) {
  await visit(browser, tally, { ...at('chile/textiles/dyeing', phone), address: '/chile/textiles/dyeing/telex/board' }, async (page) => {
    await page.getByRole('button', { name: 'Post a need or an offer' }).click();
    await page.getByLabel('We offer').check();
    await page.getByLabel(/^What, in/).fill('Two electricians on Thursdays');
    await page.getByLabel(/^How much/).fill('8 hours each');
    await page.getByLabel(/^Until/).fill('2026-02-12');
    await page.getByLabel('Your role').fill('head of works');
    await picture(page, 'post-360');
    await page.getByRole('button', { name: 'Post it for all to read' }).click();
    await page.locator('.post h3', { hasText: 'Two electricians' }).waitFor();
  });
  await visit(browser, tally, { ...at(PLANT), address: `/${PLANT}/telex/board` }, async (page) => {
    await page.getByRole('button', { name: /^Answer: Two electricians/ }).click();
    await page.getByText('Dyeing, and everybody in our unit, will read this.').waitFor();
    await picture(page, 'board-1440');
    await send(page, 'We take both.');
    await page.getByText('Sent. It stands').waitFor();
  });
  await visit(browser, tally, at('chile/textiles/dyeing', { theme: 'dark' }), async (page) => {
    await said(page, 'We take both.').waitFor();
    await picture(page, 'answered-dark-1440');
    await page.getByRole('link', { name: 'Needs and offers' }).click();
    await page.getByRole('button', { name: /^It is met: / }).click();
    await page.getByLabel('Your role').fill('head of works');
    await page.getByRole('button', { name: /^It is met: / }).click();
    await page.locator('.post.ended').waitFor();
    tally.claim((await page.getByRole('button', { name: /^It is met/ }).count()) === 0, 'what is met has ended');
  });
}

/** From a page to words about what it shows, and back by the message. */
async function about_what_is_shown(browser) {
  await visit(browser, tally, { ...at(PLANT, phone), address: `/${PLANT}/s/yarn` }, async (page) => {
    await page.getByRole('link', { name: 'Write about this' }).click();
    await page.locator('.topic', { hasText: 'Yarn output' }).waitFor();
    await page.getByRole('button', { name: 'To Textiles' }).click();
    await page.getByText('Textiles cannot see “Yarn output”: the message goes without it.').waitFor();
    await picture(page, 'about-blind-360');
    await send(page, 'What do others do with wet cotton?');
    await said(page, 'wet cotton').waitFor();
    await page.locator('.topic').waitFor({ state: 'detached' });
    tally.claim(!page.url().includes('about'), 'what was written about leaves the page with the message');
    await page.goto(`${world.base}/${PLANT}/s/yarn`);
    await page.getByRole('link', { name: 'Write about this' }).click();
    await page.getByRole('button', { name: 'Among ourselves', exact: true }).click();
    tally.claim((await page.getByText('the message goes without it').count()) === 0, 'ourselves see our own figure');
    await send(page, 'The scale was cleaned at six.');
    const line = page.locator('.msg', { hasText: 'The scale was cleaned' });
    await line.waitFor();
    await picture(page, 'about-360');
    await line.getByRole('link', { name: 'Yarn output' }).click();
    await page.waitForURL(`**/${PLANT}/s/yarn`);
    await page.getByRole('link', { name: 'Write about this' }).click();
    await page.getByRole('link', { name: 'Not about this' }).click();
    await page.locator('.topic').waitFor({ state: 'detached' });
    tally.claim(!page.url().includes('about'), 'it can be left out');
  });
  await visit(browser, tally, at(SECTOR), async (page) => {
    const line = page.locator('.msg', { hasText: 'wet cotton' });
    await line.waitFor();
    tally.claim(!(await line.textContent()).includes('Yarn output'), 'who may not see a thing reads nothing of it');
  });
}

await world.found();
await with_browser(async (browser) => {
  await written_and_answered(browser);
  await without_a_line(browser);
  await found(browser);
  await on_the_board(browser);
  await about_what_is_shown(browser);
});
await world.stop();
process.exitCode = tally.close() ? 0 : 1;
