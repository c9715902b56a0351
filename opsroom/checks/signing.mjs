// Do people get in, belong, sign and leave, against a real server from an empty start? Everybody in a browser of their own.
import { createHmac } from 'node:crypto';
import { Tally, with_browser } from './browser.mjs';
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
  await again.fill({ code: world.first.split('=')[1] });
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
  return page.locator('.once .code').textContent();
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
  tally.claim(await founder.page.getByText('A boundary, not an error').isVisible(), 'who invited the first of a part sees nothing of it');

  const weaver = await comes(browser, await invited(mill, 'valley/mill', { role: 'Worker', title: 'weaver of the day shift' }), 'weaver');
  await weaver.go('/valley/mill/people');
  tally.claim(await weaver.page.getByText('Known as mill').isVisible(), 'those who belong to a unit know each other by name');
  tally.claim((await weaver.page.getByRole('button', { name: 'Make the invitation' }).count()) === 0, 'a worker is not offered what a worker may not do');

  await kept_up(browser, mill, weaver);

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
  tally.claim(await weaver.page.getByRole('heading', { name: 'Known as weaver' }).isVisible(), 'the duty is handed over in two taps, and whoever has it sees so');
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
  tally.claim(await weaver.page.getByText('A boundary, not an error').isVisible(), 'to others the audit is a boundary');
  await auditor.leaves();
}

async function one_time_codes(browser, mill, founder) {
  await mill.go('/me');
  tally.claim(await mill.page.getByText('Firefox on Android').isVisible(), 'one sees where one is signed in, in words');
  await mill.page.getByRole('button', { name: 'Switch them on' }).click();
  await mill.page.getByText('type this secret').waitFor();
  const secret = (await mill.page.locator('.secret').textContent()).replaceAll(/\s/g, '');
  await mill.fill({ code: code_of(secret, world.now_ms / 1000) });
  await mill.page.getByRole('button', { name: 'Confirm' }).click();
  await mill.page.getByText('On: signing in asks for a code').waitFor();
  await mill.page.getByRole('button', { name: 'Sign out' }).click();
  await mill.page.waitForURL((url) => url.pathname === '/sign-in');
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

await world.stop();
process.exitCode = tally.close() ? 0 : 1;
