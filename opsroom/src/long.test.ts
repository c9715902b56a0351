import { describe, expect, test } from 'vitest';
import { columns, joined, nearest, panned, wall_time, wanted, zoomed } from './long';
import type { Envelope } from './view';

const HOUR = 3_600_000;
const whole = { from: 0, to: 1000 * HOUR };
const share = (since: number, at: number, readings = at - since + 1): Envelope => ({ since_ms: since * HOUR, at_ms: at * HOUR, low: 1, high: 3, last: 2, readings, corrected: false });
const hours = (from: number, to: number): Envelope[] => Array.from({ length: to - from }, (_, place) => share(from + place, from + place));

describe('which stretch is looked at', () => {
  test('looking_closer_keeps_the_place_under_the_finger', () => {
    const now = zoomed(whole, whole, 0.5, 250 * HOUR, HOUR);
    expect(now).toEqual({ from: 125 * HOUR, to: 625 * HOUR });
    expect((250 * HOUR - now.from) / (now.to - now.from)).toBe(0.25);
  });

  test('nobody_looks_closer_than_eight_readings_nor_wider_than_the_whole', () => {
    expect(zoomed(whole, whole, 0.000001, 500 * HOUR, HOUR)).toEqual({ from: 496 * HOUR, to: 504 * HOUR });
    expect(zoomed({ from: 0, to: 10 * HOUR }, whole, 1e6, 5 * HOUR, HOUR)).toEqual(whole);
  });

  test('nobody_moves_past_the_ends', () => {
    expect(panned({ from: 900 * HOUR, to: 950 * HOUR }, whole, 5)).toEqual({ from: 950 * HOUR, to: 1000 * HOUR });
    expect(panned({ from: 20 * HOUR, to: 70 * HOUR }, whole, -1)).toEqual({ from: 0, to: 50 * HOUR });
  });
});

describe('which readings that needs', () => {
  const coarse = { ...whole, envelopes: Array.from({ length: 100 }, (_, place) => share(place * 10, place * 10 + 9)) };

  test('what_is_fine_enough_is_not_asked_for_again', () => {
    expect(wanted(whole, whole, [coarse], 150)).toBeNull();
    const near = { from: 400 * HOUR, to: 500 * HOUR };
    expect(wanted(near, whole, [coarse], 150)).toEqual({ from: 300 * HOUR, to: 600 * HOUR });
    expect(wanted(near, whole, [coarse, { from: 300 * HOUR, to: 600 * HOUR, envelopes: hours(300, 600) }], 150)).toBeNull();
  });

  test('a_finer_piece_takes_its_place_in_the_whole', () => {
    const all = joined(coarse.envelopes, { from: 300 * HOUR, to: 600 * HOUR, envelopes: hours(300, 600) });
    expect(all.length).toBe(70 + 300);
    expect(all.reduce((count, one) => count + one.readings, 0)).toBe(1000);
  });

  test('a_line_is_broken_where_readings_are_missing_and_not_over_a_weekend', () => {
    expect(columns([share(0, 0), share(3, 3), share(7, 7)], HOUR).last).toEqual([2, 2, null, 2]);
  });
});

test('a_time_leads_to_the_reading_nearest_to_it', () => {
  const of = hours(0, 10);
  expect([-5, 0, 3.4, 3.6, 99].map((at) => nearest(of, at * HOUR))).toEqual([0, 0, 3, 4, 9]);
  expect(nearest([], 0)).toBe(-1);
});

test('times_are_those_of_the_unit_wherever_the_reader_is', () => {
  expect(wall_time(Date.parse('2026-10-16T20:41:00Z'), 'America/Santiago')).toBe('2026-10-16T17:41:00');
  expect(wall_time(Date.parse('2026-07-16T20:41:00Z'), 'America/Santiago')).toBe('2026-07-16T16:41:00');
});
