import { describe, expect, test } from 'vitest';
import { date_of, grid, named, read, sendable } from './paste';

const known = [{ key: 'yarn-output', name: 'Yarn output' }, { key: 'waste', name: 'Waste' }, { key: 'hours', name: 'Horas trabajadas' }];
const values = (text: string, how = {}) => sendable(read(text, known, how)).map((one) => `${one.indicator} ${one.at} ${one.value}`);

describe('a block of dates and figures', () => {
  test('headings_say_what_goes_where', () => {
    const text = 'Fecha\tYarn output (t)\tWASTE\n16.10.2026\t8,15\t3,1\n17.10.2026\t\t3,2\n';
    expect(values(text)).toEqual(['yarn-output 2026-10-16T00:00 8.15', 'waste 2026-10-16T00:00 3.1', 'waste 2026-10-17T00:00 3.2']);
  });

  test('it_may_lie_on_its_side', () => {
    expect(values('\t2026-10-16\t2026-10-17\nWaste\t3.1\t3.2\nhoras  trabajadas\t510\t512')).toEqual([
      'waste 2026-10-16T00:00 3.1', 'hours 2026-10-16T00:00 510', 'waste 2026-10-17T00:00 3.2', 'hours 2026-10-17T00:00 512',
    ]);
  });

  test('without_headings_columns_go_in_the_order_of_the_figures_and_can_be_put_right', () => {
    expect(values('2026-10-16\t8.15\t3.1')).toEqual(['yarn-output 2026-10-16T00:00 8.15', 'waste 2026-10-16T00:00 3.1']);
    expect(values('2026-10-16\t8.15\t3.1', { columns: { 0: 'waste', 1: null } })).toEqual(['waste 2026-10-16T00:00 8.15']);
  });

  test('what_is_wrong_is_said_in_its_place_and_costs_nothing_else', () => {
    const sheet = read('date;Waste;Water\n2026-10-16;3,1;7\n2026-02-30;3,2;8\n2026-10-18;x;9\n2026-10-16;5;1', known);
    expect(sheet.rows.map((row) => row.cells.map((one) => one?.wrong))).toEqual([[null, 'left'], ['date', 'left'], ['number', 'left'], ['twice', 'left']]);
    expect(sendable(sheet).length).toBe(1);
  });

  test('a_column_alone_counts_days_from_the_one_that_is_named_and_a_gap_is_a_day', () => {
    expect(read('3,1\n3,2', known).is_undated).toBe(true);
    expect(values('Waste\n3,1\n\n3,3', { first_day: '2026-02-27' })).toEqual(['waste 2026-02-27T00:00 3.1', 'waste 2026-03-01T00:00 3.3']);
    expect(read('3,1', known).rows[0]?.cells[0]?.wrong).toBe('date');
  });
});

describe('lines of a report', () => {
  test('a_file_as_the_server_takes_it_is_read_too', () => {
    expect(values('indicator,at,value\nwaste,2026-10-16,3.1\n"yarn-output","2026-10-16 06:00",8.15\n')).toEqual(['waste 2026-10-16T00:00 3.1', 'yarn-output 2026-10-16T06:00 8.15']);
  });

  test('a_line_of_no_figure_is_said_to_be_one', () => {
    expect(read('indicator;at;value\nwater;2026-10-16;3', known).rows[0]?.cells[0]?.wrong).toBe('figure');
  });

  test('quotes_hold_what_would_part_cells', () => {
    expect(grid('"a;""b""";2\r\n3;4')).toEqual([['a;"b"', '2'], ['3', '4']]);
    expect(grid('\n \n')).toEqual([]);
  });
});

describe('dates', () => {
  test.each([
    ['2026-10-16', 'day', '2026-10-16T00:00'], ['Fri 16/10/2026', 'day', '2026-10-16T00:00'], ['10/16/2026', 'month', '2026-10-16T00:00'], ['16.10.26 07:30', 'day', '2026-10-16T07:30'],
    ['2026-02-30', 'day', null], ['16/10/2026', 'month', null], ['yesterday', 'day', null], ['8.15', 'day', null], ['46310', 'day', null],
  ] as const)('%s, %s first', (written, order, at) => expect(date_of(written, order)).toBe(at));

  test('one_day_above_twelve_tells_the_order_of_all_and_without_one_it_is_asked', () => {
    expect(values('date\tWaste\n10/11/2026\t3\n10/16/2026\t4')[0]).toBe('waste 2026-10-11T00:00 3');
    expect(read('date\tWaste\n10/11/2026\t3', known).is_ambiguous).toBe(true);
    expect(read('date\tWaste\n2026-10-11\t3', known).is_ambiguous).toBe(false);
    expect(values('date\tWaste\n10/11/2026\t3', { order: 'month' })).toEqual(['waste 2026-10-11T00:00 3']);
  });
});

test('a_heading_names_a_figure_by_name_or_key_with_or_without_its_measure', () => {
  expect(['Yarn output', 'yarn_output', 'YARN-OUTPUT, t a day', 'Horas Trabajadas [h]', 'Agua'].map((text) => named(text, known))).toEqual(['yarn-output', 'yarn-output', 'yarn-output', 'hours', null]);
});

test('more_than_can_be_looked_at_is_said_and_not_cut', () => {
  const long = Array.from({ length: 5_000 }, (_, place) => `${place}`).join('\n');
  expect(read(long, known).is_too_long).toBe(true);
});
