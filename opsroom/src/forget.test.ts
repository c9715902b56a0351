import { afterEach, expect, test, vi } from 'vitest';
import { drafts, forget, kept } from './forget';

afterEach(() => vi.unstubAllGlobals());

test('what_is_of_a_person_goes_and_what_is_of_the_device_stays', () => {
  const all = new Set(['lang', 'theme', 'source', 'queue', 'flow chile/mill', 'guide_past', 'confirmed', 'by', 'as']);
  const storage = new Proxy({ removeItem: (key: string) => void all.delete(key) }, {
    ownKeys: () => [...all],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  vi.stubGlobal('localStorage', storage);
  expect(kept()).toEqual(['queue', 'flow chile/mill', 'guide_past', 'confirmed', 'by', 'as']);
  forget(drafts);
  expect([...all]).toEqual(['lang', 'theme', 'source', 'queue', 'flow chile/mill', 'guide_past']);
  forget();
  expect([...all]).toEqual(['lang', 'theme', 'source']);
});

test('where_nothing_may_be_kept_there_is_nothing_to_forget', () => {
  vi.stubGlobal('localStorage', undefined);
  expect(kept()).toEqual([]);
  forget();
});
