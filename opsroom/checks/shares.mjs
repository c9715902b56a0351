// Can figures be opened, signed, closed and asked for, with what that shows said before? Only against the examples.
import { visit } from './browser.mjs';
import { answer, json, problem } from './persons.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
const phone = { width: 360, height: 780 };

export async function shares(browser, tally, base) {
  const at = (address, more = {}) => ({ base, address, viewer: plant.slice(1), expect_errors: true, ...more });
  await opening(browser, tally, at(`${plant}/sharing`, phone));
  await deciding(browser, tally, at(`${plant}/sharing`));
  await asking(browser, tally, at('/chile/boundary', { ...phone, viewer: 'chile/textiles' }));
}

async function opening(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const refused = { ...problem('wrong', 'until: expected a time after now', { field: 'until' }), status: 422 };
    const sent = await answer(page, '**/api/v1/openings', [refused, json({ id: 'x' })]);
    const form = page.locator('section.card', { has: page.locator('#open') });
    await page.getByRole('button', { name: 'Open figures for it: Progreso Weaving asks' }).click();
    tally.claim((await form.getByLabel('To which unit?').inputValue()) === 'chile/textiles/progreso-weaving', 'what grants a request is for whoever asked');
    tally.claim(await form.getByText('What the filter says of them').isVisible(), 'before figures are opened it is said who then sees what');
    const last = form.getByLabel('Last day on which they are seen');
    tally.claim((await last.getAttribute('max')) === '2026-11-19' && (await last.getAttribute('min')) === '2026-10-21', 'the last day lies within what can be opened');
    await last.fill('2026-11-06');
    await form.getByLabel('What for?').fill('Looms');
    const go = form.getByRole('button', { name: 'Propose to open' });
    await go.click();
    await form.getByText('Choose at least one figure.').waitFor();
    tally.claim(sent.length === 0, 'nothing is sent without a figure');
    await form.getByLabel('Waste').check();
    await go.click();
    await form.getByText('until: expected a time after now').waitFor();
    tally.claim((await last.getAttribute('aria-invalid')) === 'true' && (await page.evaluate(() => document.activeElement.name)) === 'until' && (await form.getByLabel('What for?').inputValue()) === 'Looms', 'a refusal stands beside its field, and nothing entered is lost');
    await go.click();
    await form.getByText('Nothing is open until another person has signed.').waitFor();
    const wanted = { unit: plant.slice(1), to: 'chile/textiles/progreso-weaving', indicators: ['waste'], until: '2026-11-06', words: 'Looms', request: '01e0-0001' };
    tally.claim(JSON.stringify(sent[1]) === JSON.stringify(wanted), `an opening is sent as it was entered: ${JSON.stringify(sent[1])}`);
    await form.getByRole('button', { name: 'Textiles', exact: true }).click();
    tally.claim((await form.getByLabel('To which unit?').inputValue()) === 'chile/textiles', 'the level above is offered');
  });
}

async function deciding(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const signed = await answer(page, '**/openings/01d0-0002/sign', [{ ...problem('not-now', 'you have signed it: now another person does'), status: 409 }]);
    const closed = await answer(page, '**/openings/01d0-0001/close', [json({})]);
    const declined = await answer(page, '**/requests/01e0-0002/decline', [json({})]);
    await page.getByRole('button', { name: 'Sign: Yarn output' }).click();
    tally.claim(signed.length === 0 && (await page.getByText('Progreso Weaving sees the readings of Yarn output').isVisible()), 'before somebody signs it is said what that shows');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.getByText('you have signed it: now another person does').waitFor();
    await page.getByRole('button', { name: 'Close: Waste and Energy' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Decline: Textiles' }).click();
    await page.getByRole('button', { name: 'Decline', exact: true }).click();
    await page.getByRole('button', { name: 'Decline: Textiles' }).waitFor();
    tally.claim([...signed, ...closed, ...declined].every((body) => JSON.stringify(body) === '{}') && closed.length === 1 && declined.length === 1, 'who is signed in decides without naming a role');
  });
}

async function asking(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByRole('link', { name: 'Ask Yarur Spinning 2' }).click();
    await page.waitForURL((url) => url.pathname === '/chile/textiles/sharing');
    const unit = page.getByLabel('Which unit?');
    await unit.waitFor();
    tally.claim((await unit.inputValue()) === plant.slice(1), 'a boundary leads to where its unit is asked');
    const sent = await answer(page, '**/api/v1/requests', [json({ id: 'x' })]);
    await page.getByLabel('What for?').fill('The review');
    await page.getByLabel('Your role').fill('supply secretary');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('Silence is a no').waitFor();
    tally.claim(JSON.stringify(sent[0]) === JSON.stringify({ unit: plant.slice(1), by: 'supply secretary', words: 'The review' }), `a request names a role where nobody is signed in: ${JSON.stringify(sent[0])}`);
  });
}
