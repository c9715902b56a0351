import { expect, test } from 'vitest';
import { labelled, path, ribbon, scale, sketch, slot_of } from './plot';
import type { Point } from './view';

const days = ['2026-10-16T18:00:00-03:00', '2026-10-19T18:00:00-03:00', '2026-10-20T18:00:00-03:00'];

test('high_values_stand_high_and_keep_a_margin', () => {
  const { y } = scale([8, 10], 0, 100);
  expect(y(10)).toBeLessThan(y(8));
  expect(y(10)).toBeGreaterThan(0);
  expect(y(8)).toBeLessThan(100);
});

test('a_series_that_never_moves_still_has_a_place', () => {
  expect(scale([5, 5], 0, 100).y(5)).toBeCloseTo(50);
  expect(scale([0, 0], 0, 100).y(0)).toBeCloseTo(50);
});

test('a_change_stands_before_its_first_reading_and_a_deadline_after_its_last', () => {
  expect(slot_of('2026-10-19T00:00:00-03:00', days, 'since')).toBe(1);
  expect(slot_of('2026-10-19T18:00:00-03:00', days, 'since')).toBe(1);
  expect(slot_of('2026-10-19T18:00:00-03:00', days, 'rises')).toBe(2);
  expect(slot_of('2026-11-01T00:00:00-03:00', days, 'rises')).toBe(3);
});

test('labels_never_stand_on_each_other_and_the_last_is_always_there', () => {
  const shown = [...labelled(20, 10, 56)];
  expect(shown).toContain(19);
  expect(Math.min(...shown.slice(1).map((index, place) => index - (shown[place] ?? 0)))).toBe(6);
  expect(labelled(0, Infinity, 56).size).toBe(0);
});

test('a_line_breaks_where_there_is_no_data', () => {
  expect(path([[0, 1], [2, 3], null, [6, 7], [8, 9]])).toBe('M0.0 1.0L2.0 3.0M6.0 7.0L8.0 9.0');
});

test('a_band_is_drawn_only_where_something_was_expected', () => {
  const point = (lower: number | null): Point => ({ at: '', value: 1, flag: 'kept', lower, upper: lower });
  expect(ribbon([point(null), point(1)], (x) => x, (y) => y)).toBe('');
  expect(ribbon([point(null), point(1), point(2)], (x) => x, (y) => y)).toBe('M1.0 1.0L2.0 2.0L2.0 2.0L1.0 1.0Z');
});

test('days_that_are_not_released_yet_are_left_open', () => {
  const drawn = sketch({ values: [70, 71, 72, null, null], lower: 68, upper: 74, unreleased: 2 }, 102, 26);
  expect(drawn.unreleased).toBeCloseTo(51);
  expect(drawn.band?.width).toBeCloseTo(51);
  expect(sketch({ values: [], lower: null, upper: null, unreleased: 0 }, 102, 26)).toEqual({ line: '', band: null, unreleased: null });
});
