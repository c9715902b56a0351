import { expect, test } from 'vitest';
import { found, seen } from './tree';
import type { UnitRow } from './view';

const row = (path: string, depth: number): UnitRow => ({ unit: { id: path, path, name: path.split('/').at(-1) ?? '' }, depth, parts: 0, indicators: 0 });
const rows = [row('chile', 0), row('chile/textiles', 1), row('chile/textiles/yarur', 2), row('chile/food', 1), row('chile/food/mill', 2)];
const paths = (of: UnitRow[]): string[] => of.map((one) => one.unit.path);

test('what_lies_below_a_closed_row_is_not_seen_and_what_follows_is', () => {
  expect(paths(seen(rows, (one) => one.unit.path !== 'chile/textiles'))).toEqual(['chile', 'chile/textiles', 'chile/food', 'chile/food/mill']);
  expect(paths(seen(rows, () => false))).toEqual(['chile']);
  expect(seen(rows, () => true)).toHaveLength(5);
});

test('a_unit_is_found_by_a_piece_of_its_name_or_path', () => {
  expect(paths(found(rows, ' Yarur '))).toEqual(['chile/textiles/yarur']);
  expect(paths(found(rows, 'food/'))).toEqual(['chile/food/mill']);
});
