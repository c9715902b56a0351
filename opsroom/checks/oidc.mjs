// Do people come in by the sign-in of their house, with the places of their groups, and nobody else? Against a real provider, which this starts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
};

async function free_port() {
  const server = free().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A certified OpenID provider with a page of its own on which one says who one is. */
async function provider_for(back) {
  const port = await free_port();
  const issuer = `http://127.0.0.1:${port}`;
  const client = { client_id: 'cybersyn', client_secret: 'a secret between the two', redirect_uris: [back], grant_types: ['authorization_code'], response_types: ['code'], require_auth_time: true };
  const provider = new Provider(issuer, {
    clients: [client],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], profile: ['name', 'amr'], groups: ['groups'] },
    cookies: { keys: ['of this check alone'] },
    features: { devInteractions: { enabled: false } },
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
  const server = createServer(async (request, response) => {
    if (!request.url.startsWith('/who/')) return answer(request, response);
    if (request.method === 'GET') return response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Who?</title><form method="post"><input name="login"><button>It is me</button></form>');
    let body = '';
    for await (const part of request) body += part;
    const accountId = new URLSearchParams(body).get('login');
    const result = accountId ? { login: { accountId, remember: false } } : { error: 'access_denied' };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { issuer, client, server };
}

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
      const link = /http:\S+\/first\?code=\S+/.exec(said)?.[0];
      if (link) found(link);
    });
    server.on('error', failed);
    server.on('exit', () => failed(new Error(`${program} (cargo build -p cybersyn) ended: ${said}`)));
  });
  return { server, first, directory };
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
const provider = await provider_for(`${base}/api/v1/session/provider/back`);
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
    const { body } = await person.ask('/api/v1/session/provider', { to: '/valley/mill', prove: true });
    await person.page.goto(body.address);
    tally.claim(person.page.url().includes('/who/'), 'the house asks again, though it knows them');
    await person.says(login);
    return new URL(person.page.url());
  };
  tally.claim((await prove(weaver, 'weaver')).pathname === '/valley/mill', 'who shows again that it is them goes on');
  const other = await prove(speaker, 'weaver');
  tally.claim(other.searchParams.get('trouble') === 'unproved' && (await speaker.memberships()).includes('committee'), `somebody else proves nothing: ${other}`);
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

server.kill('SIGTERM');
await once(server, 'exit');
rmSync(directory, { recursive: true });
process.exitCode = tally.close() ? 0 : 1;
