import { expect, test, vi } from 'vitest';
import { BROKEN_AFTER_MS, COALESCE_MS, coalesced, concerns, freshness, HATCHED_AFTER_MS } from './live';

test('one_lost_beat_is_still_live_two_are_not', () => {
  expect(freshness(5_000, 0)).toBe('live');
  expect(freshness(BROKEN_AFTER_MS - 1, 0)).toBe('live');
  expect(freshness(BROKEN_AFTER_MS, 0)).toBe('broken');
});

test('after_a_minute_of_silence_the_page_is_hatched', () => {
  expect(freshness(HATCHED_AFTER_MS - 1, 0)).toBe('broken');
  expect(freshness(HATCHED_AFTER_MS, 0)).toBe('hatched');
});

test('a_page_fetches_again_for_its_own_name_or_for_all', () => {
  expect(concerns(['room', 'incident:41'], 'incident:41')).toBe(true);
  expect(concerns(['incident:42'], 'incident:41')).toBe(false);
  expect(concerns(['*'], 'plan')).toBe(true);
});

test('many_changes_at_once_are_fetched_once_and_the_next_one_again', () => {
  vi.useFakeTimers();
  const fetched = vi.fn();
  const refetch = coalesced(fetched);
  refetch();
  refetch();
  refetch();
  expect(fetched).not.toHaveBeenCalled();
  vi.advanceTimersByTime(COALESCE_MS);
  expect(fetched).toHaveBeenCalledTimes(1);
  refetch();
  vi.advanceTimersByTime(COALESCE_MS);
  expect(fetched).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
