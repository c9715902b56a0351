// What does somebody say who lays a unit down, and what is sent of it? The draft is kept on the device until it is done.
import { date_of, order_of } from './paste';

/** Names of pages, which no address may have as a part. */
const reserved = new Set(['api', 'assembly', 'assets', 'audit', 'first', 'flow', 'futures', 'healthz', 'help', 'i', 'join', 'login', 'logout', 'me', 'metrics', 'people', 'plan', 'report', 's', 'setup', 'sharing', 'sign-in', 'static', 'telex', 'wall']);

/** A part of an address made from a name; `fallback` where nothing of it can be written so. */
export function keyed(name: string, fallback: string, taken: string[] = []): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 58).replace(/-+$/, '');
  const key = plain || fallback;
  const is_free = (one: string): boolean => !taken.includes(one) && !reserved.has(one);
  if (is_free(key)) return key;
  for (let number = 2; ; number += 1) if (is_free(`${key}-${number}`)) return `${key}-${number}`;
}

/** Units of measure by their code in UCUM; each has its words as `measure_…`. */
export const measures = ['t', 'kg', 'm', 'm2', 'm3', 'L', 'kW.h', '%', 'h', 'min', '1', '{pieces}', '{people}', '{accidents}', '{stops}', 'Cel', 't/h', 'm3/h'] as const;
/** What people write for it. */
const usual: Record<string, string> = { kwh: 'kW.h', mwh: 'MW.h', gwh: 'GW.h', wh: 'W.h', '°c': 'Cel', '°f': '[degF]', 'm²': 'm2', 'm³': 'm3', 'm^2': 'm2', 'm^3': 'm3', '‰': '[ppth]', '€': '{EUR}', $: '{USD}', ton: 't', tons: 't', tonnes: 't', tonne: 't', toneladas: 't', hours: 'h', horas: 'h', hour: 'h', minutes: 'min', minutos: 'min', litres: 'L', liters: 'L', litros: 'L', 'per cent': '%', percent: '%', pieces: '{pieces}', piezas: '{pieces}', people: '{people}', personas: '{people}', '#': '1' };

/** The code under which a written unit of measure is kept; what UCUM has no word for stands in braces. */
export function ucum(written: string): string {
  const text = written.trim();
  const known = usual[text.toLowerCase()];
  if (known) return known;
  if (text === '' || /^[\x21-\x7e]{1,32}$/.test(text)) return text;
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\x21-\x7e]+/g, '_').replace(/[{}]/g, '').slice(0, 30);
  return plain.replace(/_/g, '') ? `{${plain}}` : '{units}';
}

export type Preset = 'one' | 'two' | 'always' | 'hospital';
export interface Shift { from: string; to: string }
export interface Hours {
  zone: string;
  /** From Monday. */
  days: boolean[];
  /** None where work never stops. */
  shifts: Shift[];
  holidays: string;
}

const week = [true, true, true, true, true, true, true];
const office = [true, true, true, true, true, false, false];
export const presets: Record<Preset, Pick<Hours, 'days' | 'shifts'>> = {
  one: { days: office, shifts: [{ from: '08:00', to: '17:00' }] },
  two: { days: office, shifts: [{ from: '06:00', to: '14:00' }, { from: '14:00', to: '22:00' }] },
  always: { days: week, shifts: [] },
  hospital: { days: week, shifts: [{ from: '07:00', to: '15:00' }, { from: '15:00', to: '23:00' }, { from: '23:00', to: '07:00' }] },
};
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Which of the usual weeks it is, if it is one. */
export function preset_of(hours: Hours): Preset | null {
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  return (Object.keys(presets) as Preset[]).find((name) => same(presets[name].shifts, hours.shifts) && (hours.shifts.length === 0 || same(presets[name].days, hours.days))) ?? null;
}

/** Dates that were typed or pasted, in any order and however parted; and what could not be read. */
export function holidays(text: string): { dates: string[]; unread: string[] } {
  const pieces = text.split(/[\n,;]|\s{2,}/).map((one) => one.trim()).filter((one) => one !== '');
  const found = pieces.map((piece) => ({ piece, date: /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.exec(piece)?.[0] ?? '' }));
  const { order } = order_of(found.map((one) => one.date));
  const read = found.map(({ piece, date }) => ({ piece, at: date_of(date, order)?.slice(0, 10) ?? null }));
  const dates = read.flatMap((one) => (one.at ? [one.at] : []));
  return { dates: [...new Set(dates)].sort(), unread: read.filter((one) => one.at === null).map((one) => one.piece) };
}

export type Cadence = '15 min' | 'hourly' | 'daily' | 'weekly' | 'monthly';
export const cadences: Cadence[] = ['15 min', 'hourly', 'daily', 'weekly', 'monthly'];
export type Direction = 'more' | 'less' | 'on-target';
export const directions: Direction[] = ['more', 'less', 'on-target'];
export interface FigureDraft { name: string; measure: string; cadence: string; direction: Direction; people: boolean }

export interface GuideDraft {
  step: number;
  name: string;
  /** Empty while it follows from the name. */
  address: string;
  hours: Hours;
  part: string;
  figures: FigureDraft[];
}

const figure = (): FigureDraft => ({ name: '', measure: '', cadence: 'daily', direction: 'more', people: false });

export function fresh(zone: string): GuideDraft {
  return { step: 0, name: '', address: '', hours: { zone, ...structuredClone(presets.one), holidays: '' }, part: '', figures: [figure(), figure(), figure()] };
}

export const another = figure;

/** A draft that was kept; what is not one is forgotten. */
export function kept(text: string | null, zone: string): GuideDraft {
  try {
    const read = JSON.parse(text ?? '') as Partial<GuideDraft>;
    const first = fresh(zone);
    const is_whole = Array.isArray(read.figures) && Array.isArray(read.hours?.shifts) && read.hours.days?.length === 7;
    return is_whole ? { ...first, ...read, hours: { ...first.hours, ...read.hours } } : first;
  } catch {
    return fresh(zone);
  }
}

/** The addresses that a draft means: of the organisation, and of the unit whose figures they are. */
export function addresses(draft: GuideDraft): { root: string; unit: string } {
  const root = draft.address.trim().replace(/^\/+|\/+$/g, '') || keyed(draft.name, 'unit');
  return { root, unit: draft.part.trim() ? `${root}/${keyed(draft.part, 'part')}` : root };
}

export interface IndicatorBody { key: string; name?: string; measure?: string; cadence?: string; direction?: string; sphere?: string }
export interface UnitBody { path: string; name?: string; zone?: string; shifts?: { days: string[]; from: string; to: string }[]; holidays?: string[]; indicators?: IndicatorBody[] }

/** Shifts and holidays as the server takes them. */
export function week_of(hours: Hours): Required<Pick<UnitBody, 'zone' | 'shifts' | 'holidays'>> {
  const days = weekdays.filter((_, place) => hours.days[place]);
  const shifts = hours.shifts.map(({ from, to }) => ({ days: [...days], from, to: to === '00:00' ? '24:00' : to }));
  return { zone: hours.zone.trim(), shifts, holidays: shifts.length === 0 ? [] : holidays(hours.holidays).dates };
}

/** What is reported, with keys of their own; rows that were left empty are none. */
export function figures_of(figures: FigureDraft[], taken: string[] = []): IndicatorBody[] {
  const keys = [...taken];
  return figures.filter((one) => one.name.trim() !== '').map((one, place) => {
    const key = keyed(one.name, `figure-${place + 1}`, keys);
    keys.push(key);
    return { key, name: one.name.trim(), measure: ucum(one.measure), cadence: one.cadence, direction: one.direction, sphere: one.people ? 'about-people' : 'work' };
  });
}

/** The charter of a draft: an organisation, and the first part of it where it has one. */
export function charter(draft: GuideDraft): UnitBody[] {
  const { root, unit } = addresses(draft);
  const indicators = figures_of(draft.figures);
  const whole: UnitBody = { path: root, name: draft.name.trim(), ...week_of(draft.hours) };
  return unit === root ? [{ ...whole, indicators }] : [whole, { path: unit, name: draft.part.trim(), indicators }];
}

/** In which step stands what the server found wrong: `units[0].shifts[1]`. */
export function step_of(place: string): number {
  if (/indicators/.test(place)) return 2;
  return /zone|shifts|holidays/.test(place) ? 1 : 0;
}

/** The time zones that the browser knows. */
export function zones(): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return known.includes('UTC') ? known : [...known, 'UTC'];
}

/** What clocks show in a zone at an instant, `2026-10-16T17:41`; the instant's own digits where there is no such zone. */
export function local(at: string, zone: string): string {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at)).replace(' ', 'T');
  } catch {
    return at.slice(0, 16);
  }
}
