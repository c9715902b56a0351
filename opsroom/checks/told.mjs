// Does a device show a message while no page is open, give its code back, and lead to the page when pressed?
//
// `node checks/told.mjs`: pages as they were built, a browser with its own worker, and messages put into it as
// a service would (CDP, `ServiceWorker.deliverPushMessage`). What seals them is tried in the server's own suite.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tally, with_browser } from './browser.mjs';

const tally = new Tally();
const worker = readFileSync(fileURLToPath(new URL('../dist/told.js', import.meta.url)));
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";
const confirmed = [];
const server = createServer((request, response) => {
  response.setHeader('content-security-policy', policy);
  if (request.url === '/told.js') return response.setHeader('content-type', 'text/javascript; charset=utf-8').end(worker);
  if (request.method === 'POST') {
    let body = '';
    request.on('data', (part) => (body += part));
    return request.on('end', () => {
      confirmed.push({ path: request.url, site: request.headers['sec-fetch-site'], type: request.headers['content-type'], ...JSON.parse(body) });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }
  return response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html><title>${request.url}</title>`);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}`;

/** Waits until `look` finds something. */
async function until(look) {
  for (let turn = 0; turn < 200; turn += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  return null;
}

await with_browser(async (browser) => {
  const context = await browser.newContext();
  await context.grantPermissions(['notifications'], { origin: base });
  const page = await context.newPage();
  await page.goto(`${base}/me`);
  const cdp = await context.newCDPSession(page);
  const registrations = new Map();
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: all }) => all.forEach((one) => registrations.set(one.scopeURL, one.registrationId)));
  await cdp.send('ServiceWorker.enable');
  await page.evaluate(() => navigator.serviceWorker.register('/told.js').then(() => navigator.serviceWorker.ready).then(() => true));
  const id = await until(() => registrations.get(`${base}/`));
  const deliver = (data) => cdp.send('ServiceWorker.deliverPushMessage', { origin: base, registrationId: id, data: typeof data === 'string' ? data : JSON.stringify(data) });
  const shown = () => page.evaluate(() => navigator.serviceWorker.ready.then((it) => it.getNotifications()).then((all) => all.map(({ title, body, lang, tag, data }) => ({ title, body, lang, tag, url: data?.url }))));

  const heard = page.evaluate(() => new Promise((done) => navigator.serviceWorker.addEventListener('message', (event) => done(event.data), { once: true })));
  await deliver({ title: 'This device', body: 'It is told here from now on.', lang: 'en', url: '/me', tag: 'check', check: { way: '12', code: 'K7QF-2M9D-X4TA' } });
  const code = await until(() => confirmed[0]);
  tally.claim(code?.path === '/api/v1/ways/12/confirm' && code.code === 'K7QF-2M9D-X4TA' && code.site === 'same-origin' && code.type === 'application/json', `the code is given back: ${JSON.stringify(code)}`);
  tally.claim((await heard).confirmed === true, 'an open page hears that it was');

  await deliver({ title: 'Spinning 2: safety alarm', body: 'Somebody raised a safety alarm.', lang: 'en', url: '/mill/i/7', tag: 'msg_a', check: null });
  const alarm = await until(async () => (await shown()).find((one) => one.tag === 'msg_a'));
  tally.claim(alarm?.title === 'Spinning 2: safety alarm' && alarm.body === 'Somebody raised a safety alarm.' && alarm.url === '/mill/i/7', `the message is shown: ${JSON.stringify(alarm)}`);
  tally.claim(confirmed.length === 1, 'a message without a code gives none back');
  await deliver('not json');
  await deliver({ title: 'elsewhere', body: '', lang: 'en', url: 'https://elsewhere.example/', tag: 'msg_b', check: null });
  await until(async () => (await shown()).find((one) => one.tag === 'msg_b'));
  tally.claim((await shown()).length === 3, `what is no message shows nothing: ${JSON.stringify(await shown())}`);

  // A browser without a screen presses no notification: the worker is told that it was, as the browser tells it.
  const [process] = context.serviceWorkers();
  const pressed = (tag) =>
    process.evaluate(async (tag) => {
      const asked = [];
      const was = self.clients.openWindow;
      self.clients.openWindow = async (url) => void asked.push(url);
      const [notification] = await self.registration.getNotifications({ tag });
      const event = new NotificationEvent('notificationclick', { notification });
      let work = null;
      event.waitUntil = (promise) => (work = promise);
      self.dispatchEvent(event);
      await work;
      self.clients.openWindow = was;
      return { asked, left: (await self.registration.getNotifications({ tag })).length };
    }, tag);
  const opened = await pressed('msg_a');
  tally.claim(opened.asked[0] === `${base}/mill/i/7` && opened.left === 0, `pressed, it leads to the incident and goes: ${JSON.stringify(opened)}`);
  const elsewhere = await pressed('msg_b');
  tally.claim(elsewhere.asked[0] === base, `a page of another server is not opened: ${JSON.stringify(elsewhere)}`);
  await context.close();
});
server.close();
process.exitCode = tally.close() ? 0 : 1;
