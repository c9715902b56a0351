// Which cell of a table is which reading of the past? What is guessed is shown and can be changed; what is wrong is said in its place, and
// nothing is sent while anything is.
import { date_of, grid, named, order_of, type Known } from './paste';

/** `number`: not one; `date`: none that exists; `ahead`: in the future; `twice`: another value stands further up for the same time. */
export type PastWrong = 'number' | 'date' | 'ahead' | 'twice' | 'refused';
export type Order = 'day' | 'month';

/** What somebody chose; what they did not is guessed. Columns go to the key of a figure, to `time`, or nowhere. */
export interface PastHow {
  columns?: Record<number, string | null>;
  decimal?: ',' | '.';
  order?: Order;
  /** Leave out the rows in which something is wrong. */
  skip?: boolean;
}

export interface PastRow {
  /** As it stands in the table, from 1. */
  line: number;
  cells: string[];
  at: string | null;
  /** By the column of the table. */
  values: (number | null)[];
  /** What is wrong, by the column. */
  wrong: Map<number, PastWrong>;
}

export interface PastSheet {
  head: string[];
  /** Where each column goes. */
  columns: (string | null)[];
  rows: PastRow[];
  /** How many rows there are, read or not. */
  total: number;
  decimal: ',' | '.';
  order: Order;
  /** Whether the sign or the order could be read either way. */
  decimal_is_open: boolean;
  order_is_open: boolean;
  has_time: boolean;
  wrong_rows: number;
  readings: number;
  is_too_long: boolean;
}

/** What is sent at once. */
export const ROWS_MOST = 100_000;
export const TIME = 'time';

const nothing = new Set(['', '-', '–', '—', '.', 'n/a', 'na', '#n/a', 'null', 'nan', 'n.d.', 's/d', 's.d.']);
const is_nothing = (text: string): boolean => nothing.has(text.toLowerCase());

/** Days since 1899-12-30, as spreadsheets keep dates: 1955 to 2100. */
const serial = /^\d{5}([.,]\d+)?$/;
function of_serial(text: string): string | null {
  const days = Number(text.replace(',', '.'));
  if (!serial.test(text) || days < 20_090 || days > 73_051) return null;
  const minutes = Math.round((days - 25_569) * 1440);
  return new Date(minutes * 60_000).toISOString().slice(0, 16);
}

const month = /^(\d{4})[-/.](\d{1,2})$/;
const time_headings = ['date', 'time', 'day', 'month', 'week', 'when', 'at', 'fecha', 'hora', 'dia', 'mes', 'semana', 'datum', 'data'];

/** A time as people and spreadsheets write it, in the unit's own zone; null where it is none. */
export function time_of(written: string, order: Order): string | null {
  const text = written.trim().replace(/(\d)(T|\s+)(\d{1,2}:\d{2}(:\d\d)?)(\.\d+)?Z?$/, '$1 $3');
  const parts = month.exec(text);
  if (parts) return date_of(`${parts[1]}-${parts[2]}-01`, order);
  return date_of(text, order) ?? of_serial(text);
}

/** Whether it reads as a time in either order. A serial number alone could be a figure. */
const is_time = (text: string): boolean => date_of(text, 'day') !== null || date_of(text, 'month') !== null || month.test(text);

/** Which sign parts the whole from the rest. One that is followed by other than three digits, or comes last of two kinds, tells it. */
export function decimal_of(texts: string[]): { sign: ',' | '.'; is_known: boolean } {
  let open = false;
  for (const text of texts) {
    const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')];
    if (comma < 0 && point < 0) continue;
    if (comma >= 0 && point >= 0) return { sign: comma > point ? ',' : '.', is_known: true };
    const sign = comma >= 0 ? ',' : '.';
    const groups = text.split(sign).slice(1);
    if (groups.length === 1 && !/^\d{3}\D*$/.test(groups[0] ?? '')) return { sign, is_known: true };
    if (groups.length === 1 && /^[-+]?0/.test(text)) return { sign, is_known: true };
    if (groups.length > 1) return { sign: sign === ',' ? '.' : ',', is_known: true };
    open = true;
  }
  return { sign: '.', is_known: !open };
}

/** A number whose sign is known; the other sign and blanks may stand between groups of three. */
export function number_of(written: string, decimal: ',' | '.'): number | null {
  const text = written.replace(/[\s\u00a0\u202f']/g, '').replace('−', '-').replace(/%$/, '');
  const [whole = '', rest, more] = text.split(decimal);
  const other = decimal === ',' ? '.' : ',';
  if (more !== undefined || rest?.includes(other)) return null;
  const is_grouped = new RegExp(`^[+-]?\\d{1,3}(\\${other}\\d{3})+$`).test(whole);
  if (whole.includes(other) && !is_grouped) return null;
  const plain = `${whole.replaceAll(other, '')}${rest === undefined ? '' : `.${rest}`}`;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

const mostly = (texts: string[], fits: (text: string) => boolean): boolean => {
  const filled = texts.filter((text) => !is_nothing(text));
  return filled.length > 0 && filled.filter(fits).length * 2 > filled.length;
};
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Where each column goes if nobody says so: the first of times, then what the headings name, then the figures in their order. */
function guess(head: string[], some: string[][], known: Known[]): (string | null)[] {
  const column = (place: number): string[] => some.map((row) => row[place] ?? '');
  const places = head.map((_, place) => place);
  const is_numeric = (place: number): boolean => mostly(column(place), (text) => number_of(text, ',') !== null || number_of(text, '.') !== null);
  const speaks = (place: number): boolean => time_headings.includes(plain(head[place] ?? '').split(/[^a-z]/)[0] ?? '');
  const time = places.find((place) => mostly(column(place), is_time)) ?? places.find((place) => (speaks(place) || place === 0) && mostly(column(place), (text) => of_serial(text) !== null));
  const goes: (string | null)[] = head.map((text, place) => (place === time ? TIME : named(text, known)));
  const free = known.filter((one) => !goes.includes(one.key));
  for (const place of places) {
    const is_free = goes[place] === null && is_numeric(place);
    if (is_free && goes.filter((one) => one !== null && one !== TIME).length < known.length) goes[place] = free.shift()?.key ?? null;
  }
  // A figure comes from one column.
  return goes.map((one, place) => (one !== null && goes.indexOf(one) < place ? null : one));
}

/** How many rows are looked at for a guess. */
const LOOKED_AT = 400;

/** Reads a table; `now` is the unit's own time, `2026-10-16T17:41`. */
export function read_past(text: string, known: Known[], how: PastHow, now: string): PastSheet {
  const cells = grid(text);
  const width = Math.max(0, ...cells.slice(0, LOOKED_AT).map((row) => row.length));
  const top = Array.from({ length: width }, (_, place) => cells[0]?.[place] ?? '');
  const has_head = top.some((one) => one !== '' && !is_time(one) && number_of(one, ',') === null && number_of(one, '.') === null);
  const body = has_head ? cells.slice(1) : cells;
  const some = body.slice(0, LOOKED_AT);
  const guessed = guess(has_head ? top : top.map(() => ''), some, known);
  const columns = top.map((_, place) => (how.columns?.[place] !== undefined ? how.columns[place] : (guessed[place] ?? null)));
  const time = columns.indexOf(TIME);
  const figures = columns.flatMap((one, place) => (one !== null && one !== TIME ? [place] : []));
  const { order, is_known } = order_of(body.map((row) => row[time] ?? ''));
  const sign = decimal_of(body.flatMap((row) => figures.map((place) => row[place] ?? '')));
  const sheet: PastSheet = {
    head: has_head ? top : top.map(() => ''), columns, rows: [], total: body.length, decimal: how.decimal ?? sign.sign, order: how.order ?? order,
    decimal_is_open: !sign.is_known, order_is_open: !is_known, has_time: time >= 0, wrong_rows: 0, readings: 0, is_too_long: body.length > ROWS_MOST,
  };
  if (sheet.is_too_long || time < 0 || figures.length === 0) return { ...sheet, rows: body.slice(0, LOOKED_AT).map((row, place) => blank(row, place + (has_head ? 2 : 1), width)) };
  const seen = new Map<string, number>();
  body.forEach((row, place) => {
    if (row.every((one) => one === '')) return;
    const one = read_row(row, place + (has_head ? 2 : 1), width, sheet, { time, figures, now, seen });
    if (one.wrong.size > 0) sheet.wrong_rows += 1;
    else sheet.readings += one.values.filter((value) => value !== null).length;
    sheet.rows.push(one);
  });
  return sheet;
}

function blank(row: string[], line: number, width: number): PastRow {
  return { line, cells: Array.from({ length: width }, (_, place) => row[place] ?? ''), at: null, values: [], wrong: new Map() };
}

function read_row(row: string[], line: number, width: number, sheet: PastSheet, { time, figures, now, seen }: { time: number; figures: number[]; now: string; seen: Map<string, number> }): PastRow {
  const one = blank(row, line, width);
  one.at = time_of(one.cells[time] ?? '', sheet.order);
  if (one.at === null) one.wrong.set(time, 'date');
  else if (one.at > now) one.wrong.set(time, 'ahead');
  one.values = one.cells.map(() => null);
  for (const place of figures) {
    const text = one.cells[place] ?? '';
    if (is_nothing(text)) continue;
    const value = number_of(text, sheet.decimal);
    if (value === null) {
      one.wrong.set(place, 'number');
      continue;
    }
    const at = `${place} ${one.at}`;
    if (one.at !== null && seen.has(at) && seen.get(at) !== value) one.wrong.set(place, 'twice');
    else if (one.at !== null) seen.set(at, value);
    one.values[place] = value;
  }
  return one;
}

/** The body of `POST /api/v1/units/{id}/history`; null where there is nothing to send, or something is wrong. */
export function past_body(sheet: PastSheet, how: PastHow): { indicators: string[]; rows: { at: string; values: (number | null)[] }[] } | null {
  if (sheet.is_too_long || !sheet.has_time || (sheet.wrong_rows > 0 && !how.skip)) return null;
  const places = sheet.columns.flatMap((one, place) => (one !== null && one !== TIME ? [place] : []));
  const good = sheet.rows.filter((row) => row.wrong.size === 0 && row.at !== null);
  const rows = good.map((row) => ({ at: day_or_time(row.at ?? ''), values: places.map((place) => row.values[place] ?? null) }));
  const full = rows.filter((row) => row.values.some((value) => value !== null));
  return full.length === 0 ? null : { indicators: places.map((place) => sheet.columns[place] ?? ''), rows: full };
}

/** A day stands for itself, in the zone of the unit. */
const day_or_time = (at: string): string => (at.endsWith('T00:00') ? at.slice(0, 10) : at);

/** What a file says; or why it is no table. Spreadsheets of half the world save in the alphabet of their own. */
export function text_of(bytes: Uint8Array): { text: string } | { not: 'archive' | 'picture' } {
  const begins = (...head: number[]): boolean => head.every((byte, place) => bytes[place] === byte);
  if (begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0) || begins(0x1f, 0x8b)) return { not: 'archive' };
  const wide = begins(0xff, 0xfe) ? 'utf-16le' : begins(0xfe, 0xff) ? 'utf-16be' : null;
  if (wide) return { text: new TextDecoder(wide).decode(bytes) };
  if (bytes.subarray(0, 4096).includes(0)) return { not: 'picture' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return /[\u0000-\u0008\u000e-\u001f]/.test(text.slice(0, 4096)) ? { not: 'picture' } : { text };
  }
}
