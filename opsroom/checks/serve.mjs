// What do the pages look like without the Rust server? Serves the built page with the examples of the views, and canned answers.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The gallery of states, which only these checks serve. */
const states = fileURLToPath(new URL('../../target/gallery', import.meta.url));
const plant = '/chile/textiles/yarur-spinning-2';
/** Which example stands at which address. */
export const addresses = {
  '/': 'units',
  '/empty': 'units-empty',
  '/chile/textiles': 'room',
  [plant]: 'room-plant',
  '/chile/unusual': 'room-unusual',
  '/chile/calm': 'room-calm',
  '/chile/empty': 'room-empty',
  '/chile/heavy': 'room-heavy',
  '/chile/textiles/i/i-41': 'incident',
  '/chile/textiles/i/i-42': 'incident-help',
  [`${plant}/i/i-41`]: 'incident',
  [`${plant}/i/plant`]: 'incident-plant',
  [`${plant}/i/i-40`]: 'incident-unusual',
  [`${plant}/i/settling`]: 'incident-settling',
  [`${plant}/i/closed`]: 'incident-closed',
  [`${plant}/s/yarn-output`]: 'indicator',
  [`${plant}/s/hours-lost`]: 'indicator-learning',
  [`${plant}/s/energy`]: 'indicator-long',
  [`${plant}/report`]: 'today',
  [`${plant}/plan`]: 'plan',
  '/chile/textiles/plan': 'plan-above',
  [`${plant}/plan/a/a-7`]: 'agreement',
  [`${plant}/plan/a/a-5`]: 'agreement-held',
  [`${plant}/plan/d/d-3`]: 'directive',
  [`${plant}/i/signed`]: 'incident-signed',
  '/sign-in': 'door-sign-in',
  '/first': 'door-first',
  '/join': 'door-join-code',
  '/join#K7QF2M9DX4TA': 'door-join',
  '/join#K7QF2M9DX4TB': 'door-join-known',
  '/join#q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ': 'door-join-device',
  [`${plant}/people`]: 'people',
  '/chile/textiles/people': 'people-above',
  '/chile/list/people': 'people-list',
  [`${plant}/sharing`]: 'sharing',
  '/chile/empty/sharing': 'sharing-empty',
  '/chile/textiles/sharing': 'sharing-level',
  [`${plant}/flow`]: 'flow',
  [`${plant}/flow?drawing=5242880`]: 'flow-earlier',
  '/chile/empty/flow': 'flow-empty',
  '/chile/textiles/flow': 'flow-level',
  [`${plant}/setup`]: 'setup',
  '/chile/textiles/setup': 'setup-level',
  '/chile/calm/setup': 'setup-cut',
  '/chile/empty/setup': 'setup-empty',
  [`${plant}/audit`]: 'audit',
  '/chile/calm/audit': 'audit-auditor',
  '/chile/empty/audit': 'audit-empty',
  [`${plant}/telex`]: 'telex',
  '/chile/empty/telex': 'telex-empty',
  '/chile/about/telex': 'telex-about',
  [`${plant}/telex/board`]: 'board',
  '/chile/textiles/telex/waiting': 'room',
  '/me': 'me',
  '/chile/calm?at=2026-05-03T14%3A00%3A00-04%3A00': 'past',
  '/chile/boundary': 'boundary',
  '/chile/gone': 'problem',
};
/** What is answered to a POST by the last word of its path; everything else is answered 200 and nothing. */
const answers = {
  reports: [200, { accepted: 1, duplicates: 0, problems: [] }],
  alarms: [201, { incident: 'plant', heard_by: 'Spinning 2, Textiles' }],
  agreements: [201, { id: 'a-7' }],
  directives: [201, { id: 'd-3' }],
  openings: [201, { id: '01d0-0009' }],
  requests: [201, { id: '01e0-0009' }],
  messages: [201, { id: '0b12cc41a97f3e55', read_by: ['Textiles'] }],
  posts: [201, { id: 'aa04' }],
  flows: [201, { id: '8388608' }],
  session: [200, { to_code: false }],
  confirm: [200, { spares: ['K7QF-2M9D-X4TA', '8QZT-V3NA-0FYB', 'R2KX-W7DH-C5YJ', 'M9SP-AE1G-T0EN', '4XKQ-7HQ2-MV9D', 'XR4T-AK81-NPZQ', 'WB3S-1YEC-6FGV', '2K0C-7Q9A-3T8Y'] }],
  join: [201, { unit: plant.slice(1) }],
  invitations: [201, { code: 'K7QF-2M9D-X4TA', link: '/join#K7QF-2M9D-X4TA', until: '2026-10-28T10:10:00Z' }],
  keys: [201, { key: 'cyk_7Hq2mV9dXr4TaK81nPzQwB3sLyEc6Fgu' }],
  devices: [201, { link: '/join#q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ' }],
  hooks: [201, { id: '11', secret: 'whsec_5WbXG1M2vK0c7Q9o3T8yZp4uN6rJdHfEaLsIgUmYxBk=' }],
  nodes: [201, { code: 'K7QF-2M9D-X4TA', until: '2026-10-28T10:10:00Z' }],
  totp: [200, { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Cybersyn:ana.rojas?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Cybersyn' }],
};
/** As strict as the server's own. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";
const types = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** A level on its worst day, and one with long names. */
function heavy() {
  const room = example('room');
  const told = Array.from({ length: 19 }, (_, index) => ({ ...room.passed_up[index % 2], incident: `i-${60 + index}`, since: new Date(Date.parse(room.passed_up[0].since) - index * 9 * 86_400_000).toISOString() }));
  const lines = Array.from({ length: 20 }, (_, index) => room.telex[index % 3]);
  const named = (tile, index) => (index % 3 === 0 ? { ...tile, name: 'Lota Coal Washing and Harbour', state: 'better', state_text: 'better' } : tile);
  return { ...room, sentence: 'Nineteen parts need us. Ten have passed nothing up.', passed_up: told, groups: room.groups.map((group) => ({ ...group, tiles: group.tiles.map(named) })), telex: lines };
}

/** What the server says in Spanish, by what it says in English. */
const spanish = new Map(Object.entries(JSON.parse(readFileSync(join(root, 'fixtures/es.json'), 'utf8'))));
/** Under these names stand words of the API, which no reader reads. */
const silent = new Set(['view', 'path', 'id', 'key', 'keys', 'state', 'status', 'flag', 'kind', 'tone', 'glyph', 'act', 'role', 'outcome', 'course', 'side', 'filter', 'answer', 'part', 'figure', 'from', 'to', 'incident', 'address', 'url', 'login', 'code', 'fingerprint', 'checkpoint', 'older', 'type', 'lang']);
const is_word = (name, value) => silent.has(name) || (name === 'standing' && /^[a-z_]+$/.test(value) && value !== 'none' && value !== 'over');

/** What is said in an example, by the place where it stands; `told` makes of it what is to stand there. */
export function said(value, told, name = '') {
  if (typeof value === 'string') return is_word(name, value) ? value : told(value);
  if (Array.isArray(value)) return value.map((one) => said(one, told, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, said(one, told, key)]));
}

/** One example of a view, as if asked for in `lang`. */
export function example(name, lang = 'en') {
  const english = name === 'room-heavy' ? heavy() : JSON.parse(readFileSync(join(root, 'fixtures', `${name}.json`), 'utf8'));
  return { ...(lang === 'es' ? said(english, (text) => spanish.get(text) ?? text) : english), lang };
}

/** The example that an endpoint of a view asks for. */
function asked(url) {
  const kind = url.pathname.split('/').at(-1);
  const unit = url.searchParams.get('unit');
  const id = url.searchParams.get('id');
  const tails = { room: '', indicator: `/s/${url.searchParams.get('indicator')}`, today: '/report', plan: '/plan', people: '/people', sharing: '/sharing', setup: '/setup', audit: '/audit', telex: '/telex', board: '/telex/board' };
  if (kind === 'units' || kind === 'me') return kind;
  if (kind === 'door') return addresses[`/${url.searchParams.get('kind').replace('_', '-')}`];
  const drawing = url.searchParams.get('drawing');
  if (kind === 'flow') return addresses[`/${unit}/flow${drawing ? `?drawing=${drawing}` : ''}`];
  const at = url.searchParams.get('at');
  if (kind === 'room' && at) return addresses[`/${unit}?at=${encodeURIComponent(at)}`];
  if (kind in tails) return addresses[`/${unit}${tails[kind]}`];
  const piece = { incident: `/i/${id}`, agreement: `/plan/a/${id}`, directive: `/plan/d/${id}` }[kind];
  return Object.entries(addresses).find(([address]) => address.endsWith(piece))?.[1];
}

/** A door with a code, which comes in a body, or the one without. */
async function door(request, kind) {
  let body = '';
  for await (const part of request) body += part;
  return addresses[`/${kind}#${JSON.parse(body).code}`] ?? addresses[`/${kind}`];
}

/** A way of being told, whose code was given or not. */
function way(confirmed) {
  return { id: confirmed ? '1' : '2', kind: 'mail', gone: false, digest: confirmed ? { day: 'friday', hour: 7 } : null, address: confirmed ? 'shift.lead@mill.example' : 'at.home@mill.example', lang: 'en', on: true, confirmed, quiet: confirmed ? { from: '22:00', until: '06:00' } : null };
}

/** A device that is told, or takes nothing any more. */
function device(gone) {
  return { ...way(true), id: gone ? '4' : '3', kind: 'push', gone, digest: null, quiet: null, address: gone ? 'Chrome, Windows' : 'Firefox, Android' };
}

/** Four years of hours in envelopes, as the server would make them. */
function envelopes(url) {
  const end = Date.parse('2026-10-21T10:00:00Z');
  const [hour, begin] = [3_600_000, end - 35_039 * 3_600_000];
  const asked = (name, other) => Date.parse(url.searchParams.get(name) ?? new Date(other).toISOString());
  const [from, to] = [asked('from', begin), asked('to', end + 1)];
  const readings = [];
  for (let at = begin + Math.max(0, Math.ceil((from - begin) / hour)) * hour; at < Math.min(to, end + 1); at += hour) {
    const place = (at - begin) / hour;
    const daily = Math.sin((place % 24) / 24 * Math.PI) * 0.3;
    const raised = at > Date.parse('2024-02-01T09:00:00Z') && at < Date.parse('2024-02-20T21:00:00Z') ? 0.8 : 0;
    const one_off = at === Date.parse('2025-11-11T12:00:00Z') ? 2 : 0;
    readings.push({ at, value: Number((4.1 + daily + raised + one_off + 0.3 * (((place * 7919) % 97) / 97 - 0.5) - place / 1e5).toFixed(2)) });
  }
  const most = Number(url.searchParams.get('most') ?? 1200);
  const length = readings.length <= most ? hour : (readings.at(-1).at - readings[0].at + 1) / most;
  const shares = new Map();
  for (const reading of readings) {
    const share = Math.floor((reading.at - readings[0].at) / length);
    shares.set(share, [...(shares.get(share) ?? []), reading]);
  }
  const drawn = [...shares.values()].map((share) => {
    const values = share.map(({ value }) => value);
    return { since_ms: share[0].at, at_ms: share.at(-1).at, low: Math.min(...values), high: Math.max(...values), last: values.at(-1), readings: share.length, corrected: share.some(({ at }) => at === Date.parse('2025-03-03T03:00:00Z')) };
  });
  return { unit: plant.slice(1), zone: 'America/Santiago', indicator: 'energy', measure: 'MW.h', of: readings.length, envelopes: drawn };
}

/** What would become of a report: one figure is kept already, and nothing may lie ahead. */
async function previewed(request, json) {
  let body = '';
  for await (const piece of request) body += piece;
  const { readings } = JSON.parse(body);
  const ahead = readings.map((one, index) => ({ one, index })).filter(({ one }) => one.at > '2026-10-22');
  const problems = ahead.map(({ one, index }) => ({ index, field: 'at', value: one.at, expected: 'a time that is not in the future', message: `at is ${one.at}; expected a time that is not in the future` }));
  const known = readings.slice(0, 1).map((one) => ({ unit: one.unit, indicator: one.indicator, at: `${one.at.slice(0, 10)}T00:00:00-03:00`, value: 8.15 }));
  return json(200, { acceptable: readings.length - problems.length, known, problems, problem_count: problems.length });
}

function page(name, lang) {
  const view = example(name, lang);
  const fill = { lang, title: view.title, main: `<h1>${view.sentence ?? ''}</h1>`, view: JSON.stringify(view).replaceAll('<', '\\u003c') };
  return readFileSync(join(root, 'dist/index.html'), 'utf8').replace(/<!--(lang|title|main|view)-->/g, (_, key) => fill[key]);
}

function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  const lang = url.searchParams.get('lang') === 'es' ? 'es' : 'en';
  const kept = url.pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const send = (status, type, body) => response.writeHead(status, { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Cache-Control': kept, 'Content-Security-Policy': policy }).end(gzipSync(body));
  const json = (status, value) => send(status, status < 400 ? 'application/json' : 'application/problem+json', JSON.stringify(value));
  if (url.pathname === '/gallery') return send(200, 'text/html; charset=utf-8', readFileSync(join(states, 'index.html')));
  if (/^\/(gallery\/)?assets\//.test(url.pathname)) {
    const file = url.pathname.startsWith('/gallery/') ? join(states, url.pathname.slice('/gallery'.length)) : join(root, 'dist', url.pathname);
    if (!existsSync(file)) return json(404, { title: 'no such file', status: 404, detail: url.pathname });
    return send(200, types[extname(file)] ?? 'application/octet-stream', readFileSync(file));
  }
  if (url.pathname === '/api/v1/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: beat\ndata: {}\n\n');
    const beats = setInterval(() => response.write('event: beat\ndata: {}\n\n'), 5000);
    return request.on('close', () => clearInterval(beats));
  }
  if (url.pathname === '/api/v1/reports/preview') return previewed(request, json);
  if (request.method === 'POST' && url.pathname === '/api/v1/views/door') return void door(request, url.searchParams.get('kind')).then((name) => json(200, example(name, lang)));
  if (request.method === 'POST') {
    request.resume();
    return json(...(answers[url.pathname.split('/').at(-1)] ?? [200, {}]));
  }
  if (url.pathname.startsWith('/api/v1/views/')) {
    const name = asked(url);
    if (!name || name === 'problem') return json(404, example('problem', lang).problem);
    return json(200, example(name, lang));
  }
  if (url.pathname.endsWith('/calendar')) return json(200, { zone: 'America/Santiago', shifts: ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => ({ day, hours: '06:00-18:00' })), holidays: ['2026-12-25'], working_day_s: 43_200 });
  if (url.pathname === '/api/v1/units') return json(200, { units: [] });
  if (/\/units\/[^/]+\/indicators$/.test(url.pathname)) return json(200, { indicators: example('today').figures.map(({ indicator }) => ({ key: indicator.key, name: indicator.name, measure: indicator.unit_text, cadence: 'daily', direction: 'more', sphere: 'work', aggregate: 'sum', retired: null, has_readings: indicator.key !== 'energy' })) });
  if (url.pathname.endsWith('/corrections')) return json(200, { corrections: [{ at: '2026-10-20T00:00:00-03:00', was: 81.5, value: 8.15, corrected: '2026-10-20T18:20:00-03:00', by: 'shift lead' }] });
  if (url.pathname.endsWith('/envelopes')) return json(200, envelopes(url));
  if (url.pathname === '/api/v1/ways') return json(200, { has_mail: true, push_key: 'BDi-FErgBUVFYdSLEhqAwIdT7nDJq6DXbdxt4CX4bPkD2Q1RyrYs3pbCwZbTs6iszZVR-HXdQZkahX79_wZCBm8', ways: [way(true), way(false), device(false), device(true)] });
  const name = addresses[`${url.pathname}?drawing=${url.searchParams.get('drawing')}`] ?? addresses[`${url.pathname}?at=${encodeURIComponent(url.searchParams.get('at') ?? '')}`] ?? addresses[url.pathname] ?? 'problem';
  return send(name === 'problem' ? 404 : 200, 'text/html; charset=utf-8', page(name, lang));
}

export function serve(port = 0) {
  return new Promise((ready) => {
    const server = createServer(answer).listen(port, '127.0.0.1', () => ready({ server, base: `http://127.0.0.1:${server.address().port}` }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await serve(Number(process.argv[2] ?? 1973))).base);
