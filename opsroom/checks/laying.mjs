// Is a unit laid down and changed safely, whatever is typed, pasted or dropped, and whoever else does the same? A real server, and the browser alone.
import { judge } from './access.mjs';
import { Tally, shows, with_browser } from './browser.mjs';
import { Person } from './person.mjs';
import { rehearsed } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed('members', Date.parse('2026-05-11T09:00:00-04:00'));
const ROOT = 'b-mill-b';
/** Markup, letters from right to left, an emoji and two hundred letters: what people paste into a field for a name. */
const odd = { markup: '<b>Mill</b> & "Co"', right: 'מטווייה 2', emoji: '🏭 boiler', long: 'x'.repeat(200) };

const go_on = (page) => page.getByRole('button', { name: 'Go on' }).click();
const figure = (page, number) => page.getByRole('group', { name: `Figure ${number}` });

async function odd_names(browser) {
  const founder = await Person.of(browser, tally, world, world.first);
  await founder.begins('Of the assembly', 'founder', 'Begin');
  const { page } = founder;
  await page.getByLabel('What is your organisation called?').pressSequentially(odd.long);
  tally.claim((await page.getByLabel('What is your organisation called?').inputValue()).length === 120, 'a name has 120 letters at most');
  await page.getByLabel('What is your organisation called?').fill(odd.markup);
  tally.claim((await page.getByLabel('Its address here').inputValue()) === ROOT + '-co', 'an address is made of what letters there are');
  await page.getByLabel('Its address here').fill(ROOT);
  await judge(page, tally, 'the guide, who you are');
  await go_on(page);
  await page.getByLabel('Time zone').fill('Atlantis/Capital');
  await page.getByText('Hospital', { exact: false }).click();
  await judge(page, tally, 'the guide, when you work');
  await go_on(page);
  for (const [number, name, measure] of [[1, odd.right, 't'], [2, odd.emoji, '<i>°C</i>'], [3, odd.markup, 'kWh']]) {
    await figure(page, number).getByLabel('What is it called?').fill(name);
    await figure(page, number).getByLabel('Measured in').fill(measure);
  }
  await judge(page, tally, 'the guide, three figures');
  await go_on(page);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByText('no time zone is called').or(page.getByText('IANA')).first().waitFor();
  tally.claim(await shows(page.getByRole('heading', { name: 'When you work' })), 'what the server finds wrong is said in the step and at the field where it was typed');
  await page.getByLabel('Time zone').fill('America/Santiago');
  await go_on(page);
  await go_on(page);
  await tables(page);
  await page.getByText('is laid down.').waitFor();
  await judge(page, tally, 'the guide, done');
  tally.claim((await page.locator('main b', { hasText: 'Mill' }).count()) === 0 && (await shows(page.getByText(odd.markup).first())), 'markup is words');
  await page.getByRole('link', { name: 'Enter today’s figures' }).click();
  await page.getByLabel(odd.right, { exact: true }).waitFor();
  tally.claim(await shows(page.getByLabel(odd.emoji, { exact: true })), 'names of any alphabet are asked for on Today');
  return founder;
}

/** Files that are none, and tables as half the world writes them. */
async function tables(page) {
  const file = page.getByLabel('Choose a file');
  const take = (name, buffer) => file.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(buffer) });
  await take('book.xlsx', [0x50, 0x4b, 3, 4, 0, 0]);
  await page.getByText('book.xlsx is a spreadsheet or an archive').waitFor();
  await take('photo.csv', [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 1]);
  await page.getByText('photo.csv is no table').waitFor();
  await take('empty.csv', []);
  tally.claim((await page.getByRole('region', { name: 'The rows as they are read' }).count()) === 0, 'an empty file is nothing');

  const rows = '46100;8,15;;1\n46101;8,2;;2\n46101;8,3;;2\n46102;acht;;2\n46999;8;;2';
  await take('serial.csv', `\ufeffFecha;first;nada;second\n${rows}\n`);
  await page.getByText('Rows with something wrong: 3').waitFor();
  const said = await page.locator('.past .trouble').innerText();
  tally.claim(/not a number/.test(said) && /another figure for the same time/.test(said) && /in the future/.test(said), `each is named with its reason: ${said}`);
  await judge(page, tally, 'the guide, the past');
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await page.locator('form button.primary').click();
  await page.getByText('The table is not ready').waitFor();
  tally.claim(sent.length === 0, 'while anything is wrong nothing is sent');

  await take('jump.csv', 'at,first\n2025-09-05 00:00,3\n2025-09-07 00:00,3\n');
  await page.locator('form button.primary').click();
  await page.getByText('The past is not in yet').waitFor();
  tally.claim(/expected/.test(await page.getByRole('row', { name: /^3 / }).innerText()), `what only the server knows, as that clocks jumped over a time, is said in its row: ${await page.getByRole('row', { name: /^3 / }).innerText()}`);

  await page.reload();
  await page.getByText('The past is not in yet').waitFor();
  tally.claim(/2025-09-07/.test(await page.getByLabel('Paste the table from a spreadsheet').inputValue()), 'also whoever leaves the page then has it still to bring in');

  const days = Array.from({ length: 100_001 }, (_, place) => `${new Date(Date.parse('2000-01-01T01:00Z') + place * 7_200_000).toISOString().slice(0, 16)},${place % 97}`);
  await take('many.csv', `at,first\n${days.join('\n')}\n`);
  await page.getByText('That is more than 100000 rows').waitFor();
  await page.getByRole('button', { name: 'Take another table' }).click();
  await take('hundred-thousand.csv', `at,first\n${days.slice(0, 100_000).join('\n')}\n`);
  await page.getByText('hundred-thousand.csv: 100000 rows').waitFor();
  const begun = Date.now();
  await page.locator('form button.primary').click();
  await page.getByText('figures of the past are in').waitFor({ timeout: 90_000 });
  console.log(`a hundred thousand rows are in after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}

const open = async (person) => {
  await person.go(`/${ROOT}/setup`);
  await person.page.getByRole('button', { name: 'Look at them and change them' }).click();
  await person.page.getByRole('heading', { name: 'What is to be changed?' }).waitFor();
};
const tab = (person, name) => person.page.locator('.stages').getByRole('button', { name }).click();

async function changed_and_undone(founder) {
  const { page } = founder;
  await open(founder);
  await page.getByRole('button', { name: 'Another figure' }).click();
  await page.getByLabel('What is it called?').fill('Stops');
  await page.getByLabel('Measured in').fill('{stops}');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByText('Laid down.').waitFor();
  tally.claim(await shows(page.getByRole('heading', { name: 'Stops' })), 'a figure is added');
  await page.getByRole('button', { name: 'Undo it' }).click();
  await page.getByText('It is as it was.').waitFor();
  const gone = page.getByRole('heading', { name: 'Stops' }).waitFor({ state: 'detached', timeout: 5_000 });
  tally.claim(await gone.then(() => true, () => false), 'and taken back, as it has no readings');
  tally.claim((await page.getByRole('link', { name: `Retire by agreement: ${odd.right}` }).count()) === 1, 'one with readings is retired by agreement');

  await page.getByRole('button', { name: `Change: ${odd.emoji}` }).click();
  await page.getByLabel('What is it called?').fill('Boiler');
  await page.getByLabel('Which way is good?').selectOption('on-target');
  tally.claim(await shows(page.getByText('From the next figure on: due every day, on target is best.')), 'what follows is said before');
  await page.getByRole('button', { name: 'Lay down' }).click();
  await page.getByRole('heading', { name: 'Boiler' }).waitFor();
  await page.getByRole('button', { name: 'Undo it' }).click();
  await page.getByRole('heading', { name: odd.emoji }).waitFor();
  tally.claim(true, 'a change is undone');

  await tab(founder, 'Hours and holidays');
  await page.getByText('Clocks that run keep the hours with which they began.').waitFor();
  await page.getByLabel('Shift 2: from').fill('14:00');
  await page.getByRole('button', { name: 'Lay down' }).click();
  await page.getByRole('alert').first().waitFor();
  tally.claim(/07:00|14:00|overlap|begins/.test(await page.getByRole('alert').first().innerText()), `shifts that overlap are refused where they stand: ${await page.getByRole('alert').first().innerText()}`);
  await page.getByText('Two shifts', { exact: true }).click();
  await page.getByLabel('Holidays').fill('2026-09-18\n2026-09-19');
  await page.getByRole('button', { name: 'Lay down' }).click();
  await page.getByText('Laid down.').waitFor();

  await tab(founder, 'Name and parts');
  await page.getByLabel('A further part').fill('Łódź');
  await page.getByRole('button', { name: 'Add the part' }).click();
  await page.getByText('This cannot be taken back').waitFor();
  await page.getByRole('heading', { name: 'Łódź' }).waitFor();
  tally.claim(true, 'a part is added, and that it stays is said');

  await tab(founder, 'Bring in the past');
  await page.getByLabel('Paste the table from a spreadsheet').fill(`date\tx\n2026-05-01\t5`);
  await page.getByRole('button', { name: 'Bring in 1 figures' }).waitFor();
  await page.getByLabel('x is').selectOption({ label: odd.emoji });
  await page.getByRole('button', { name: 'Bring in 1 figures' }).click();
  await page.getByText('In as history: 1').waitFor();
  await founder.go(`/${ROOT}/report`);
  await page.getByText(/being learnt: 1 of \d+/).first().waitFor();
  tally.claim(true, 'a series of one reading is learnt on from there');
}

/** A second of the committee opens the same figure, and saves after the first. */
async function two_at_once(browser, founder) {
  await founder.go(`/${ROOT}/people`);
  await founder.page.getByText('Committee', { exact: true }).first().click();
  await founder.fill({ title: 'second' });
  await founder.page.getByRole('button', { name: 'Make the invitation' }).click();
  const code = await founder.page.locator('.once .code').textContent();
  const second = await Person.of(browser, tally, world, '/join');
  await second.fill({ code });
  await second.page.getByRole('button', { name: 'Look at the invitation' }).click();
  await second.begins('Known as second', 'second', 'Join');
  await second.page.waitForURL((url) => url.pathname === `/${ROOT}`);
  const rename = async (person, name) => {
    await person.page.getByRole('button', { name: `Change: ${odd.emoji}` }).click();
    await person.page.getByLabel('What is it called?').fill(name);
  };
  const lay = (person) => person.page.getByRole('button', { name: 'Lay down' }).click();
  for (const person of [founder, second]) await open(person);
  await rename(founder, 'Of the first');
  await rename(second, 'Of the second');
  await lay(founder);
  await founder.page.getByRole('heading', { name: 'Of the first' }).waitFor();
  await lay(second);
  await second.page.getByText('Somebody else changed this since you opened it. Now it is: Of the first').waitFor();
  tally.claim(true, 'who saves second is shown what is there now');
  await second.page.getByRole('button', { name: 'Lay mine down all the same' }).click();
  await second.page.getByRole('heading', { name: 'Of the second' }).waitFor();
  tally.claim(true, 'and chooses');
  await second.go(`/${ROOT}/audit`);
  const acts = await second.page.locator('main').innerText();
  tally.claim(/brought in the past/.test(acts) && /took back a figure without readings/.test(acts) && /laid down units and figures/.test(acts), 'each change stands in the audit');
  await second.leaves();
}

try {
  await with_browser(async (browser) => {
    const founder = await odd_names(browser);
    await changed_and_undone(founder);
    await two_at_once(browser, founder);
    await founder.leaves();
  });
} catch (cause) {
  tally.claim(false, `the walk goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
