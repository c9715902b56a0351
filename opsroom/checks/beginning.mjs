// Does a new organisation come from nothing to its first report, and from there to a first signal, an escalation and help? In the browser alone:
// an empty start, the printed link, and everything typed, pasted and clicked. Only time is passed from outside.
import { Tally, shows, with_browser } from './browser.mjs';
import { Keystrokes } from './keystrokes.mjs';
import { Person } from './person.mjs';
import { rehearsed, working_days } from './rehearsed.mjs';

const tally = new Tally();
const world = await rehearsed('members', Date.parse('2026-05-11T09:00:00-04:00'));
/** Without the holiday. */
const story = working_days('2026-05-11', '2026-06-30').filter((day) => day !== '2026-05-21');
const evening = (day) => `${day}T17:30:00-04:00`;
const noise = (place) => ((place * 7919) % 97) / 97 - 0.5;
const yarn = (place) => (9.9 + 0.5 * noise(place)).toFixed(2);
const waste = (place) => (3.2 + 0.3 * noise(place + 11)).toFixed(2);
const hours = (place) => String(Math.round(510 + 16 * noise(place + 5)));
/** Sixty days as a spreadsheet of the country holds them: day first, two digits of the year, decimal commas, a column of words. */
function spreadsheet() {
  const days = working_days('2026-02-09', '2026-05-11').slice(-60);
  const rows = days.map((day, place) => {
    const [year, month, date] = day.split('-');
    return [`${date}/${month}/${year.slice(2)}`, yarn(place).replace('.', ','), waste(place).replace('.', ','), hours(place), 'turno A'].join('\t');
  });
  return ['Fecha\tHilado (t)\tMerma\tHoras\tObservación', ...rows].join('\n');
}

async function pass_until(person, at) {
  await world.pass_quietly(person, (Date.parse(at) - world.now_ms) / 3_600_000);
}

/** From the printed link to the organisation with its past: counted in keystrokes. */
async function guided(browser) {
  const founder = await Person.of(browser, tally, world, world.first);
  await founder.begins('Of the assembly', 'founder', 'Begin');
  await founder.page.waitForURL((url) => url.pathname === '/');
  const { page } = founder;
  await page.getByRole('heading', { name: 'Who you are' }).waitFor();
  tally.claim(await shows(page.getByText('This installation is empty.')), 'who comes first is led into the guide');
  const strokes = new Keystrokes();

  await strokes.types(page.getByLabel('What is your organisation called?'), 'Hilanderías del Valle');
  await strokes.types(page.getByLabel('A first part'), 'Molino 2');
  await strokes.clicks(page.getByRole('button', { name: 'Go on' }));

  await strokes.types(page.getByLabel('Time zone'), 'America/Santiago');
  await strokes.clicks(page.getByText('Two shifts', { exact: true }));
  await strokes.types(page.getByLabel('Holidays'), '21/05/2026');
  await page.getByText('Days read: 1.').waitFor();
  await strokes.clicks(page.getByRole('button', { name: 'Go on' }));

  const figure = (number) => page.getByRole('group', { name: `Figure ${number}` });
  for (const [number, name, measure, way] of [[1, 'Hilado', 't', 'more'], [2, 'Merma', '%', 'less'], [3, 'Horas', 'h', 'more']]) {
    await strokes.types(figure(number).getByLabel('What is it called?'), name);
    await strokes.types(figure(number).getByLabel('Measured in'), measure);
    if (way !== 'more') await strokes.chooses(figure(number).getByLabel('Which way is good?'), way);
  }
  await back_and_forth(page);
  await strokes.clicks(page.getByRole('button', { name: 'Go on' }));

  await strokes.pastes(page.getByLabel('Paste the table from a spreadsheet'), spreadsheet());
  await page.getByText('come in as history: 180, from 2026-02').waitFor();
  tally.claim((await page.getByLabel('Observación is').inputValue()) === '', 'a column of words goes nowhere by itself');
  tally.claim((await page.getByLabel('Fecha is').inputValue()) === 'time' && (await page.getByLabel('Hilado (t) is').inputValue()) === 'hilado', 'the columns are found by their headings');
  await strokes.clicks(page.getByRole('button', { name: 'Begin with 180 figures of the past' }));
  await page.getByText('180 figures of the past are in').waitFor();
  const seconds = strokes.seconds();
  console.log(`the guide: ${strokes.told()}`);
  tally.claim(seconds <= 600, `from the link to the organisation with its past takes ${seconds.toFixed(0)} s`);
  return founder;
}

/** Going back and leaving the page lose nothing. */
async function back_and_forth(page) {
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByRole('heading', { name: 'When you work' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'When you work' }).waitFor();
  tally.claim((await page.getByLabel('Holidays').inputValue()) === '21/05/2026', 'leaving the page loses nothing that was typed');
  await page.getByRole('button', { name: 'Go on' }).click();
  tally.claim((await page.getByRole('group', { name: 'Figure 2' }).getByLabel('Measured in').inputValue()) === '%', 'and what is further on stays too');
}

/** The founder invites the first of the part; they come, and see what is theirs. */
async function joined(browser, founder) {
  const { page } = founder;
  await page.getByRole('link', { name: 'Invite the first of Molino 2' }).click();
  await page.getByLabel('To which unit?').selectOption({ label: 'Molino 2' });
  await founder.fill({ title: 'mill committee' });
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  await page.getByText('Read this code out').waitFor();
  const code = await page.locator('.once .code').textContent();
  const mill = await Person.of(browser, tally, world, '/join');
  await mill.fill({ code });
  await mill.page.getByRole('button', { name: 'Look at the invitation' }).click();
  await mill.begins('Known as mill', 'mill', 'Join');
  await mill.page.waitForURL((url) => url.pathname === `/${PART}`);
  await founder.go(`/${PART}`);
  tally.claim(await shows(page.getByText('A boundary, not an error')), 'who laid it down sees nothing of the part any more');
  return mill;
}

const ROOT = 'hilanderias-del-valle';
const PART = `${ROOT}/molino-2`;

/** Types the figures of a day on the page Today. */
async function reports(mill, day, place, output = yarn(place)) {
  await pass_until(mill, evening(day));
  await mill.go(`/${PART}/report`);
  const { page } = mill;
  for (const [name, value] of [['Hilado', output], ['Merma', waste(place)], ['Horas', hours(place)]]) await page.getByLabel(name, { exact: true }).fill(value);
  await page.locator('.btn.send').click();
  await page.getByText('Sent. 3 taken.').waitFor();
}

/** What the level above can find out of an incident of the part: its Room, and the incident's address. */
async function above_sees(founder, address) {
  await founder.go(`/${ROOT}`);
  const cards = await founder.page.locator('main .card').count();
  await founder.go(address);
  const is_boundary = await founder.page.getByText('A boundary, not an error').isVisible();
  return { cards, is_boundary };
}

async function story_of_a_change(mill, founder) {
  await mill.go(`/${PART}/report`);
  tally.claim((await mill.page.getByText(/being learnt/).count()) === 0, 'with its past behind it nothing has to be learnt');
  await reports(mill, story[0], 60);
  tally.claim(true, 'the first report goes in on Today');
  const before = await founder_room(founder);
  await reports(mill, story[1], 61, '8.10');
  await mill.go(`/${PART}`);
  await mill.page.getByText('Unusual', { exact: true }).waitFor();
  await reports(mill, story[2], 62, '8.15');
  await mill.go(`/${PART}`);
  await mill.page.locator('.tag.pain').waitFor();
  await mill.page.locator('main .card a').first().click();
  await mill.page.locator('.inc').waitFor();
  const address = new URL(mill.page.url()).pathname;
  const seen = await above_sees(founder, address);
  tally.claim(seen.cards === 0 && seen.is_boundary, `the first signal is told to the unit alone: ${JSON.stringify(seen)}`);
  tally.claim((await founder_room(founder)) === before, 'the Room of the level above is as it was');
  return address;
}

/** What the Room of the level above says, in words. */
async function founder_room(founder) {
  await founder.go(`/${ROOT}`);
  return founder.page.locator('h1').innerText();
}

async function rises_and_is_helped(mill, founder, address) {
  for (const [place, day] of story.slice(3, 6).entries()) await reports(mill, day, 63 + place, (8.05 + 0.05 * place).toFixed(2));
  await pass_until(mill, `${story[5]}T22:30:00-04:00`);
  await founder.go(`/${ROOT}`);
  tally.claim((await founder.page.locator('main .card.pain').count()) === 1, 'when its time is over it stands in the Room of the level above');
  await founder.go(address);
  tally.claim(await shows(founder.page.locator('.owed')), 'which owes an answer');
  await act(founder, /^Name an owner/, async (page) => page.getByLabel('Who takes care of it').fill('maintenance'));
  await act(founder, /^Answer/, async (page) => { await page.getByLabel('In words').fill('a bearing is on its way'); await page.getByLabel('By when').fill('2026-05-20'); });
  await act(founder, /^Offer help/, async (page) => { await page.getByLabel('In words').fill('a fitter comes on Tuesday'); });
  await mill.go(address);
  await act(mill, /^Say that help came/, async () => {});
  await mill.go(address);
  tally.claim((await mill.page.getByRole('button', { name: /^Say that help came/ }).count()) === 0, 'it names an owner, answers, offers help, and the unit says once that help came');
}

/** An act of the incident page: its button, its fields, its sending. */
async function act({ page }, button, fill) {
  await page.getByRole('button', { name: button }).first().click();
  const form = page.locator('.actform');
  await form.waitFor();
  await fill(page);
  await form.locator('button.primary').click();
  await form.waitFor({ state: 'detached' });
}

async function recovers(mill, founder, address) {
  for (const [place, day] of story.slice(6, 9).entries()) await reports(mill, day, 66 + place);
  await mill.go(address);
  tally.claim(/back/i.test(await mill.page.locator('h1').innerText()), `three readings back in the band, and it settles: ${await mill.page.locator('h1').innerText()}`);
  for (const [place, day] of story.slice(9, 12).entries()) await reports(mill, day, 69 + place);
  await mill.go(address);
  tally.claim(/Recovered/.test(await mill.page.locator('.lede').innerText()), `after as many again it is closed: ${await mill.page.locator('.lede').innerText()}`);
  await founder.go(`/${ROOT}`);
  tally.claim((await founder.page.locator('main .card').count()) === 0, 'and the Room of the level above is quiet again');
}

try {
  await with_browser(async (browser) => {
    const founder = await guided(browser);
    const mill = await joined(browser, founder);
    const address = await story_of_a_change(mill, founder);
    await rises_and_is_helped(mill, founder, address);
    await recovers(mill, founder, address);
    for (const person of [founder, mill]) await person.leaves();
  });
} catch (cause) {
  tally.claim(false, `the walk goes to its end: ${cause.stack}`);
} finally {
  await world.stop();
}
process.exitCode = tally.close() ? 0 : 1;
