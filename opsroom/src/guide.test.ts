import { expect, test } from 'vitest';
import { addresses, charter, fresh, holidays, kept, keyed, local, preset_of, presets, step_of, ucum, week_of } from './guide';

const draft = (more: object) => ({ ...fresh('America/Santiago'), name: 'Hilandería Ñuble', ...more });

test('an_address_is_made_from_any_name', () => {
  expect(keyed('Hilandería Ñuble (2)', 'unit')).toBe('hilanderia-nuble-2');
  expect(keyed('مصنع النسيج', 'unit')).toBe('unit');
  expect(keyed('🏭', 'unit')).toBe('unit');
  expect(keyed('Plan', 'unit')).toBe('plan-2');
  expect(keyed('<b>x</b>', 'unit')).toBe('b-x-b');
  expect(keyed('x'.repeat(200), 'unit')).toHaveLength(58);
  expect(keyed('Yarn', 'figure', ['yarn', 'yarn-2'])).toBe('yarn-3');
});

test('a_unit_of_measure_that_ucum_has_no_word_for_stands_in_braces', () => {
  expect(['t', 'kWh', '°C', 'm³', 'piezas', 'bolts per day', 'м', '%', ''].map(ucum)).toEqual(['t', 'kW.h', 'Cel', 'm3', '{pieces}', '{bolts_per_day}', '{units}', '%', '']);
});

test('holidays_are_read_however_they_are_parted_and_what_is_none_is_named', () => {
  expect(holidays('2026-05-01, 21/05/2026\nNavidad 25.12.2026; someday, 2026-05-01')).toEqual({ dates: ['2026-05-01', '2026-05-21', '2026-12-25'], unread: ['someday'] });
  expect(holidays('')).toEqual({ dates: [], unread: [] });
});

test('the_figures_belong_to_the_part_where_there_is_one', () => {
  const figures = [{ name: 'Yarn', measure: 't', cadence: 'daily', direction: 'more', people: false }, { name: ' ', measure: '', cadence: 'daily', direction: 'more', people: false }];
  const [whole, part] = charter(draft({ part: 'Mill 2', figures }));
  expect([whole?.path, whole?.indicators, part?.path, part?.indicators?.length]).toEqual(['hilanderia-nuble', undefined, 'hilanderia-nuble/mill-2', 1]);
  expect(charter(draft({ figures }))[0]?.indicators?.[0]).toEqual({ key: 'yarn', name: 'Yarn', measure: 't', cadence: 'daily', direction: 'more', sphere: 'work' });
  expect(addresses(draft({ address: '/mill/' })).root).toBe('mill');
});

test('a_week_that_never_stops_has_no_shifts_and_no_holidays', () => {
  const hours = { zone: 'UTC', holidays: '2026-05-01' };
  expect(week_of({ ...hours, ...presets.always })).toEqual({ zone: 'UTC', shifts: [], holidays: [] });
  expect(week_of({ ...hours, ...presets.two }).shifts[1]).toEqual({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '14:00', to: '22:00' });
  expect(preset_of({ ...hours, ...presets.hospital })).toBe('hospital');
  expect(preset_of({ ...hours, days: presets.one.days, shifts: [{ from: '05:00', to: '13:00' }] })).toBeNull();
});

test('what_was_typed_is_kept_and_what_is_broken_is_forgotten', () => {
  const typed = draft({ step: 2 });
  expect(kept(JSON.stringify(typed), 'UTC')).toEqual(typed);
  for (const broken of [null, '', '{', '{"step":3}', '{"figures":1}']) expect(kept(broken, 'UTC')).toEqual(fresh('UTC'));
});

test('what_the_server_finds_wrong_has_its_step', () => {
  expect(['units[0].name', 'units[1].path', 'units[0].zone', 'units[0].shifts[1]', 'units[0].holidays', 'units[1].indicators[2].measure'].map(step_of)).toEqual([0, 0, 1, 1, 1, 2]);
});

test('the_time_of_a_zone_is_what_its_clocks_show', () => {
  expect(local('2026-03-02T12:00:00Z', 'America/Santiago')).toBe('2026-03-02T09:00');
  expect(local('2026-03-02T12:00:00Z', 'Nowhere/At all')).toBe('2026-03-02T12:00');
});
