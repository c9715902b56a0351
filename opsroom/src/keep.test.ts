import { afterEach, expect, test, vi } from 'vitest';
import { Queue } from './queue';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

const fresh = async () => (await import('./keep')).keep;

test('what_the_browser_keeps_is_kept_there', async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) });
  const keep = await fresh();
  keep.setItem('by', 'clerk');
  expect([keep.getItem('by'), kept.get('by'), keep.fails]).toEqual(['clerk', 'clerk', false]);
  keep.removeItem('by');
  expect(keep.getItem('by')).toBeNull();
});

test('a_full_storage_loses_nothing_while_the_page_is_open_and_says_so_until_there_is_room', async () => {
  const kept = new Map<string, string>();
  let is_full = true;
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (is_full) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  });
  const keep = await fresh();
  const queue = new Queue(keep, () => Promise.resolve({ later: true }));
  const thing = { key: 'a', kind: 'report' as const, unit: 'chile', viewer: null, path: '', body: {}, kept_at: '', refused: null };
  queue.add(thing);
  expect([queue.waiting().length, keep.fails, kept.size]).toEqual([1, true, 0]);
  is_full = false;
  queue.add({ ...thing, key: 'b' });
  expect([queue.waiting().length, keep.fails, kept.size]).toEqual([2, false, 1]);
});

test('a_storage_that_is_forbidden_is_none', async () => {
  vi.stubGlobal('localStorage', new Proxy({}, { get: () => { throw new DOMException('no', 'SecurityError'); } }));
  const keep = await fresh();
  keep.setItem('by', 'clerk');
  expect([keep.getItem('by'), keep.getItem('other'), keep.fails]).toEqual(['clerk', null, true]);
});

test('what_is_remembered_for_the_first_paint_is_for_this_name_alone_by_https', async () => {
  const { remembered } = await import('./keep');
  expect(remembered('as', 'chile/textiles', 60, 'https:')).toBe('__Host-cybersyn_as=chile%2Ftextiles; path=/; max-age=60; samesite=strict; secure');
  expect(remembered('lang', 'es', 60, 'http:')).toBe('cybersyn_lang=es; path=/; max-age=60; samesite=strict');
});
