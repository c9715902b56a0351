import { expect, test } from 'vitest';
import { addressed, asking, days_after, names, receivers } from './telex';
import { announced, endpoint, route } from './route';
import type { TelexAddress, UnitRef } from './view';

const unit = (name: string): UnitRef => ({ id: name, path: `chile/${name.toLowerCase()}`, name });
const sisters: TelexAddress = { to: 'sisters', units: ['Fiap', 'Sumar', 'Yarur'].map(unit) };
const above: TelexAddress = { to: 'above', units: [unit('Textiles')] };

test('a_message_goes_to_the_units_that_are_chosen_and_up_without_a_choice', () => {
  expect(receivers(sisters, []).length).toBe(0);
  expect(receivers(sisters, ['chile/yarur', 'chile/elsewhere']).map((one) => one.name)).toEqual(['Yarur']);
  expect(receivers(above, [])).toEqual(above.units);
  expect(addressed('above', above.units)).toEqual({ to: 'above' });
  expect(addressed('sisters', [unit('Sumar')])).toEqual({ to: 'sisters', units: ['chile/sumar'] });
});

test('who_reads_it_is_listed_as_people_say_it_and_many_are_counted', () => {
  expect(names('en', sisters.units)).toBe('Fiap, Sumar and Yarur');
  expect(names('es', sisters.units)).toBe('Fiap, Sumar y Yarur');
  expect(names('en', sisters.units, 2)).toBe('Fiap, Sumar and +1');
});

test('what_is_asked_of_a_page_stands_in_its_address_and_comes_back_from_there', () => {
  const address = asking('chile/mill', 'telex', { filter: 'ours', search: 'panadería & más', before: null });
  const [path, search] = address.split('?');
  const to = route(path ?? '', `?${search}`);
  expect(to).toEqual({ page: 'telex', unit: 'chile/mill', asked: { filter: 'ours', search: 'panadería & más' } });
  expect(new URLSearchParams(endpoint(to, 'es').split('?')[1]).get('search')).toBe('panadería & más');
  expect(announced(to)).toBe('telex');
  expect(asking('chile/mill', 'telex', { filter: 'all', search: '' })).toBe('/chile/mill/telex');
  expect(route('/chile/mill/telex/board', '?kind=need&filter=ours')).toEqual({ page: 'board', unit: 'chile/mill', asked: { kind: 'need' } });
});

test('the_last_day_of_a_need_is_counted_in_civil_days', () => {
  expect(days_after('2026-10-31T23:30:00-03:00', 1)).toBe('2026-11-01');
  expect(days_after('2026-12-31T00:00:00+02:00', 59)).toBe('2027-02-28');
});
