// Do people get in, belong, sign and leave, against a real server from an empty start? Everybody in a browser of their own.
import { createHmac } from 'node:crypto';
import jsQR from 'jsqr';
import { Tally, shows, with_browser } from './browser.mjs';
import { password, Person } from './person.mjs';
import { rehearsed } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed('members');
const indicators = [{ key: 'yarn', name: 'Yarn output', measure: 't', cadence: 'daily', direction: 'more', sphere: 'work', aggregate: 'sum' }];
const units = [
  { path: 'valley', name: 'Valley', zone: 'America/Santiago' },
  { path: 'valley/mill', name: 'Mill', indicators },
];

const of = (browser, address) => Person.of(browser, tally, world, address);
/** Depending on how it is loaded the module is the function, or holds it. */
const jsqr = jsQR.default ?? jsQR;

/** The code that an app on a phone shows for a secret: RFC 6238. */
function code_of(secret, seconds) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const digest = createHmac('sha1', key).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function the_first(browser) {
  const founder = await of(browser, world.first);
  await founder.begins('Of the assembly', 'founder', 'Begin');
  await founder.page.waitForURL((url) => url.pathname === '/');
  const founded = await founder.ask('/api/v1/units', { units });
  tally.claim(founded.status === 201, `the first account founds: ${JSON.stringify(founded.body)}`);
  const again = await of(browser, world.first);
  await again.fill({ code: world.first.split('#')[1] });
  await again.begins('A thief', 'thief', 'Begin');
  await again.page.getByText('was used').waitFor();
  tally.claim(true, 'the link to the first account works once, and the second is told so');
  await again.leaves();
  return founder;
}

/** Invites from the people page, and answers the code that is shown. */
async function invited(inviter, unit, { role, title, part }) {
  await inviter.go(`/${unit}/people`);
  const page = inviter.page;
  if (part) await page.getByLabel('To which unit?').selectOption({ label: part });
  if (role) await page.getByText(role, { exact: true }).first().click();
  await inviter.fill({ title });
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  await page.getByText('Read this code out').waitFor();
  const code = await page.locator('.once .code').textContent();
  const scanned = await scan(page);
  tally.claim(scanned === `${world.base}/join#${code}`, `a telephone reads the link from the picture: ${scanned}`);
  return code;
}

/** What the camera of a telephone reads from the picture on the page. */
async function scan(page) {
  const { data, side } = await page.locator('img.qr').evaluate(async (image) => {
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 464, height: 464 });
    const brush = canvas.getContext('2d');
    brush.drawImage(image, 0, 0, 464, 464);
    return { data: [...brush.getImageData(0, 0, 464, 464).data], side: 464 };
  });
  return jsqr(Uint8ClampedArray.from(data), side, side)?.data;
}

async function comes(browser, code, login) {
  const person = await of(browser, '/join');
  await person.fill({ code: code.toLowerCase().replaceAll('-', ' ') });
  await person.page.getByRole('button', { name: 'Look at the invitation' }).click();
  await person.begins(`Known as ${login}`, login, 'Join');
  await person.page.waitForURL((url) => url.pathname.startsWith('/valley'));
  return person;
}

await with_browser(async (browser) => {
  const founder = await the_first(browser);
  const mill = await comes(browser, await invited(founder, 'valley', { title: 'mill committee', part: 'Mill' }), 'mill');
  tally.claim(new URL(mill.page.url()).pathname === '/valley/mill', 'who comes by an invitation lands in their unit');
  await founder.go('/valley/mill');
  tally.claim(await shows(founder.page.getByText('A boundary, not an error')), 'who invited the first of a part sees nothing of it');

  const weaver = await comes(browser, await invited(mill, 'valley/mill', { role: 'Worker', title: 'weaver of the day shift' }), 'weaver');
  await weaver.go('/valley/mill/people');
  tally.claim(await shows(weaver.page.getByText('Known as mill')), 'those who belong to a unit know each other by name');
  tally.claim((await weaver.page.getByRole('button', { name: 'Make the invitation' }).count()) === 0, 'a worker is not offered what a worker may not do');

  await kept_up(browser, mill, weaver);

  await at_the_tablet(browser, mill, weaver);

  // A quarter of an hour later the committee is asked for its password once, and the act goes on.
  await world.pass_quietly(founder, 0.3);
  await mill.go('/valley/mill/people');
  await mill.page.getByRole('button', { name: 'Dismiss: Known as weaver' }).click();
  await mill.page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await mill.fill({ password }, mill.page.getByRole('dialog'));
  await mill.page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await mill.page.getByRole('heading', { name: 'Known as weaver' }).waitFor({ state: 'detached' });
  tally.claim(true, 'an act that others feel is proved once, and then done');
  tally.claim((await weaver.ask('/api/v1/incidents')).status === 403, 'who was dismissed sees nothing with the next request');

  await one_time_codes(browser, mill, founder);
  for (const person of [founder, weaver, mill]) await person.leaves();
});

/** Who is told first, which parts may move, and who reads what was done. */
async function kept_up(browser, mill, weaver) {
  await mill.go('/valley/mill/setup');
  await mill.page.getByRole('button', { name: 'Hand over: Known as weaver' }).click();
  await mill.page.getByRole('button', { name: 'Hand over', exact: true }).click();
  await mill.page.getByRole('button', { name: 'Leave it to nobody: Known as weaver' }).waitFor();
  await weaver.go('/valley/mill/setup');
  tally.claim(await shows(weaver.page.getByRole('heading', { name: 'Known as weaver' })), 'the duty is handed over in two taps, and whoever has it sees so');
  tally.claim((await weaver.page.getByText('Tell another system').count()) === 0, 'a worker is not offered to tell other systems');

  const made = await mill.ask('/api/v1/units', { units: [{ path: 'valley/mill/shed', name: 'Shed', zone: 'America/Santiago' }] });
  await mill.go('/valley/mill/setup');
  await mill.page.getByRole('button', { name: 'Make the code' }).click();
  const code = await mill.page.locator('.once .code').textContent();
  const command = await mill.page.getByRole('textbox', { name: 'Typed on the other machine' }).inputValue();
  tally.claim(made.status === 201 && command.endsWith(`--code ${code.trim()}`), `a part that has nothing yet may move: ${command}`);

  const auditor = await comes(browser, await invited(mill, 'valley/mill', { role: 'Auditor', title: 'reader of the books' }), 'auditor');
  await auditor.go('/me');
  await auditor.page.getByRole('link', { name: 'Who did what' }).click();
  await auditor.page.getByText('invited somebody').first().waitFor();
  tally.claim((await auditor.page.getByText('Known as').count()) === 1, 'who audits reads roles and numbers, and no name but their own');
  await weaver.go('/valley/mill/audit');
  tally.claim(await shows(weaver.page.getByText('A boundary, not an error')), 'to others the audit is a boundary');
  await auditor.leaves();
}

/** A tablet that all share: who signs with a PIN, once, and what is left of them there. */
async function at_the_tablet(browser, mill, weaver) {
  await weaver.go('/me');
  await weaver.fill({ pin: '204815' });
  await weaver.page.getByRole('button', { name: 'Set the PIN' }).click();
  await weaver.page.getByText('Set: at a tablet of your units').waitFor();
  const { body: place } = await mill.ask('/api/v1/units?path=valley/mill');
  const { body: made } = await mill.ask(`/api/v1/units/${place.units[0].id}/devices`, { role: 'tablet', title: 'Hall 2' });
  for (const viewport of [{ width: 1024, height: 768 }, { width: 360, height: 780 }]) {
    const tablet = await of(browser, viewport.width === 1024 ? made.link : '/join');
    await tablet.page.setViewportSize(viewport);
    if (viewport.width === 1024) await tablet.page.getByRole('button', { name: 'Set this device up' }).click();
    else {
      const { body: other } = await mill.ask(`/api/v1/units/${place.units[0].id}/devices`, { role: 'tablet', title: 'Hall 3' });
      await tablet.go(other.link);
      await tablet.page.getByRole('button', { name: 'Set this device up' }).click();
    }
    await tablet.page.waitForURL((url) => url.pathname.startsWith('/valley'));
    const { body: alarm } = await tablet.ask('/api/v1/alarms', { unit: 'valley/mill', kind: 'unsure', words: 'smoke', key: `at ${viewport.width}` });
    await tablet.go(`/valley/mill/i/${alarm.incident}`);
    await tablet.page.getByRole('button', { name: 'Say what happened' }).click();
    await tablet.page.locator('textarea').fill('the belt is off');
    await tablet.page.getByText('Known as weaver').click();
    for (const digit of '204815') await tablet.page.locator('.pad').getByRole('button', { name: digit, exact: true }).click();
    const small = await tablet.page.locator('.pad button').evaluateAll((keys) => keys.filter((key) => key.getBoundingClientRect().height < 44 || key.getBoundingClientRect().width < 44).length);
    const over = await tablet.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    tally.claim(small === 0 && !over, `keys for gloves fit at ${viewport.width} px`);
    if (process.env.PICTURES) await tablet.page.screenshot({ path: `${process.env.PICTURES}/tablet-${viewport.width}.png`, fullPage: true });
    await tablet.page.locator('.actform button.primary').click();
    await tablet.page.getByText('the belt is off').first().waitFor();
    tally.claim((await tablet.page.getByText('Known as weaver').count()) === 0 && (await tablet.page.locator('.pad').count()) === 0, `nothing of whoever signed stays on the tablet at ${viewport.width} px`);
    await tablet.leaves();
  }
  await mill.go('/valley/mill/audit');
  await mill.page.getByText('at the tablet “Hall 2”').first().waitFor();
  tally.claim(true, 'the audit says at which tablet');
}

async function one_time_codes(browser, mill, founder) {
  await mill.go('/me');
  tally.claim(await shows(mill.page.getByText('Firefox on Android')), 'one sees where one is signed in, in words');
  await mill.page.getByRole('button', { name: 'Switch them on' }).click();
  await mill.page.getByText('type the secret').waitFor();
  const secret = (await mill.page.locator('.secret').textContent()).replaceAll(/\s/g, '');
  await mill.fill({ code: code_of(secret, world.now_ms / 1000) });
  await mill.page.getByRole('button', { name: 'Confirm' }).click();
  await mill.page.getByText('Write these spare codes down').waitFor();
  tally.claim((await mill.page.locator('.spares li').count()) === 8, 'spare codes are shown once, for when the telephone is lost');
  await mill.page.getByRole('button', { name: 'I have them' }).click();
  await mill.page.getByText('On: signing in asks for a code').waitFor();
  await signs_out(mill);
  await mill.go('/valley/mill/plan');
  tally.claim(new URL(mill.page.url()).pathname === '/sign-in', 'who has signed out is led to the door');
  await mill.fill({ login: 'mill', password });
  await mill.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await world.pass_quietly(founder, 0.02);
  await mill.page.getByLabel('One-time code').waitFor();
  await mill.fill({ code: code_of(secret, world.now_ms / 1000) });
  await mill.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await mill.page.waitForURL((url) => url.pathname === '/valley/mill/plan');
  tally.claim(true, 'with a code one comes in, and back to where one was going');
}

/** From any page, on a telephone; what was not sent is named before it is lost, and then nothing is left. */
async function signs_out({ page }) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 780 });
  const refused = { key: 'k', kind: 'report', unit: 'valley/mill', viewer: 'valley/mill', path: '/api/v1/reports', body: {}, kept_at: '2026-01-05T12:00:00Z', refused: 'not so' };
  await page.evaluate((kept) => {
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, { queue: JSON.stringify([refused]), confirmed: '["a"]', by: 'weaver', theme: 'dark' });
  await page.goto(`${world.base}/valley/mill`);
  const out = page.locator('header').getByRole('button', { name: 'Sign out' });
  tally.claim(await shows(out), 'the way out is in sight on a page of the unit, also on a telephone');
  await out.click();
  const dialog = page.getByRole('dialog');
  tally.claim(await shows(dialog.getByText('1 kept here and not sent yet')), 'what was not sent is named first');
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await page.locator('header').getByRole('button', { name: 'Sign out' }).click();
  await dialog.getByRole('button', { name: 'Sign out, and lose them' }).click();
  await page.waitForURL((url) => url.pathname === '/sign-in');
  const left = await page.evaluate(() => Object.keys(localStorage).sort().join());
  tally.claim(/^(lang,)?(source,)?theme$/.test(left), `nothing of them is left in the browser: ${left}`);
  await page.setViewportSize(size);
}

await world.stop();
process.exitCode = tally.close() ? 0 : 1;
