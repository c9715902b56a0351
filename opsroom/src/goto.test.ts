import { expect, test } from 'vitest';
import { goals } from './goto';
import type { UnitRow } from './view';

const unit = (path: string, name: string): UnitRow => ({ unit: { id: path, path, name }, depth: 0, parts: 0, indicators: 0 });
const units = [unit('chile', 'Chile'), unit('chile/textiles', 'Textiles'), unit('chile/textiles/plan-mill', 'Old plan mill'), unit('chile/planta', 'Planta')];
const pages = [{ page: 'room', name: 'Room' }, { page: 'plan', name: 'Plan' }] as const;
const place = units[1]!.unit;

test('pages_of_the_unit_come_first_then_units_that_begin_so', () => {
  const hrefs = goals([...pages], place, units, 'PLAN').map(({ href }) => href);
  expect(hrefs).toEqual(['/chile/textiles/plan', '/chile/planta', '/chile/textiles/plan-mill']);
});

test('with_nothing_typed_all_pages_are_there_and_units_as_they_stand', () => {
  expect(goals([...pages], place, units, ' ').map(({ name }) => name)).toEqual(['Room', 'Plan', 'Chile', 'Textiles', 'Old plan mill', 'Planta']);
});

test('without_a_unit_only_units_are_found_and_no_more_than_fit', () => {
  const many = Array.from({ length: 500 }, (_, at) => unit(`chile/mill-${at}`, `Mill ${at}`));
  const found = goals([...pages], null, many, 'mill');
  expect(found).toHaveLength(12);
  expect(found[0]!.where).toBe('chile/mill-0');
});
