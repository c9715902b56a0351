// A real server whose clock moves only by hand: how is it started, founded and fed?
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = process.env.REHEARSE ?? fileURLToPath(new URL('../../target/debug/examples/rehearse', import.meta.url));
/** Thursday 1 January 2026, 09:00 in Santiago: long before the story, so that there is a past to learn from. */
const start_ms = Date.parse('2026-01-01T09:00:00-03:00');

export const NATION = 'chile';
export const SECTOR = 'chile/textiles';
export const PLANT = 'chile/textiles/spinning';

/** Starts the server; `stop` ends it. With `members` people sign in, and `first` is the page of the first account. */
export async function rehearsed(trust, start = start_ms) {
  const server = spawn(program, [String(start), ...(trust ? [trust] : [])], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(server.stdout, 'data'),
    once(server, 'exit').then(([code]) => { throw new Error(`${program} ended with ${code}`); }),
    once(server, 'error').then(([error]) => { throw new Error(`${program} does not start (cargo build -p server --example rehearse): ${error.message}`); }),
  ]);
  const [address, first] = String(line).trim().split(' ');
  return Object.assign(new World(`http://${address}`, server), { first, now_ms: start });
}

/** The working days from `first` up to, and without, `end`. */
export function working_days(first, end) {
  const days = [];
  for (let at = Date.parse(`${first}T12:00:00Z`); at < Date.parse(`${end}T00:00:00Z`); at += 86_400_000) {
    const day = new Date(at);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}

/** Noise that is the same every time. */
const noise = (place) => ((place * 7919) % 97) / 97 - 0.5;

/** The figures of an ordinary day; `yarn` stands for its own when it is given. */
export function ordinary(day, place, yarn = 9.9 + 0.5 * noise(place)) {
  const at = `${day}T00:00:00-03:00`;
  return [
    { indicator: 'yarn', at, value: Number(yarn.toFixed(2)) },
    { indicator: 'waste', at, value: Number((3.2 + 0.3 * noise(place + 11)).toFixed(2)) },
    { indicator: 'hours', at, value: Math.round(510 + 16 * noise(place + 5)) },
  ];
}

/** By day more than at night; one reading far out, and for two months a higher level. */
function steam(place) {
  const far_out = place === 60_000 ? 9 : 0;
  const raised = place > 80_000 && place < 86_000 ? 2 : 0;
  return Number((12 + Math.sin((place % 96) / 96 * 2 * Math.PI) + 0.4 * noise(place) + far_out + raised).toFixed(2));
}

export class World {
  constructor(base, server) {
    this.base = base;
    this.server = server;
    this.now_ms = start_ms;
    this.seq = 0;
  }

  async ask(path, viewer, body) {
    const headers = { ...(viewer ? { 'Cybersyn-As': viewer } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) };
    const response = await fetch(this.base + path, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} as ${viewer} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  view(kind, query, viewer) {
    return this.ask(`/api/v1/views/${kind}?${new URLSearchParams({ ...query, lang: 'en' })}`, viewer);
  }

  /** A nation, a sector and four plants that work from Monday to Friday, six to six. */
  found() {
    const shifts = [{ days: ['mon-fri'], from: '06:00', to: '18:00' }];
    const indicators = [
      { key: 'yarn', name: 'Yarn output', measure: 't', cadence: 'daily', direction: 'more', sphere: 'work', aggregate: 'sum' },
      { key: 'waste', name: 'Waste', measure: '%', cadence: 'daily', direction: 'less', sphere: 'work', aggregate: 'mean' },
      { key: 'hours', name: 'Hours worked', measure: 'h', cadence: 'daily', direction: 'more', sphere: 'work', aggregate: 'sum' },
    ];
    const unit = (path, name, own = []) => ({ path, name, zone: 'America/Santiago', shifts, indicators: own });
    const plants = ['spinning', 'weaving', 'dyeing', 'finishing'].map((key) => unit(`${SECTOR}/${key}`, key[0].toUpperCase() + key.slice(1), indicators));
    return this.ask('/api/v1/units', null, { by: 'founders', units: [unit(NATION, 'Nation'), unit(SECTOR, 'Textiles'), ...plants] });
  }

  /** A boiler house whose meter is read every quarter of an hour, with as many readings as that up to now. */
  async long_past(unit, count) {
    const indicators = [{ key: 'steam', name: 'Steam', measure: 't/h', cadence: '15 min', direction: 'on-target', sphere: 'work', aggregate: 'mean' }];
    await this.ask('/api/v1/units', NATION, { by: 'founders', units: [{ path: unit, name: 'Boiler house', zone: 'America/Santiago', indicators }] });
    const quarter = 900_000;
    const first = Math.floor(this.now_ms / quarter) * quarter - (count - 1) * quarter;
    for (let from = 0; from < count; from += 20_000) {
      const places = Array.from({ length: Math.min(20_000, count - from) }, (_, place) => from + place);
      await this.report(unit, places.map((place) => ({ indicator: 'steam', at: new Date(first + place * quarter).toISOString(), value: steam(place) })));
    }
  }

  report(unit, readings) {
    this.seq += 1;
    return this.ask('/api/v1/reports', unit, { source: 'walk', epoch: 1, seq: this.seq, readings: readings.map((reading) => ({ unit, ...reading })) });
  }

  /** Two months of ordinary days of a plant, as noisy as each other. */
  async past(unit, until) {
    await this.pass_until(`${until}T07:00:00-03:00`);
    const days = working_days('2026-01-01', until);
    return this.report(unit, days.flatMap((day, place) => ordinary(day, place)));
  }

  /** Lets time pass; what fell due has happened when it is answered. */
  async pass(hours) {
    this.now_ms += hours * 3_600_000;
    await this.ask('/api/v1/rehearsal/clock', NATION, { advance_s: Math.round(hours * 3600) });
  }

  /** The same where people sign in: somebody who has asks for it. */
  async pass_quietly(person, hours) {
    this.now_ms += hours * 3_600_000;
    await person.ask('/api/v1/rehearsal/clock', { advance_s: Math.round(hours * 3600) });
  }

  async pass_until(at) {
    await this.pass((Date.parse(at) - this.now_ms) / 3_600_000);
  }

  stop() {
    this.server.stdin.end();
    return once(this.server, 'exit');
  }
}
