import { expect, test } from 'vitest';
import { doubt } from './doubt';

const cotton = { expected: { lower: 48, upper: 72 }, previous: { text: 'yesterday', value: 60 } };

test('what_is_expected_is_not_doubted', () => {
  expect(doubt(cotton, 48)).toBeNull();
  expect(doubt(cotton, 72)).toBeNull();
});

test('what_lies_outside_is_said_to', () => {
  expect(doubt(cotton, 80)).toEqual({ kind: 'higher' });
  expect(doubt(cotton, 40)).toEqual({ kind: 'lower' });
});

test('a_slip_of_the_comma_is_named_with_what_was_meant', () => {
  expect(doubt(cotton, 610)).toEqual({ kind: 'times_more', factor: 10, meant: 61 });
  expect(doubt(cotton, 6.1)).toEqual({ kind: 'times_less', factor: 10, meant: 61 });
  expect(doubt(cotton, 6000)).toEqual({ kind: 'times_more', factor: 100, meant: 60 });
});

test('a_figure_that_may_well_be_ten_times_another_is_not_doubted_when_it_was_expected', () => {
  expect(doubt({ expected: { lower: 0, upper: 1000 }, previous: { text: 'yesterday', value: 60 } }, 610)).toBeNull();
});

test('while_the_filter_learns_only_slips_are_doubted', () => {
  const learning = { ...cotton, expected: null };
  expect(doubt(learning, 90)).toBeNull();
  expect(doubt(learning, 600)).toMatchObject({ kind: 'times_more' });
});

test('nothing_is_ten_times_nothing', () => {
  expect(doubt({ expected: null, previous: { text: 'yesterday', value: 0 } }, 5)).toBeNull();
  expect(doubt({ expected: null, previous: { text: 'yesterday', value: 5 } }, 0)).toBeNull();
  expect(doubt({ expected: null, previous: null }, 5)).toBeNull();
});
