import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { by_day, kinds, next, turn, waiting } from './triage';
import type { Card, RoomView } from './view';

const room = JSON.parse(readFileSync(new URL('../fixtures/room.json', import.meta.url), 'utf8')) as RoomView;
const first = room.passed_up[0] as Card;
const card = (incident: string, tag: string, ends: string | null): Card => ({ ...first, incident, tag, clock: ends && first.clock ? { ...first.clock, ends: { at: ends, text: ends } } : null });
const cards = [card('1', 'Step down', '2026-10-22T18:00:00-03:00'), card('2', 'Alarm', null), card('3', 'Step down', '2026-10-23T18:00:00-03:00'), card('4', 'Silent', '2026-10-22T09:00:00-03:00')];
const names = (of: Card[]): string => of.map((one) => one.incident).join('');

test('what_waits_is_all_that_the_room_shows', () => {
  expect(waiting(room).length).toBe(room.passed_up.length + room.ours.length);
});

test('what_is_put_off_comes_last_and_one_kind_can_be_gone_through_alone', () => {
  expect(names(turn(cards, '', []))).toBe('1234');
  expect(names(turn(cards, '', ['1']))).toBe('2341');
  expect(names(turn(cards, 'Step down', ['1']))).toBe('31');
  expect(kinds(cards)).toEqual([{ tag: 'Step down', count: 2 }, { tag: 'Alarm', count: 1 }, { tag: 'Silent', count: 1 }]);
});

test('days_come_in_order_and_what_has_no_clock_first', () => {
  expect(by_day(cards).map(({ day, cards: of }) => `${day} ${names(of)}`)).toEqual([' 2', '2026-10-22 14', '2026-10-23 3']);
});

test('after_the_last_comes_the_first_and_after_one_that_has_gone_too', () => {
  expect(next(cards, '1', 1)).toBe('2');
  expect(next(cards, '4', 1)).toBe('1');
  expect(next(cards, '1', -1)).toBe('4');
  expect(next(cards, 'gone', 1)).toBe('1');
  expect(next([], '1', 1)).toBe('');
});
