import { expect, test } from 'vitest';
import { clean_code, digits, in_fours, missing, safe_to, sign_in_at, whole } from './door';

test.each(['/', '/chile', '/chile/textiles/i/41?at=2026-10-23', '/me#codes', '/join#K7QF2M9DX4TA', '/chile?wall=1', '/a%20b'])('%s is a page of this site', (to) => {
  expect(safe_to(to)).toBe(to);
});

test.each([
  null, '', 'chile', 'https://elsewhere.example', '//elsewhere.example', '///elsewhere.example', '/\\elsewhere.example', '\\\\elsewhere.example',
  '/chile\\..', '/\t/elsewhere.example', '/\n/elsewhere.example', ' //elsewhere.example', '/ /elsewhere.example', 'javascript:alert(1)', 'data:text/html,x',
  '/.//elsewhere.example', '/a/..//elsewhere.example', '/\u0000', 'http:/chile', '?to=/', '/sign-in', '/sign-in?to=/chile', '/sign-in/',
])('%j is none, and leads to the list of units', (to) => {
  expect(safe_to(to)).toBe('/');
});

test('the_door_knows_the_way_back', () => {
  expect(sign_in_at('/chile/textiles?wall=1')).toBe('/sign-in?to=%2Fchile%2Ftextiles%3Fwall%3D1');
  expect(sign_in_at('/')).toBe('/sign-in');
  const back = new URL(sign_in_at('/chile/i/4?a=b&c=d'), 'http://here.invalid').searchParams.get('to');
  expect(safe_to(back)).toBe('/chile/i/4?a=b&c=d');
});

test.each([
  ['K7QF-2M9D-X4TA', 'K7QF2M9DX4TA'],
  ['k7qf 2m9d x4ta ', 'K7QF2M9DX4TA'],
  ['k7qf–2m9d—x4ta', 'K7QF2M9DX4TA'],
  ['\u00a0K7QF\t2M9D_X4TA.', 'K7QF2M9DX4TA'],
  ['https://mill.example/join#K7QF-2M9D-X4TA', 'K7QF2M9DX4TA'],
  ['https://mill.example/join?lang=es#k7qf%2D2m9d%2Dx4ta', 'K7QF2M9DX4TA'],
  ['100%', '100%'],
  ['K7QF-2M9D', 'K7QF-2M9D'],
  ['https://mill.example/join#q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ', 'q8Zt-V3nL0_fYb2RkXw7dHc5uJm9sPaE1gTiOeN4xKQ'],
  [' ', ''],
])('the code %j is %s', (entered, meant) => {
  expect(clean_code(entered)).toBe(meant);
});

test('a_link_can_be_opened_on_another_device', () => {
  expect(whole('/join#K7QF-2M9D-X4TA', 'https://mill.example')).toBe('https://mill.example/join#K7QF-2M9D-X4TA');
  expect(whole('https://other.example/join', 'https://mill.example')).toBe('https://other.example/join');
});

test('a_one_time_code_is_its_digits', () => {
  expect(digits('123 456')).toBe('123456');
  expect(digits('012-345')).toBe('012345');
});

test('letters_are_counted_as_people_count_them', () => {
  expect(missing('', 12)).toBe(12);
  expect(missing('ñandú', 12)).toBe(7);
  expect(missing('🧵🧵', 12)).toBe(10);
  expect(missing('hilo rueca telar', 12)).toBe(0);
});

test('a_secret_is_written_in_fours', () => {
  expect(in_fours('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  expect(in_fours('ABCD EFGH')).toBe('ABCD EFGH');
});
