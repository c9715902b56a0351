import { expect, test } from 'vitest';
import { address, announced, endpoint, route } from './route';

const unit = 'chile/textiles/yarur';

test.each([
  ['/', { page: 'units' }],
  [`/${unit}`, { page: 'room', unit }],
  [`/${unit}/`, { page: 'room', unit }],
  [`/${unit}/i/41`, { page: 'incident', unit, id: '41' }],
  [`/${unit}/s/yarn-output`, { page: 'indicator', unit, key: 'yarn-output' }],
  [`/${unit}/report`, { page: 'today', unit }],
  [`/${unit}/plan`, { page: 'plan', unit }],
  [`/${unit}/plan/a/7`, { page: 'agreement', unit, id: '7' }],
  [`/${unit}/plan/d/3`, { page: 'directive', unit, id: '3' }],
])('%s is its page', (pathname, meant) => expect(route(pathname)).toEqual(meant));

test('a_root_unit_named_like_a_page_is_still_a_room', () => {
  expect(route('/plan')).toEqual({ page: 'room', unit: 'plan' });
});

test('every_page_asks_its_own_endpoint', () => {
  expect(endpoint(route('/'), 'es')).toBe('/api/v1/views/units?lang=es');
  expect(endpoint(route(`/${unit}/s/yarn-output`), 'en')).toBe('/api/v1/views/indicator?unit=chile%2Ftextiles%2Fyarur&indicator=yarn-output&lang=en');
  expect(endpoint(route(`/${unit}/plan/a/7`), 'en')).toBe('/api/v1/views/agreement?id=7&lang=en');
});

test('a_page_listens_for_its_own_name', () => {
  expect(announced(route(`/${unit}/i/41`))).toBe('incident:41');
  expect(announced(route(`/${unit}/s/waste`))).toBe('indicator:waste');
  expect(announced(route(`/${unit}`))).toBe('room');
});

test('addresses_lead_back_to_their_pages', () => {
  expect(route(address(unit, 'today'))).toEqual({ page: 'today', unit });
  expect(route(address(unit))).toEqual({ page: 'room', unit });
});
