import { expect, test } from 'vitest';
import { signature } from './me';
import { above, act_path, days, lasts, opening_body, request_body, unit_path, type Entered } from './sharing';
import type { Me, RequestRow, UnitRef } from './view';

const ana: Me = { name: 'Ana', operator: false, units: [], ends: null };
const entered: Entered = { to: ' /chile/textiles/ ', indicators: ['yarn-output', 'waste'], since: '', until: '2026-11-19', words: ' Looms stand \n', request: '' };

test('what_is_left_empty_is_left_out', () => {
  const body = opening_body('chile/textiles/yarur', signature(ana, 'shift lead'), entered);
  expect(body).toEqual({ unit: 'chile/textiles/yarur', to: 'chile/textiles', indicators: ['yarn-output', 'waste'], until: '2026-11-19', words: 'Looms stand' });
  expect('by' in body || 'since' in body || 'request' in body).toBe(false);
});

test('what_is_entered_is_sent', () => {
  const body = opening_body('chile/mill', signature(null, 'shift lead'), { ...entered, since: '2026-10-01', request: 'r-1' });
  expect(body).toMatchObject({ since: '2026-10-01', request: 'r-1', by: 'shift lead' });
});

test('who_asks_signs_with_a_role_only_where_nobody_is_signed_in', () => {
  expect(request_body('chile/mill', signature(ana, 'shift lead'), 'Why')).toEqual({ unit: 'chile/mill', words: 'Why' });
  expect(request_body('/chile/mill', signature(null, 'secretary'), ' Why ')).toEqual({ unit: 'chile/mill', by: 'secretary', words: 'Why' });
});

/** The server takes the midnight after the last day, and that may be 30 times 24 hours from now at most. */
test.each([
  ['2026-10-21T07:10:00-03:00', 30],
  ['2026-10-21T00:00:00-03:00', 30],
  ['2026-10-21T23:59:59-03:00', 30],
  ['2026-12-31T23:59:59-03:00', 30],
  ['2028-02-10T12:00:00+05:00', 30],
  ['2026-10-21T07:10:00-03:00', 1],
])('at_%s_the_last_of_%i_days_is_the_last_that_the_server_takes', (now, most) => {
  const { today, last } = days(now, most);
  const offset = now.slice(19);
  const until = (day: string): number => Date.parse(`${day}T00:00:00${offset}`) + 86_400_000;
  const latest = Date.parse(now) + most * 86_400_000;
  const next = new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  expect(today).toBe(now.slice(0, 10));
  expect(until(last)).toBeLessThanOrEqual(latest);
  if (!now.includes('T00:00:00')) expect(until(next)).toBeGreaterThan(latest);
});

test('without_a_clock_no_day_is_refused', () => expect(days('', 30)).toEqual({ today: '', last: '' }));

test.each([
  ['chile/textiles', 'chile/textiles'],
  [' /chile/textiles/ ', 'chile/textiles'],
  ['https://room.example:1972/chile/textiles?as=chile#x', 'chile/textiles'],
  ['', ''],
])('%s is a path', (text, path) => expect(unit_path(text)).toBe(path));

test('the_level_above_is_offered_and_the_root_has_none', () => {
  const [nation, sector] = ['chile', 'chile/textiles'].map((path): UnitRef => ({ id: path, path, name: path }));
  expect(above([nation, sector] as UnitRef[])).toBe(nation);
  expect(above([nation] as UnitRef[])).toBe(null);
  expect(above([])).toBe(null);
});

test('each_act_has_its_address', () => {
  const row: RequestRow = { id: '7', unit: { id: 'u', path: 'chile', name: 'Nation' }, sentence: '', words: '', standing: '', until: { at: '', text: '' }, acts: [] };
  expect(['sign', 'close', 'decline'].map((act) => act_path(row, act as 'sign'))).toEqual(['/api/v1/openings/7/sign', '/api/v1/openings/7/close', '/api/v1/requests/7/decline']);
});

test('what_is_over_lasts_no_longer_in_whichever_zone', () => {
  const at = (at: string) => ({ at, text: '' });
  expect(lasts(at('2026-10-21T08:00:00-03:00'), at('2026-10-21T10:59:00+00:00'))).toBe(true);
  expect(lasts(at('2026-10-21T08:00:00-03:00'), at('2026-10-21T11:00:00+00:00'))).toBe(false);
});
