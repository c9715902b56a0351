// What does a piece of a spreadsheet say? A block of dates and figures, either way round, a column, or lines of a report. Nothing is guessed
// silently: each figure says where it goes, or what is wrong with it.
import { parse } from './say';

/** An indicator that the unit reports. */
export interface Known {
  key: string;
  name: string;
}

/** `number`: not one; `date`: none that exists; `figure`: of no indicator; `twice`: the same figure stands further up; `left`: its column goes nowhere. */
export type Wrong = 'number' | 'date' | 'figure' | 'twice' | 'left';

export interface Cell {
  text: string;
  indicator: string | null;
  /** In the unit's own zone, `2026-10-16T00:00`; null where it cannot be read. */
  at: string | null;
  value: number | null;
  wrong: Wrong | null;
}

export interface Sheet {
  columns: { text: string; indicator: string | null }[];
  /** Cells that are empty are null. */
  rows: { text: string; at: string | null; cells: (Cell | null)[] }[];
  /** What was given has no dates: they are counted from the day that is named. */
  is_undated: boolean;
  /** Whether the day or the month comes first can be read either way. */
  is_ambiguous: boolean;
  /** The indicator stands in each line. */
  is_list: boolean;
  /** More than is looked at here. */
  is_too_long: boolean;
}

export interface Reading {
  /** Into which column each goes; `null` leaves one out. What is not named is found by its heading, or its place. */
  columns?: Record<number, string | null>;
  /** The day of the first line where there are no dates, `2026-10-16`. */
  first_day?: string;
  order?: 'day' | 'month';
}

/** Figures that are looked at before they are sent: a year of a dozen daily ones. */
export const MOST = 4_800;

/** Splits a text into cells. Spreadsheets paste tabs; files have semicolons or commas, and quotes around what holds them. */
export function grid(text: string): string[][] {
  const head = text.split('\n', 1)[0] ?? '';
  const count = (sign: string): number => head.split(sign).length;
  const sign = text.includes('\t') ? '\t' : count(';') > 1 ? ';' : count(',') > 2 || /[\p{L}"],|\d{4}-\d\d-\d\d,/u.test(head) ? ',' : '\t';
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const close = (): void => { rows.at(-1)?.push(cell.trim()); cell = ''; };
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place] as string;
    if (quoted) {
      if (letter === '"' && text[place + 1] === '"') { cell += '"'; place += 1; } else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"' && cell.trim() === '') { quoted = true; cell = ''; } else if (letter === sign) close();
    else if (letter === '\n') { close(); rows.push([]); } else if (letter !== '\r' && letter !== '\ufeff') cell += letter;
  }
  close();
  const is_empty = (row: string[]): boolean => row.every((one) => one === '');
  const first = rows.findIndex((row) => !is_empty(row));
  const last = rows.findLastIndex((row) => !is_empty(row));
  return first < 0 ? [] : rows.slice(first, last + 1);
}

const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,?[ T](\d{1,2}):(\d{2})(?::\d\d)?)?$/;
const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d\d)?)?$/;

/** A date as people write it, in the unit's own zone; null where it is none, or none that exists. */
export function date_of(written: string, order: 'day' | 'month'): string | null {
  // `Fri 16/10/2026`: the name of the day says nothing new.
  const text = written.replace(/^\p{L}+[.,]?\s+/u, '').trim();
  const plain = iso.exec(text);
  const other = plain ? null : numeric.exec(text);
  const [year, first, second, hour, minute] = plain ? [plain[1], plain[2], plain[3], plain[4], plain[5]] : other ? [other[3], other[1], other[2], other[4], other[5]] : [];
  if (!year || !first || !second) return null;
  const [month, day] = plain || order === 'month' ? [first, second] : [second, first];
  const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0');
  const at = `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
  const read = new Date(`${at}Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 16) !== at ? null : at;
}

const is_date = (text: string): boolean => date_of(text, 'day') !== null || date_of(text, 'month') !== null;
const mostly = (texts: string[], fits: (text: string) => boolean): boolean => {
  const filled = texts.filter((text) => text !== '');
  return filled.length > 0 && filled.filter(fits).length * 2 > filled.length;
};

/** Which of day and month comes first, and whether that is known: one number above twelve tells it. */
export function order_of(texts: string[]): { order: 'day' | 'month'; is_known: boolean } {
  const parts = texts.map((text) => numeric.exec(text.replace(/^\p{L}+[.,]?\s+/u, ''))).filter((found) => found !== null);
  if (parts.some((found) => Number(found[1]) > 12)) return { order: 'day', is_known: true };
  if (parts.some((found) => Number(found[2]) > 12)) return { order: 'month', is_known: true };
  return { order: 'day', is_known: parts.every((found) => found[1] === found[2]) };
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[-_\s]+/g, ' ').trim();

/** The indicator that a heading names, with or without its unit of measure. */
export function named(heading: string, known: Known[]): string | null {
  const forms = [heading, heading.replace(/[([].*$/, ''), heading.replace(/,.*$/, '')].map(folded);
  return known.find((one) => forms.includes(folded(one.key)) || forms.includes(folded(one.name)))?.key ?? null;
}

const lists: Record<'indicator' | 'at' | 'value', string[]> = { indicator: ['indicator', 'figure', 'indicador', 'cifra'], at: ['at', 'date', 'time', 'fecha', 'dia', 'hora'], value: ['value', 'valor'] };

/** Reads what was pasted. */
export function read(text: string, known: Known[], how: Reading = {}): Sheet {
  const cells = grid(text);
  const head = (cells[0] ?? []).map(folded);
  const places = { indicator: head.findIndex((one) => lists.indicator.includes(one)), at: head.findIndex((one) => lists.at.includes(one)), value: head.findIndex((one) => lists.value.includes(one)) };
  const sheet = Object.values(places).every((place) => place >= 0) ? as_list(cells, places, known, how) : as_block(cells, known, how);
  return find_twice({ ...sheet, is_too_long: sheet.rows.reduce((count, row) => count + row.cells.length, 0) > MOST });
}

function as_list(cells: string[][], places: { indicator: number; at: number; value: number }, known: Known[], how: Reading): Sheet {
  const lines = cells.slice(1).filter((line) => line.some((one) => one !== ''));
  const dates = lines.map((line) => line[places.at] ?? '');
  const { order, is_known } = order_of(dates);
  const rows = lines.map((line) => {
    const at = date_of(line[places.at] ?? '', how.order ?? order);
    const written = line[places.indicator] ?? '';
    return { text: `${line[places.at] ?? ''} ${written}`, at, cells: [cell(line[places.value] ?? '', named(written, known), at)] };
  });
  return { columns: [{ text: cells[0]?.[places.value] ?? '', indicator: null }], rows, is_undated: false, is_ambiguous: !is_known, is_list: true, is_too_long: false };
}

function as_block(given: string[][], known: Known[], how: Reading): Sheet {
  const first_row = given[0] ?? [];
  const lies = mostly(first_row.slice(1), is_date) && !mostly(given.slice(1).map((row) => row[0] ?? ''), is_date);
  const width = Math.max(0, ...given.map((row) => row.length));
  const full = given.map((row) => [...row, ...Array<string>(width - row.length).fill('')]);
  const cells = lies ? Array.from({ length: width }, (_, column) => full.map((row) => row[column] ?? '')) : full;
  const top = cells[0] ?? [];
  // A heading has words where the lines under it have numbers or dates; lone columns may have one too.
  const has_head = top.some((text) => text !== '' && parse(text) === null && !is_date(text)) && (top.some((text) => named(text, known)) || cells.length > 1);
  const body = has_head ? cells.slice(1) : cells;
  const across = top.map((_, column) => column);
  const date_column = across.find((column) => mostly(body.map((row) => row[column] ?? ''), is_date)) ?? -1;
  const figures = across.filter((column) => column !== date_column && (has_head ? top[column] !== '' || body.some((row) => row[column] !== '') : true));
  const { order, is_known } = order_of(date_column < 0 ? [] : body.map((row) => row[date_column] ?? ''));
  const columns = figures.map((column, place) => {
    const found = has_head ? named(top[column] ?? '', known) : (known[place]?.key ?? null);
    return { text: has_head ? (top[column] ?? '') : '', indicator: how.columns?.[place] !== undefined ? how.columns[place] : found };
  });
  const rows = body.flatMap((row, line) => {
    const text = date_column < 0 ? '' : (row[date_column] ?? '');
    const at = date_column < 0 ? day_after(how.first_day, line) : date_of(text, how.order ?? order);
    const of_row = figures.map((column, place) => ((row[column] ?? '') === '' ? null : of_column(cell(row[column] ?? '', columns[place]?.indicator ?? null, at))));
    return of_row.every((one) => one === null) ? [] : [{ text: text || (at ?? '').slice(0, 10), at, cells: of_row }];
  });
  return { columns, rows, is_undated: date_column < 0, is_ambiguous: !is_known, is_list: false, is_too_long: false };
}

function day_after(first: string | undefined, days: number): string | null {
  const begun = Date.parse(`${first ?? ''}T00:00Z`);
  return Number.isNaN(begun) ? null : new Date(begun + days * 86_400_000).toISOString().slice(0, 16);
}

function cell(text: string, indicator: string | null, at: string | null): Cell {
  const value = parse(text);
  return { text, indicator, at, value, wrong: at === null ? 'date' : indicator === null ? 'figure' : value === null ? 'number' : null };
}

/** A column that goes nowhere is no mistake. */
function of_column(one: Cell): Cell {
  return one.indicator === null ? { ...one, wrong: 'left' } : one;
}

/** What stands twice goes once: the first. */
function find_twice(sheet: Sheet): Sheet {
  const seen = new Set<string>();
  for (const one of sheet.rows.flatMap((row) => row.cells)) {
    if (!one || one.wrong) continue;
    const place = `${one.indicator}@${one.at}`;
    if (seen.has(place)) one.wrong = 'twice';
    seen.add(place);
  }
  return sheet;
}

/** What can be sent of it, in order. */
export function sendable(sheet: Sheet): Cell[] {
  return sheet.rows.flatMap((row) => row.cells).filter((one): one is Cell => one !== null && one.wrong === null);
}
