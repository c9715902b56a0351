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

test('the_first_change_is_fetched_at_once_and_many_after_it_once_more', async () => {
  vi.useFakeTimers();
  const fetched = vi.fn(() => Promise.resolve());
  const refetch = coalesced(fetched);
  refetch();
  expect(fetched).toHaveBeenCalledTimes(1);
  refetch();
  refetch();
  expect(fetched).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(COALESCE_MS);
  expect(fetched).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(10 * COALESCE_MS);
  expect(fetched).toHaveBeenCalledTimes(2);
  refetch();
  expect(fetched).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test('while_an_answer_is_on_its_way_no_other_is_asked_for', async () => {
  vi.useFakeTimers();
  let answer = (): void => {};
  const fetched = vi.fn(() => new Promise<void>((come) => (answer = come)));
  const refetch = coalesced(fetched);
  refetch();
  for (let change = 0; change < 8; change += 1) {
    await vi.advanceTimersByTimeAsync(COALESCE_MS);
    refetch();
  }
  expect(fetched).toHaveBeenCalledTimes(1);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(fetched).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
