// Can the main things be done, with keys alone, without signal, and in few actions? Only against the examples: these acts change things.
import { visit } from './browser.mjs';
import { smallest_text } from './look.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
const viewer = 'chile/textiles/yarur-spinning-2';

export async function tasks(browser, tally, base) {
  const at = (address, more = {}) => ({ base, address, viewer, ...more });
  await focus_is_seen(browser, tally, at(plant));
  await acts_by_keys(browser, tally, at(plant));
  await resolving_takes_four(browser, tally, at(plant));
  await figures_without_signal(browser, tally, at(`${plant}/report`, { width: 360, height: 780 }));
  await alarm_without_signal(browser, tally, at(`${plant}/report`, { width: 360, height: 780 }));
  await doubts_never_block(browser, tally, at(`${plant}/report`, { width: 360, height: 780 }));
  await languages_and_eyes(browser, tally, at(plant));
  await wall(browser, tally, at('/chile/textiles?wall=1', { width: 1920, height: 1080, viewer: 'chile/textiles' }));
}

async function focus_is_seen(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const unseen = [];
    let stops = 0;
    for (; stops < 200; stops += 1) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return 'end';
        const after = getComputedStyle(element, '::after');
        const lines = [getComputedStyle(element).outlineStyle, after.outlineStyle];
        return lines.some((line) => line !== 'none') ? 'yes' : element.outerHTML.slice(0, 80);
      });
      if (seen === 'end') break;
      if (seen !== 'yes') unseen.push(seen);
    }
    tally.claim(stops > 15 && unseen.length === 0, `${stops} stops of the tab key, each seen: ${unseen.join('; ')}`);
    await page.keyboard.press('4');
    await page.waitForURL(/\/plan$/);
    await page.keyboard.press('1');
    await page.waitForURL((url) => url.pathname === at.address);
    tally.claim(true, 'the number keys press the keys of the room');
    await page.keyboard.press('?');
    const keys = page.locator('dialog.ways .keymap');
    await keys.waitFor();
    const told = await keys.locator('kbd').allInnerTexts();
    tally.claim(['/', '?', '1', '4'].every((key) => told.includes(key)), `the keys of the page are told: ${told.join(' ')}`);
    // A dialog is gone a moment after it was closed; until then a key is still its own.
    const gone = () => page.locator('dialog.ways').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await gone();
    await page.keyboard.press('/');
    await page.locator('dialog.ways input').waitFor();
    await page.keyboard.type('plan');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/plan$/);
    await gone();
    await page.keyboard.press('/');
    await page.locator('dialog.ways [role=option]').nth(5).waitFor();
    await page.keyboard.type('textil');
    await page.locator('dialog.ways [role=option] small').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/chile\/textiles$/);
    tally.claim(true, 'a page and a unit are gone to by their names');
  });
}

async function acts_by_keys(browser, tally, at) {
  const letters = { s: 'textarea', h: 'textarea', u: 'textarea', t: 'textarea', m: 'select', v: 'select' };
  await visit(browser, tally, { ...at, address: `${plant}/i/plant` }, async (page) => {
    for (const [letter, field] of Object.entries(letters)) {
      await page.keyboard.press(letter);
      const focused = await page.waitForFunction((tag) => document.activeElement?.tagName.toLowerCase() === tag, field, { timeout: 2000 }).catch(() => null);
      tally.claim(focused !== null, `the key ${letter} opens its form and stands in its first field`);
      await page.keyboard.press('Escape');
      await page.waitForSelector('.actform', { state: 'detached' });
    }
    await page.keyboard.press('u');
    await page.waitForSelector('.actform .ladder li');
    tally.claim((await page.locator('.actform .ladder li').count()) === 3, 'passing up shows first what opens to whom');
    await page.keyboard.press('Escape');
    await page.locator('[role=slider]').focus();
    await page.keyboard.press('ArrowLeft');
    tally.claim(/8[.,]02/.test(await page.locator('[role=slider]').getAttribute('aria-valuetext')), 'arrow keys read the chart, one reading at a time');
    await page.locator('summary').focus();
    await page.keyboard.press('Enter');
    tally.claim((await page.locator('tbody tr').count()) === 21, 'the chart has a table');
  });
}

/** Counts what a person does from now on: taps, and choices from a list. */
const count_taps = (page) => page.evaluate(() => {
  window.taps = 0;
  for (const kind of ['click', 'change']) addEventListener(kind, (event) => { if (event.isTrusted && !(kind === 'click' && event.target.closest('select, option'))) window.taps += 1; }, true);
});
const taps = (page) => page.evaluate(() => window.taps);

/** Open the incident, say it is mended, choose the cause, send: four actions, with the role remembered. */
async function resolving_takes_four(browser, tally, at) {
  const prepare = (page) => page.addInitScript(() => localStorage.setItem('by', 'shift lead'));
  await visit(browser, tally, { ...at, address: `${plant}/i/plant`, prepare }, async (page) => {
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await count_taps(page);
    await page.getByRole('button', { name: /^Say it is mended/ }).click();
    await page.getByLabel('What was it?').selectOption('machine');
    await page.getByRole('button', { name: 'Say it is mended', exact: true }).click();
    const body = (await sent).postDataJSON();
    tally.claim(body.act === 'claim_mended' && body.cause === 'machine' && body.by === 'shift lead', `resolving posts what was entered: ${JSON.stringify(body)}`);
    await page.waitForSelector('.done:not(:empty)');
    // The first is the tap that opens the incident; a script's choice from a list is not counted by the page.
    const done = 1 + (await taps(page)) + 1;
    tally.claim(done <= 4, `an incident is resolved in ${done} actions`);
  });
}

async function figures_without_signal(browser, tally, at) {
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    await page.context().setOffline(true);
    await page.getByLabel('Waste', { exact: true }).fill('3,1');
    await page.getByLabel('Hours worked', { exact: true }).fill('510');
    await page.locator('.btn.send').click();
    await page.waitForSelector('.sync.off');
    tally.claim((await page.locator('.fig .st', { hasText: 'kept here' }).count()) === 2, 'without signal two figures are kept and said to be kept');
    tally.claim((await page.getByText('Sent.', { exact: false }).count()) === 0, 'nothing that is kept looks sent');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/reports'));
    await page.context().setOffline(false);
    const body = (await sent).postDataJSON();
    tally.claim(body.readings.length === 2 && body.readings[0].value === 3.1 && body.seq === 1, `with signal they go by themselves: ${JSON.stringify(body)}`);
    await page.waitForSelector('.sync:not(.off)');
  });
}

async function alarm_without_signal(browser, tally, at) {
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    await page.context().setOffline(true);
    await count_taps(page);
    await page.locator('.bigb').click();
    await page.locator('.kind.safe').click();
    await page.getByText('Not sent yet. Nobody has heard.').waitFor();
    tally.claim((await page.getByText('Use the siren', { exact: false }).count()) === 1, 'an alarm without signal says that nobody has heard, and what to use instead');
    tally.claim((await taps(page)) === 2, `an alarm is raised in two taps: ${await taps(page)}`);
    tally.claim((await page.getByText('It has been passed on', { exact: false }).count()) === 0, 'an alarm without signal never looks sent');
    await page.context().setOffline(false);
    await page.getByText('It has been passed on', { exact: false }).waitFor();
    tally.claim(await page.getByText('Told to: Spinning 2, Textiles').isVisible(), 'with signal it goes by itself, and says who was told');
  });
}

async function doubts_never_block(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const field = page.getByLabel('Cotton in store', { exact: true });
    await field.fill('610');
    await field.blur();
    await page.getByRole('button', { name: 'It is 61', exact: true }).waitFor();
    tally.claim(await page.locator('.btn.send').isEnabled(), 'a doubt does not keep a figure from being sent');
    await page.getByRole('button', { name: 'It is 61', exact: true }).click();
    tally.claim((await field.inputValue()) === '61', 'a slip of the comma is put right with one tap');
    const output = page.getByLabel('Yarn output', { exact: true });
    await output.fill('eight');
    await output.blur();
    tally.claim(await page.getByText('Not a number', { exact: false }).isVisible(), 'what is no number is said, with an example');
    await page.getByRole('button', { name: 'No data for Yarn output' }).click();
    await page.getByLabel('Yarn output: no data because').selectOption('stood_still');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/reports'));
    await page.locator('.btn.send').click();
    const { readings } = (await sent).postDataJSON();
    tally.claim(readings.some((reading) => reading.value === null && reading.reason === 'stood_still'), `no data goes with its reason: ${JSON.stringify(readings)}`);
  });
}

async function languages_and_eyes(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByRole('button', { name: /Cambiar a español/ }).click();
    await page.getByRole('link', { name: 'Sala' }).waitFor();
    tally.claim((await page.locator('html').getAttribute('lang')) === 'es', 'one click changes the language');
    await page.locator('.me').click();
    await page.getByLabel('Buscar una unidad').fill('fiap');
    await page.getByRole('button', { name: 'Fiap Tintorería' }).click();
    const cookies = await page.context().cookies();
    tally.claim(cookies.some((cookie) => cookie.name === 'cybersyn_as' && decodeURIComponent(cookie.value) === 'chile/textiles/fiap-dyeing'), 'the chosen eyes are remembered for the first paint');
  });
}

async function wall(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const { size, text } = await page.evaluate(smallest_text);
    tally.claim(size >= 20, `the wall's smallest text is ${size.toFixed(1)} px: ${text}`);
    tally.claim((await page.locator('button:visible, input:visible, .dock').count()) === 0, 'the wall is read-only');
  });
}

/** Room and Incident without JavaScript. */
export async function without_script(browser, tally, base, places) {
  for (const { address, viewer } of places) {
    await visit(browser, tally, { base, address, viewer, options: { javaScriptEnabled: false } }, async (page) => {
      const text = (await page.locator('main').innerText()).trim();
      tally.claim(text.length > 20 && (await page.locator('main h1').count()) === 1, `${address} can be read without JavaScript: ${text.slice(0, 60)}`);
    });
  }
}
