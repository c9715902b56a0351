import { expect, test } from 'vitest';
import { decimal_of, number_of, past_body, read_past, text_of, time_of } from './past';

const known = [{ key: 'yarn', name: 'Yarn output' }, { key: 'waste', name: 'Waste' }];
const now = '2026-03-02T17:00';
const read = (text: string, how = {}) => read_past(text, known, how, now);

test('a_table_of_a_spreadsheet_maps_itself_by_its_headings', () => {
  const sheet = read('\ufeffFecha;Yarn output (t);Waste;Water\n01/02/26;8,15;3,1;7\n13/02/26;8,2;;7\n');
  expect(sheet.columns).toEqual(['time', 'yarn', 'waste', null]);
  expect(past_body(sheet, {})).toEqual({ indicators: ['yarn', 'waste'], rows: [{ at: '2026-02-01', values: [8.15, 3.1] }, { at: '2026-02-13', values: [8.2, null] }] });
});

test('columns_without_headings_go_to_the_figures_in_their_order', () => {
  const sheet = read('2026-02-01\t8.1\t3\n2026-02-02\t8.2\t3.1');
  expect(sheet.columns).toEqual(['time', 'yarn', 'waste']);
  expect(sheet.readings).toBe(4);
});

test('what_is_wrong_is_said_in_its_place_and_nothing_can_be_sent', () => {
  const sheet = read('date,Yarn output,Waste\n2026-02-01,8.1,3\n2026-02-30,8.1,3\n2026-02-03,eight,3\n2026-02-01,8.2,3\n2026-12-01,8.2,3\n');
  expect(sheet.rows.map((row) => [...row.wrong.entries()].flat())).toEqual([[], [0, 'date'], [1, 'number'], [1, 'twice'], [0, 'ahead']]);
  expect(past_body(sheet, {})).toBeNull();
  expect(past_body(sheet, { skip: true })?.rows).toEqual([{ at: '2026-02-01', values: [8.1, 3] }]);
});

test('serial_dates_months_and_times_are_read', () => {
  expect(time_of('46054', 'day')).toBe('2026-02-01T00:00');
  expect(time_of('46054.25', 'day')).toBe('2026-02-01T06:00');
  expect(time_of('2026-02', 'day')).toBe('2026-02-01T00:00');
  expect(time_of('2026-02-01T06:15:00', 'day')).toBe('2026-02-01T06:15');
  expect(time_of('1/2/26', 'month')).toBe('2026-01-02T00:00');
  expect(read('day\tYarn output\n46054\t8,1\n46055\t8,2').columns).toEqual(['time', 'yarn']);
});

test('the_decimal_sign_is_told_by_what_cannot_be_a_group', () => {
  expect(decimal_of(['1,234', '8,15'])).toEqual({ sign: ',', is_known: true });
  expect(decimal_of(['1.234,5'])).toEqual({ sign: ',', is_known: true });
  expect(decimal_of(['1,234', '2,500'])).toEqual({ sign: '.', is_known: false });
  expect(decimal_of(['0,125'])).toEqual({ sign: ',', is_known: true });
  expect([number_of('1.234,5', ','), number_of("1'234.5", '.'), number_of('1,23,4', '.'), number_of('3.1 %', '.'), number_of('1e400', '.')]).toEqual([1234.5, 1234.5, null, 3.1, null]);
});

test('a_column_of_text_and_an_empty_one_go_nowhere_by_themselves', () => {
  const sheet = read('date,who,empty,Yarn output\n2026-02-01,Ana,,8.1\n2026-02-02,Eva,,8.2\n');
  expect(sheet.columns).toEqual(['time', null, null, 'yarn']);
});

test('a_hundred_thousand_rows_are_read_and_one_more_is_too_many', () => {
  const row = (place: number): string => `${new Date(Date.parse('2000-01-01T00:00Z') + place * 3_600_000).toISOString().slice(0, 16)},${place % 97}`;
  const rows = Array.from({ length: 100_000 }, (_, place) => row(place));
  const sheet = read(`at,Yarn output\n${rows.join('\n')}`);
  expect([sheet.readings, sheet.is_too_long]).toEqual([100_000, false]);
  expect(read(`at,Yarn output\n${rows.join('\n')}\n2026-01-01,1`).is_too_long).toBe(true);
});

test('archives_and_pictures_are_no_tables_and_other_alphabets_are', () => {
  expect(text_of(new Uint8Array([0x50, 0x4b, 3, 4]))).toEqual({ not: 'archive' });
  expect(text_of(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]))).toEqual({ not: 'picture' });
  expect(text_of(new Uint8Array([0x61, 0xf1, 0x6f]))).toEqual({ text: 'año' });
  expect(text_of(new Uint8Array([0xff, 0xfe, 0x61, 0]))).toEqual({ text: 'a' });
});

test('nothing_at_all_is_no_trouble', () => {
  for (const text of ['', '\n\n', 'date', '2026-02-01']) expect(past_body(read(text), {})).toBeNull();
});
