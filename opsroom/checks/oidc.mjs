// Do people come in by the sign-in of their house, with the places of their groups, and nobody else? Against a real provider, which this starts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as free } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Provider from 'oidc-provider';
import { Tally, with_browser } from './browser.mjs';
import { password, Person } from './person.mjs';

const program = process.env.CYBERSYN ?? fileURLToPath(new URL('../../target/debug/cybersyn', import.meta.url));
const tally = new Tally();

/** Whom the house knows: their groups, and by what they show who they are. */
const house = {
  weaver: { name: 'Of the looms', groups: ['weavers'], amr: ['pwd'] },
  speaker: { name: 'Of the committee', groups: ['weavers', 'mill-committee'], amr: ['pwd', 'otp'] },
  elder: { name: 'Called otherwise there', groups: ['weavers'], amr: ['pwd'] },
};

async function free_port() {
  const server = free().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** What the provider said last of sessions that are over, and how it was answered. */
const said_over = { form: '', status: 0 };

/** A certified OpenID provider with a page of its own on which one says who one is. */
async function provider_for(base) {
  const back = `${base}/api/v1/session/provider/back`;
  const port = await free_port();
  const issuer = `http://127.0.0.1:${port}`;
  const client = { client_id: 'cybersyn', client_secret: 'a secret between the two', redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'], require_auth_time: true, backchannel_logout_uri: `${issuer}/over`, backchannel_logout_session_required: true };
  const provider = new Provider(issuer, {
    clients: [client],
    pkce: { required: () => true },
    // It calls no address of this machine by itself, where here everybody is.
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'amr'], groups: ['groups'] },
    cookies: { keys: ['of this check alone'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...house[sub] }) }),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile groups');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  provider.on('backchannel.error', (_, error) => tally.claim(false, `the house could say that a session is over: ${error.message} ${error.cause?.message ?? ''}`));
  const server = createServer(async (request, response) => {
    // What it says of sessions that are over goes on to the program, and is looked at here.
    if (request.url === '/over') {
      said_over.form = await text_of(request);
      said_over.status = (await over(base, said_over.form)).status;
      response.statusCode = said_over.status;
      return response.end();
    }
    if (!request.url.startsWith('/who/')) return answer(request, response);
    if (request.method === 'GET') return response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Who?</title><form method="post"><input name="login"><button>It is me</button></form>');
    const accountId = new URLSearchParams(await text_of(request)).get('login');
    const result = accountId ? { login: { accountId, remember: false } } : { error: 'access_denied' };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { issuer, client, server, provider };
}

async function text_of(request) {
  let body = '';
  for await (const part of request) body += part;
  return body;
}

const over = (base, form) => fetch(`${base}/api/v1/session/provider/over`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form });

/** The program itself, which people of the house may sign in to. */
async function served(port, { issuer, client }) {
  const directory = mkdtempSync(join(tmpdir(), 'cybersyn-oidc-'));
  const file = (name, text) => writeFileSync(join(directory, name), text, { mode: 0o600 });
  file('secret', client.client_secret);
  file('house.toml', [
    'name = "the house"', `issuer = "${issuer}"`, `client_id = "${client.client_id}"`, 'client_secret_file = "secret"', 'scopes = ["openid", "profile", "groups"]',
    'two_factors = { amr = ["otp"] }',
    '[[groups]]', 'group = "weavers"', 'unit = "valley/mill"', 'role = "worker"', 'title = "weaver"',
    '[[groups]]', 'group = "mill-committee"', 'unit = "valley/mill"', 'role = "committee"', 'title = "of the committee"',
  ].join('\n'));
  const server = spawn(program, ['serve', '--data', join(directory, 'data'), '--address', `127.0.0.1:${port}`, '--oidc', join(directory, 'house.toml')]);
  let said = '';
  const first = await new Promise((found, failed) => {
    for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => {
      said += text;
      // Nobody sits before it, so the link is in no line that it writes.
      const file = /at the address in (\S+)/.exec(said)?.[1];
      if (file) found(file);
    });
    server.on('error', failed);
    server.on('exit', () => failed(new Error(`${program} (cargo build -p cybersyn) ended: ${said}`)));
  });
  const link = readFileSync(first, 'utf8').trim();
  tally.claim(link.startsWith(`http://127.0.0.1:${port}/first#`) && (statSync(first).mode & 0o777) === 0o600, 'the link to the first account lies in a file for its owner’s eyes');
  tally.claim(!said.includes(link.split('#')[1]), 'and its code in no line of the log');
  return { server, first: link, directory };
}

/** Somebody whom the house knows. */
class Guest extends Person {
  static async of(browser, base) {
    const context = await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'en-GB' });
    return Object.assign(new Guest(), { context, page: await context.newPage(), base });
  }

  /** To the house's own page. */
  async to_the_house(to = '/me') {
    await this.page.goto(`${this.base}/sign-in?to=${encodeURIComponent(to)}`);
    await this.page.getByRole('button', { name: 'Sign in with the house' }).click();
    await this.page.waitForURL(/\/who\//);
  }

  async says(login) {
    await this.page.locator('input[name="login"]').fill(login);
    const back = this.page.waitForRequest((request) => request.url().includes('/session/provider/back'));
    await this.page.getByRole('button', { name: 'It is me' }).click();
    const address = (await back).url();
    await this.page.waitForSelector('header.top');
    return address;
  }

  async comes_as(login) {
    await this.to_the_house();
    return this.says(login);
  }

  async memberships() {
    const { body } = await this.ask('/api/v1/views/me?lang=en');
    return (body.memberships ?? []).map((one) => `${one.unit.path} ${one.role}`).sort().join(', ');
  }

  async is_turned_away(words) {
    await this.page.getByRole('alert').filter({ hasText: words }).waitFor();
    return new URL(this.page.url()).pathname === '/sign-in' && (await this.ask('/api/v1/units')).status === 401;
  }
}

async function founded(browser, base, first) {
  const founder = await Guest.of(browser, base);
  await founder.page.goto(first);
  for (const [field, value] of Object.entries({ name: 'Of the assembly', login: 'founder', password })) await founder.page.locator(`input[name="${field}"]:visible`).first().fill(value);
  await founder.page.getByRole('button', { name: 'Begin', exact: true }).click();
  await founder.page.waitForURL((url) => url.pathname === '/');
  const units = [{ path: 'valley', name: 'Valley', zone: 'America/Santiago' }, { path: 'valley/mill', name: 'Mill' }];
  const made = await founder.ask('/api/v1/units', { units });
  tally.claim(made.status === 201, `units are founded: ${JSON.stringify(made.body)}`);
  return founder;
}

const port = await free_port();
const base = `http://127.0.0.1:${port}`;
const provider = await provider_for(base);
const { server, first, directory } = await served(port, provider);

process.on('exit', () => server.kill());
await with_browser(async (browser) => {
  const founder = await founded(browser, base, first);
  const before = (await founder.context.cookies()).find((cookie) => cookie.name === 'cybersyn_session')?.value;

  const weaver = await Guest.of(browser, base);
  const used = await weaver.comes_as('weaver');
  tally.claim(new URL(weaver.page.url()).pathname === '/me', `the house leads back to where one was going: ${weaver.page.url()}`);
  tally.claim((await weaver.memberships()) === 'valley/mill worker', `a group brings its place: ${await weaver.memberships()}`);
  await weaver.page.locator('.hd').getByText('Of the looms').waitFor();
  tally.claim(true, 'one is called as the house calls one');
  tally.claim((await weaver.page.getByText('One-time codes').count()) === 0, 'who has no password here is offered none');

  const speaker = await Guest.of(browser, base);
  await speaker.comes_as('speaker');
  tally.claim((await speaker.memberships()) === 'valley/mill committee, valley/mill worker', `two groups bring two places: ${await speaker.memberships()}`);
  await speaker.page.goto(`${base}/valley/mill/people`);
  await speaker.page.getByText('by a group of the sign-in').first().waitFor();
  tally.claim(true, 'the unit sees which places come from the sign-in');
  await speaker.page.goto(`${base}/valley/mill/audit`);
  await speaker.page.getByText('came by a group of the sign-in').first().waitFor();
  tally.claim(true, 'and the audit holds that they came so');

  await of_others(browser, used);
  await again(weaver, speaker);
  await groups_go(speaker, weaver);
  await is_over_there(browser);
  await joined(browser, founder);

  // Whoever had a session before has another after it: none that was planted is worth anything.
  const { address } = (await founder.ask('/api/v1/session/provider', { to: '/me' })).body;
  await founder.page.goto(address);
  await founder.says('weaver');
  const after = (await founder.context.cookies()).find((cookie) => cookie.name === 'cybersyn_session')?.value;
  tally.claim(Boolean(before && after && before !== after), 'a session begins anew at each sign-in');

  provider.server.close();
  provider.server.closeAllConnections();
  const late = await Guest.of(browser, base);
  // For a second it is believed that it is there.
  let place = '';
  while (!place.startsWith('/sign-in')) ({ address: place } = await (await late.context.request.post(`${base}/api/v1/session/provider`, { data: { to: '/' } })).json());
  await late.page.goto(`${base}/sign-in`);
  await late.page.getByRole('button', { name: 'Sign in with the house' }).click();
  tally.claim(await late.is_turned_away('does not answer'), 'while the house does not answer, the door says so');
  await late.page.getByLabel('Login').fill('founder');
  await late.page.getByLabel('Password', { exact: true }).fill(password);
  await late.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await late.page.waitForURL((url) => url.pathname === '/');
  tally.claim(true, 'and whoever has a login here still comes in');
});

/** What was somebody else's, or is over, lets nobody in. */
async function of_others(browser, used) {
  const thief = await Guest.of(browser, base);
  await thief.page.goto(used);
  tally.claim(await thief.is_turned_away('begun in another browser'), 'an answer that was used lets nobody in, in no other browser');
  // Somebody else's code, put into a sign-in of one's own.
  await thief.to_the_house();
  const own = new URL((await thief.page.evaluate(() => location.href)));
  tally.claim(own.origin === provider.issuer, 'one is at the house');
  const begun = await thief.context.request.post(`${base}/api/v1/session/provider`, { data: { to: '/' } });
  const state = new URL((await begun.json()).address).searchParams.get('state');
  const stolen = new URL(used);
  stolen.searchParams.set('state', state);
  await thief.page.goto(stolen.href);
  tally.claim(await thief.is_turned_away('begun in another browser'), 'nor does a code of somebody else’s');
  // An answer under the name of another provider.
  const again = await thief.context.request.post(`${base}/api/v1/session/provider`, { data: { to: '/' } });
  const other = new URLSearchParams({ code: 'any', state: new URL((await again.json()).address).searchParams.get('state'), iss: 'https://id.example.org' });
  await thief.page.goto(`${base}/api/v1/session/provider/back?${other}`);
  tally.claim(await thief.is_turned_away('not the word of your house'), 'nor an answer of another provider');
  // A page of another site cannot begin it.
  const foreign = await thief.context.request.post(`${base}/api/v1/session/provider`, { data: { to: '/' }, headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } });
  tally.claim(foreign.status() === 403, 'and no page of another site begins one');
  await thief.to_the_house();
  await thief.page.getByRole('button', { name: 'It is me' }).click();
  tally.claim(await thief.is_turned_away('let nobody in'), 'whoever turns back is told so');
}

/** Showing again that it is oneself. */
async function again(weaver, speaker) {
  const prove = async (person, login) => {
    await person.page.goto(`${base}/me`);
    const { body } = await person.ask('/api/v1/session/provider', { to: '/valley/mill', why: 'prove' });
    await person.page.goto(body.address);
    tally.claim(person.page.url().includes('/who/'), 'the house asks again, though it knows them');
    await person.says(login);
    return new URL(person.page.url());
  };
  tally.claim((await prove(weaver, 'weaver')).pathname === '/valley/mill', 'who shows again that it is them goes on');
  const other = await prove(speaker, 'weaver');
  tally.claim(other.searchParams.get('trouble') === 'unproved', `somebody else proves nothing: ${other}`);
  tally.claim(said_over.status === 200 && (await speaker.memberships()) === '', 'and whom the house has signed out by that is out here as well');
  await speaker.context.clearCookies();
  await speaker.comes_as('speaker');
}

/** A place goes with its group, and what the unit took away stays away. */
async function groups_go(speaker, weaver) {
  const people = (await speaker.ask('/api/v1/views/people?unit=valley/mill&lang=en')).body;
  const id = people.place.id;
  const { person } = people.members.find((one) => one.name === 'Of the looms');
  const dismissed = await speaker.ask(`/api/v1/units/${id}/people/${person}/dismiss`, { role: 'worker' });
  tally.claim(dismissed.status === 200, `the committee decides who belongs: ${JSON.stringify(dismissed.body)}`);
  await weaver.context.clearCookies();
  await weaver.comes_as('weaver');
  tally.claim((await weaver.memberships()) === '', 'whom the unit dismissed their group does not bring back');
  house.speaker.groups = ['mill-committee'];
  await speaker.context.clearCookies();
  await speaker.comes_as('speaker');
  tally.claim((await speaker.memberships()) === 'valley/mill committee', `a place goes with its group: ${await speaker.memberships()}`);
}

/** What the house says is over is over here, within a second. */
async function is_over_there(browser) {
  const [phone, desk] = [await Guest.of(browser, base), await Guest.of(browser, base)];
  await phone.comes_as('speaker');
  await desk.comes_as('speaker');
  await desk.page.goto(`${base}/valley/mill`);
  const lasts = async (guest) => (await guest.context.request.get(`${base}/api/v1/units`)).status() === 200;
  tally.claim((await lasts(phone)) && (await lasts(desk)), 'somebody is signed in twice');
  await signs_out_there(desk);
  tally.claim(said_over.status === 200 && said_over.form.startsWith('logout_token='), `the house says so to the program: ${said_over.status}`);
  tally.claim(!(await lasts(desk)) && (await lasts(phone)), 'who signs out at the house is out here, in that browser alone');
  await desk.page.waitForURL(/\/sign-in/, { timeout: 20_000 });
  tally.claim(true, 'and the page that was open leads to the door');
  const again = await over(base, said_over.form);
  tally.claim(again.status === 400 && (await again.json()).detail.includes('taken before'), 'what was said once ends nothing later');
  const changed = said_over.form.replace(/.{8}$/, 'AAAAAAAA');
  tally.claim((await over(base, changed)).status === 400 && (await over(base, 'logout_token=x')).status === 400 && (await over(base, '')).status === 400, 'nor does what the house did not say');
  // Whoever is taken out of the directory: every session of theirs.
  const client = await provider.provider.Client.find('cybersyn');
  await client.backchannelLogout('nobody-here', undefined);
  tally.claim(said_over.status === 200 && (await lasts(phone)), 'of others nothing ends');
  const began = performance.now();
  await client.backchannelLogout('speaker', undefined);
  const took_ms = performance.now() - began;
  tally.claim(!(await lasts(phone)) && took_ms < 1000, `who is taken out is out everywhere, ${took_ms.toFixed(0)} ms later`);
}

/** They sign out on the house’s own page. */
async function signs_out_there(guest) {
  const page = await guest.context.newPage();
  await page.goto(`${provider.issuer}/session/end`);
  await page.getByRole('button', { name: /Yes/ }).click();
  await page.waitForURL(/\/session\/end\/success/);
  await page.close();
}

/** Somebody with a login here signs in with the house as well, from then on. */
async function joined(browser, founder) {
  await founder.page.goto(`${base}/me`);
  await founder.page.getByRole('button', { name: 'Join the two' }).click();
  await founder.page.waitForURL(/\/who\//);
  await founder.says('elder');
  await founder.page.getByText('You sign in here with the house as well').waitFor();
  tally.claim((await founder.memberships()).includes('valley/mill worker'), `an account is joined to the house’s, and its groups bring their places: ${await founder.memberships()}`);
  const elder = await Guest.of(browser, base);
  await elder.comes_as('elder');
  const { body } = await elder.ask('/api/v1/views/me?lang=en');
  tally.claim(body.login === 'founder' && body.me.name === 'Of the assembly', `who signs in there is the same person, under the name they chose here: ${body.login}, ${body.me.name}`);
  // Nobody else has that account of the house’s.
  const speaker = await Guest.of(browser, base);
  await speaker.comes_as('speaker');
  const other = await speaker.ask('/api/v1/session/provider', { to: '/me', why: 'link' });
  tally.claim(other.status === 409, `an account of the house’s is joined to no other: ${other.status}`);
  await founder.page.goto(`${base}/me`);
  await founder.page.getByRole('button', { name: /Take them apart/ }).first().click();
  await founder.page.getByRole('button', { name: /Take them apart/ }).last().click();
  await founder.page.getByRole('button', { name: 'Join the two' }).waitFor();
  tally.claim(!(await founder.memberships()).includes('valley/mill worker'), 'taken apart, the places go');
  tally.claim((await elder.context.request.get(`${base}/api/v1/units`)).status() === 401, 'and so does what began with the house');
  await signs_out_there(founder);
  tally.claim((await founder.ask('/api/v1/views/me?lang=en')).body.login === 'founder', 'what began with a password here is not the house’s to end');
}

server.kill('SIGTERM');
await once(server, 'exit');
rmSync(directory, { recursive: true });
process.exitCode = tally.close() ? 0 : 1;
