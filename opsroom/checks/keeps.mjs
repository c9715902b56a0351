// Can the duty be handed over, another system be told, a part be let go, and the audit be read? Only against the examples.
import { visit } from './browser.mjs';
import { answer, json, problem } from './persons.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
const phone = { width: 360, height: 780 };

export async function keeps(browser, tally, base) {
  const at = (address, more = {}) => ({ base, address, viewer: plant.slice(1), expect_errors: true, ...more });
  await handing_over(browser, tally, at(`${plant}/setup`, phone));
  await telling(browser, tally, at(`${plant}/setup`));
  await letting_go(browser, tally, at('/chile/textiles/setup', { ...phone, viewer: 'chile/textiles' }));
  await linking_anew(browser, tally, at('/chile/textiles/setup', { ...phone, viewer: 'chile/textiles' }));
  await nothing_is_offered(browser, tally, at('/chile/calm/setup'));
  await auditing(browser, tally, at(`${plant}/audit`, phone));
}

async function handing_over(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const sent = await answer(page, '**/units/*/duty', [json({})]);
    await page.getByRole('button', { name: 'Hand over: Day Spinner' }).click();
    tally.claim(sent.length === 0 && (await page.getByText('Day Spinner is then told first').isVisible()), 'before the duty is handed over it is said what that means');
    await page.getByRole('button', { name: 'Hand over', exact: true }).click();
    await page.getByRole('button', { name: 'Hand over: Day Spinner' }).waitFor();
    await page.getByRole('button', { name: 'Leave it to nobody: Shift Lead' }).click();
    await page.getByRole('button', { name: 'Leave it to nobody', exact: true }).click();
    await page.getByRole('button', { name: 'Leave it to nobody: Shift Lead' }).waitFor();
    tally.claim(JSON.stringify(sent) === JSON.stringify([{ person: '01b0-0003' }, { person: null }]), `the duty is handed over in two taps: ${JSON.stringify(sent)}`);
    tally.claim(await page.getByText('nobody was reached; that is not the unit').isVisible(), 'that nobody was reached is said, and whose failure it is not');
  });
}

async function telling(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const refused = { ...problem('wrong', 'url: expected an address of the public internet', { field: 'url' }), status: 422 };
    const sent = await answer(page, '**/units/*/hooks', [refused, { ...json({ id: '11', secret: 'whsec_c2VjcmV0' }), status: 201 }]);
    const ended = await answer(page, '**/hooks/7/end', [json({})]);
    await page.getByLabel('Address').fill('http://localhost');
    await page.getByRole('button', { name: 'Begin to tell it' }).click();
    await page.getByText('expected an address of the public internet').waitFor();
    tally.claim((await page.getByLabel('Address').inputValue()) === 'http://localhost', 'a refused address stays where it was entered');
    await page.getByLabel('Address').fill('https://hooks.example.org/in');
    await page.getByRole('button', { name: 'Begin to tell it' }).click();
    tally.claim((await page.getByRole('textbox', { name: 'Secret' }).inputValue()) === 'whsec_c2VjcmV0', 'the secret is shown');
    await page.getByRole('button', { name: 'I have it' }).click();
    tally.claim((await page.getByText('whsec_').count()) === 0 && (await page.getByLabel('Address').inputValue()) === '', 'and never again');
    await page.getByRole('button', { name: 'End: https://hooks.mill.example/cybersyn/in' }).click();
    tally.claim(ended.length === 0, 'ending asks first');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'End: https://hooks.mill.example/cybersyn/in' }).waitFor();
    tally.claim(ended.length === 1 && sent[1].url === 'https://hooks.example.org/in', 'a system is told, and told no more');
  });
}

async function letting_go(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const sent = await answer(page, '**/units/*/nodes', [{ ...json({ code: 'K7QF-2M9D-X4TA', until: '2026-10-28T10:10:00Z' }), status: 201 }]);
    const card = page.getByRole('region', { name: 'A part on a node of its own' });
    await card.getByLabel('Which part?').selectOption({ label: 'Second mill' });
    await card.getByRole('button', { name: 'Make the code' }).click();
    const code = page.locator('.once .code');
    await code.waitFor();
    tally.claim(parseFloat(await code.evaluate((shown) => getComputedStyle(shown).fontSize)) >= 48, 'the code is large enough to be read out');
    const command = await page.getByRole('textbox', { name: 'Typed on the other machine' }).inputValue();
    tally.claim(command === `cybersyn serve --parent ${at.base} --code K7QF-2M9D-X4TA`, `what is typed on the other machine: ${command}`);
    tally.claim(JSON.stringify(sent) === JSON.stringify([{ for: 'chile/textiles/second-mill' }]), 'the code is for the part that was chosen');
  });
}

async function linking_anew(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    const sent = await answer(page, '**/units/*/nodes', [{ ...json({ code: 'K7QF-2M9D-X4TA', until: '2026-10-28T10:10:00Z' }), status: 201 }]);
    await page.getByText('they start the program there once with it').waitFor();
    const card = page.getByRole('region', { name: 'Link a part’s node anew' });
    await card.getByLabel('Which part?').selectOption({ label: 'New mill' });
    await card.getByRole('button', { name: 'Make the code' }).click();
    const command = await page.getByRole('textbox', { name: 'the program is started once with it' }).inputValue();
    tally.claim(command === `cybersyn serve --parent ${at.base} --code K7QF-2M9D-X4TA`, `what is typed on the node that was put back: ${command}`);
    tally.claim(JSON.stringify(sent) === JSON.stringify([{ for: 'chile/textiles/new-mill' }]), 'the code is for the part that was chosen');
  });
}

async function nothing_is_offered(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByText('your clocks run on').waitFor();
    const offers = await page.getByRole('main').getByRole('button').count();
    tally.claim(offers === 0, `who may change nothing is offered nothing: ${offers}`);
  });
}

async function auditing(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    tally.claim((await page.getByRole('row').count()) === 11 && (await page.getByText('refused: not theirs to do').isVisible()), 'what was refused stands among what was done');
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL((url) => url.search === '?before=30');
    tally.claim((await page.getByRole('textbox', { name: 'Anywhere' }).inputValue()).startsWith('cybersyn verify proof.txt --key cybersyn-'), 'how a record is verified is said in a line');
    await page.getByRole('link', { name: 'Incident 41' }).first().click();
    await page.waitForURL((url) => url.pathname.endsWith('/i/i-41'));
    tally.claim(true, 'a record leads to its thing');
  });
}
