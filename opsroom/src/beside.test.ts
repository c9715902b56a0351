import { expect, test } from 'vitest';
import { series_csv, stretches } from './beside';

const day = (date: number): string => `2026-10-${String(date).padStart(2, '0')}T00:00:00-03:00`;
const slots = [day(5), day(6), day(7), day(8)];

test('what_was_agreed_ends_where_something_else_was_or_nothing', () => {
  const plan = [{ from: day(1), value: 10 }, { from: day(6), value: 12 }, { from: day(8), value: null }];
  expect(stretches({ plan, spans: [], signals: [] }, slots).plan).toEqual([{ from: 0, to: 1, value: 10 }, { from: 1, to: 3, value: 12 }]);
});

test('what_is_over_before_the_first_reading_is_not_in_sight_and_what_lasts_reaches_the_end', () => {
  const span = (from: number, until: number | null, kind: 'incident' | 'apart' | 'level' = 'incident') => ({ kind, from: day(from), until: until === null ? null : day(until), text: '', incident: null });
  const seen = (one: ReturnType<typeof span>) => stretches({ plan: [], spans: [one], signals: [] }, slots).spans.map(({ from, to }) => [from, to]);
  expect(seen(span(1, 3))).toEqual([]);
  expect(seen(span(6, null))).toEqual([[1, 4]]);
  expect(seen(span(7, null, 'level'))).toEqual([[2, 2]]);
  expect(seen(span(1, null, 'level'))).toEqual([]);
});

test('a_link_to_the_file_says_through_whose_eyes', () => {
  expect(series_csv('1a', 'yarn', 'chile/mill')).toBe('/api/v1/units/1a/indicators/yarn/series.csv?as=chile%2Fmill');
  expect(series_csv('1a', 'yarn', null)).toBe('/api/v1/units/1a/indicators/yarn/series.csv');
});
