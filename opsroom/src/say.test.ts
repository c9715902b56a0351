import { describe, expect, test } from 'vitest';
import { clock, date, day, figure, moment, parse, percent, say } from './say';

test('words_take_their_values', () => {
  expect(say('en', 'as_of', { time: '14:31' })).toBe('as of 14:31');
  expect(say('es', 'back_of', { count: 2, needed: 3 })).toBe('2 de 3');
});

test('a_number_is_written_with_the_decimals_of_its_indicator_and_the_sign_of_the_language', () => {
  expect(figure('en', 8.1, 2)).toBe('8.10');
  expect(figure('es', 8.1, 2)).toBe('8,10');
  expect(figure('en', 10.4, 0, 2)).toBe('10.4');
});

test('a_chance_that_is_not_nothing_is_never_written_as_nothing_nor_as_certain', () => {
  expect([0, 0.001, 0.5, 0.98, 0.999, 1].map((chance) => percent('en', chance))).toEqual(['0%', '<1%', '50%', '98%', '>99%', '100%']);
  expect(percent('es', 0.001)).toBe('<1\u00a0%');
});

describe('times', () => {
  test('a_time_is_shown_as_the_clock_of_the_unit_stood_wherever_the_reader_is', () => {
    expect(clock('2026-10-16T23:30:00-03:00')).toBe('23:30');
    expect(day('en', '2026-10-16T23:30:00-03:00')).toBe('Fri 16');
    expect(day('en', '2026-10-16T23:30:00+13:00')).toBe('Fri 16');
    expect(day('es', '2026-10-16T23:30:00-03:00')).toBe('vie 16');
  });

  test('months_are_three_letters', () => {
    expect(date('en', '2026-09-22T18:00:00-03:00')).toBe('22 Sep');
    expect(date('es', '2026-09-22T18:00:00-03:00')).toBe('22 sep');
  });

  test('a_label_is_as_fine_as_the_cadence_needs', () => {
    const at = '2026-10-16T06:05:00-03:00';
    expect(moment('en', at, 3600)).toBe('Fri 16 06:05');
    expect(moment('en', at, 86_400)).toBe('Fri 16 Oct');
    expect(moment('en', at, 30 * 86_400)).toBe('Oct 2026');
  });
});

describe('what a person writes as a number', () => {
  test.each([
    ['8.15', 8.15], ['8,15', 8.15], ['1.234,5', 1234.5], ['1,234.5', 1234.5], ['1 234', 1234], ['1.234.567', 1234567], ['-3', -3], ['−3', -3], ['+4', 4],
    ['.5', 0.5], [',5', 0.5], ['0', 0],
  ])('%s is read', (written, value) => expect(parse(written)).toBe(value));

  test.each(['', ' ', 'eight', '1e101', '8 t', '1.2,3,4', '--3', 'NaN', '.', '0x1f'])('%j is not guessed at', (written) => expect(parse(written)).toBeNull());
});
