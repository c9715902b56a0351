// Can people come in, invite, dismiss and leave, and does nothing they entered get lost on the way? Only against the examples.
import { settled, visit } from './browser.mjs';

const plant = '/chile/textiles/yarur-spinning-2';
const phone = { width: 360, height: 780 };

export async function persons(browser, tally, base) {
  const at = (address, more = {}) => ({ base, address, ...more });
  await signing_in(browser, tally, at('/sign-in?to=/chile/textiles', phone));
  await a_foreign_way_back_is_not_taken(browser, tally, at('/sign-in?to=//elsewhere.example/'));
  await joining(browser, tally, at('/join', phone));
  await inviting(browser, tally, at(`${plant}/people`, phone));
  await dismissing_proves_once(browser, tally, at(`${plant}/people`));
  await signed_acts_name_nobody(browser, tally, at(`${plant}/i/signed`));
  await eyes_are_ones_own(browser, tally, at(`${plant}/people`, { viewer: 'chile/elsewhere' }));
  await a_session_that_ended_keeps_the_alarm(browser, tally, at(`${plant}/report`, { ...phone, viewer: plant.slice(1) }));
  await signing_out(browser, tally, at('/me'));
}

export const problem = (type, detail, more = {}) => ({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ type: `/problems/${type}`, title: type, status: 401, detail, ...more }) });
export const json = (value) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(value) });
/** Answers each POST to `pattern` with the next of `answers`, and the last one from then on; the bodies sent are collected. */
export async function answer(page, pattern, answers) {
  const sent = [];
  await page.route(pattern, (route) => {
    sent.push(route.request().postDataJSON());
    return route.fulfill(answers[Math.min(sent.length, answers.length) - 1]);
  });
  return sent;
}

async function signing_in(browser, tally, at) {
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    const sent = await answer(page, '**/api/v1/session', [problem('sign-in', 'Login and password do not fit.', { field: 'password' }), json({ to_code: true }), json({ to_code: false })]);
    const password = page.getByLabel('Password', { exact: true });
    tally.claim((await password.getAttribute('autocomplete')) === 'current-password' && (await page.getByLabel('Login').getAttribute('autocomplete')) === 'username', 'a store of passwords knows the fields of the door');
    await page.getByLabel('Login').fill('ana.rojas');
    await password.evaluate((input) => { input.focus(); document.execCommand('insertText', false, 'pasted by a store of passwords'); });
    await page.getByRole('button', { name: 'Show the password' }).click();
    tally.claim((await password.getAttribute('type')) === 'text' && (await password.inputValue()) === 'pasted by a store of passwords', 'a pasted password is taken, and can be looked at');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('Login and password do not fit.').waitFor();
    tally.claim((await page.evaluate(() => document.activeElement.name)) === 'password' && (await password.getAttribute('aria-invalid')) === 'true', 'what is wrong is said beside its field, and the field is entered');
    tally.claim(new URL(page.url()).pathname === '/sign-in', 'a refusal at the door stays at the door');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('One-time code').fill('123 456');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL((url) => url.pathname === '/chile/textiles');
    tally.claim(sent[1].code === undefined && sent[2].code === '123456' && sent[2].login === 'ana.rojas', `the one-time code goes without its space: ${JSON.stringify(sent[2])}`);
  });
}

async function a_foreign_way_back_is_not_taken(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByLabel('Login').fill('ana.rojas');
    await page.getByLabel('Password', { exact: true }).fill('long enough to be one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL((url) => url.pathname === '/');
    tally.claim(page.url() === `${at.base}/`, `the door leads to this site only: ${page.url()}`);
  });
}

async function joining(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByLabel('Code of the invitation').fill('k7qf 2m9d-x4ta');
    await page.getByRole('button', { name: 'Look at the invitation' }).click();
    await page.getByText('You are invited to Spinning 2.').waitFor();
    await page.getByLabel('Your name').fill('Day Spinner');
    await page.getByLabel('Login').fill('luis');
    const password = page.getByLabel('Password', { exact: false }).first();
    await password.fill('hilo');
    tally.claim(await page.getByText('8 more to go').isVisible(), 'how many letters a new password lacks is said while it is written');
    tally.claim((await password.getAttribute('autocomplete')) === 'new-password', 'a store of passwords knows that this one is new');
    await password.fill('hilo rueca telar');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/join'));
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    const body = (await sent).postDataJSON();
    tally.claim(body.code === 'K7QF2M9DX4TA' && body.name === 'Day Spinner' && body.login === 'luis', `joining sends the code as it is meant: ${JSON.stringify({ ...body, password: undefined })}`);
    await page.waitForURL((url) => url.pathname === plant);
  });
  await visit(browser, tally, { ...at, address: '/join#K7QF2M9DX4TB' }, async (page) => {
    tally.claim((await page.locator('main input').count()) === 0, 'who is signed in joins with one button');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/join'));
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    tally.claim(JSON.stringify((await sent).postDataJSON()) === '{"code":"K7QF2M9DX4TB"}', 'and sends the code alone');
  });
  await visit(browser, tally, { ...at, address: '/join#q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ' }, async (page) => {
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/join'));
    await page.getByRole('button', { name: 'Set this device up' }).click();
    tally.claim((await sent).postData() === '{"code":"q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ"}', 'a device takes its place with its code, letter by letter');
  });
}

async function inviting(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.getByRole('radio', { name: /^worker/ }).check();
    await page.getByLabel('Signs with').fill('fitter');
    const sent = page.waitForRequest((request) => request.url().endsWith('/invitations'));
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    tally.claim(JSON.stringify((await sent).postDataJSON()) === '{"role":"worker","title":"fitter"}', 'an invitation says role and title, and no name');
    const code = page.locator('.once .code');
    await code.waitFor();
    const size = await code.evaluate((element) => ({ text: element.textContent, px: parseFloat(getComputedStyle(element).fontSize), seen: element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().bottom <= innerHeight }));
    tally.claim(size.text === 'K7QF-2M9D-X4TA' && size.px >= 60 && size.seen, `the code can be read across a table: ${JSON.stringify(size)}`);
    tally.claim((await page.getByRole('textbox', { name: 'Link' }).inputValue()) === `${at.base}/join#K7QF-2M9D-X4TA`, 'the link can be opened elsewhere');
    await page.getByRole('button', { name: 'I have it' }).click();
    tally.claim((await page.getByText('K7QF').count()) === 0, 'it is shown once');
  });
  await visit(browser, tally, { ...at, address: '/chile/list/people' }, async (page) => {
    tally.claim((await page.locator('main input, main select').count()) === 0, 'who may not invite sees the list alone');
  });
}

async function dismissing_proves_once(browser, tally, at) {
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    const dismissed = await answer(page, '**/dismiss', [problem('prove', 'Your password is needed.'), json({})]);
    const proven = await answer(page, '**/session/prove', [problem('prove', 'That is not your password.', { field: 'password' }), json({})]);
    await page.getByRole('button', { name: 'Dismiss: Safety Delegate' }).click();
    tally.claim(dismissed.length === 0 && (await page.getByText('Coming back takes a new invitation').isVisible()), 'before somebody is dismissed it is said what that does');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    const password = page.locator('dialog.prove input');
    await password.fill('wrong');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('That is not your password.').waitFor();
    await password.fill('right');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.locator('dialog.prove').waitFor({ state: 'detached' });
    await settled(page);
    tally.claim(dismissed.length === 2 && dismissed[1].role === 'committee' && proven.length === 2, `with the password the act is done again, once: ${dismissed.length}`);
  });
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    const dismissed = await answer(page, '**/dismiss', [problem('prove', 'Your password is needed.')]);
    await page.getByRole('button', { name: 'Dismiss: Safety Delegate' }).click();
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await page.locator('dialog.prove').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Your password is needed.').waitFor();
    tally.claim(dismissed.length === 1, 'without the password nothing is done, and it is said why');
  });
}

async function signed_acts_name_nobody(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.locator('main .btns .btn').first().click();
    tally.claim((await page.getByLabel('Your role').count()) === 0 && (await page.getByText('Signed as shift lead.').isVisible()), 'who is signed in is not asked for a role, and told what it is signed with');
    await page.locator('.actform textarea').first().fill('Tapes');
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.locator('.actform .btn.primary').click();
    tally.claim(!('by' in (await sent).postDataJSON()), 'the act goes without a role');
  });
}

async function eyes_are_ones_own(browser, tally, at) {
  await visit(browser, tally, at, async (page) => {
    await page.locator('button.me').click();
    await page.locator('dialog .viewers button').first().waitFor();
    const names = await page.locator('dialog .viewers button').allInnerTexts();
    tally.claim(names.length === 2 && (await page.locator('#viewer').count()) === 0, `a member chooses among their own units: ${names.join(', ')}`);
    tally.claim((await page.evaluate(() => localStorage.getItem('as'))) === null, 'eyes that are not theirs are forgotten');
    await page.locator('dialog .viewers button').last().click();
    await page.waitForURL((url) => url.pathname === '/chile/textiles');
  });
}

async function a_session_that_ended_keeps_the_alarm(browser, tally, at) {
  await visit(browser, tally, { ...at, expect_errors: true }, async (page) => {
    await answer(page, '**/api/v1/alarms', [problem('sign-in', 'Nobody is signed in.')]);
    await page.locator('.bigb').click();
    await page.locator('.kind.safe').click();
    await page.waitForURL((url) => url.pathname === '/sign-in');
    tally.claim(new URL(page.url()).searchParams.get('to') === at.address, 'who is not signed in is led to the door, and back from there');
    await page.getByText('Your alarm has not left: nobody has heard.').waitFor();
    await page.unroute('**/api/v1/alarms');
    const sent = page.waitForRequest((request) => request.url().endsWith('/api/v1/alarms'));
    await page.getByLabel('Login').fill('ana.rojas');
    await page.getByLabel('Password', { exact: true }).fill('long enough to be one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    tally.claim((await sent).postDataJSON().kind === 'safety', 'the alarm waits at the door and leaves by itself after signing in');
    await page.waitForURL((url) => url.pathname === at.address);
  });
}

async function signing_out(browser, tally, at) {
  await visit(browser, tally, { ...at, viewer: plant.slice(1) }, async (page) => {
    await page.locator('header').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.pathname === '/sign-in');
    tally.claim(!(await page.context().cookies()).some((cookie) => cookie.name === 'cybersyn_as'), 'after signing out nothing says who was here');
  });
}
