import { expect, test } from 'vitest';
import { address, announced, back_at, asked_at, asking_at, endpoint, route } from './route';

const unit = 'chile/textiles/yarur';

test.each([
  ['/', { page: 'units' }],
  [`/${unit}`, { page: 'room', unit }],
  [`/${unit}/`, { page: 'room', unit }],
  [`/${unit}/i/41`, { page: 'incident', unit, id: '41' }],
  [`/${unit}/s/yarn-output`, { page: 'indicator', unit, key: 'yarn-output' }],
  [`/${unit}/report`, { page: 'today', unit }],
  [`/${unit}/plan`, { page: 'plan', unit }],
  [`/${unit}/people`, { page: 'people', unit }],
  [`/${unit}/sharing`, { page: 'sharing', unit }],
  [`/${unit}/setup`, { page: 'setup', unit }],
  [`/${unit}/audit`, { page: 'audit', unit, before: null }],
  ['/me', { page: 'me' }],
  [`/${unit}/plan/a/7`, { page: 'agreement', unit, id: '7' }],
  [`/${unit}/plan/d/3`, { page: 'directive', unit, id: '3' }],
])('%s is its page', (pathname, meant) => expect(route(pathname)).toEqual(meant));

test('a_root_unit_named_like_a_page_is_still_a_room', () => {
  expect(route('/plan')).toEqual({ page: 'room', unit: 'plan' });
});

test('a_door_takes_its_code_from_the_address', () => {
  expect(route('/sign-in', '?to=/chile')).toEqual({ page: 'door', kind: 'sign_in', code: null });
  expect(route('/first', '', '#3f9c')).toEqual({ page: 'door', kind: 'first', code: '3f9c' });
  expect(route('/join/', '', '#K7QF-2M9D-X4TA')).toEqual({ page: 'door', kind: 'join', code: 'K7QF-2M9D-X4TA' });
  expect(route('/chile/join')).toEqual({ page: 'room', unit: 'chile/join' });
  expect(route('/constructor')).toEqual({ page: 'room', unit: 'constructor' });
});

test('every_page_asks_its_own_endpoint', () => {
  expect(endpoint(route('/'), 'es')).toBe('/api/v1/views/units?lang=es');
  expect(endpoint(route(`/${unit}/s/yarn-output`), 'en')).toBe('/api/v1/views/indicator?unit=chile%2Ftextiles%2Fyarur&indicator=yarn-output&lang=en');
  expect(endpoint(route('/join', '', '#K7QF2M'), 'es')).toBe('/api/v1/views/door?kind=join&lang=es');
  expect(route('/join', '?code=K7QF', '#%')).toEqual({ page: 'door', kind: 'join', code: '%' });
  expect(endpoint(route('/sign-in', '?to=/chile'), 'en')).toBe('/api/v1/views/door?kind=sign_in&lang=en');
  expect(endpoint(route('/me'), 'en')).toBe('/api/v1/views/me?lang=en');
  expect(endpoint(route('/chile/people'), 'en')).toBe('/api/v1/views/people?unit=chile&lang=en');
  expect(endpoint(route('/chile/sharing', '?for=chile/mill'), 'en')).toBe('/api/v1/views/sharing?unit=chile&lang=en');
  expect(endpoint(route('/chile/audit', '?before=117'), 'en')).toBe('/api/v1/views/audit?unit=chile&before=117&lang=en');
  expect(endpoint(route(`/${unit}/plan/a/7`), 'en')).toBe('/api/v1/views/agreement?id=7&lang=en');
});

test('a_page_listens_for_its_own_name', () => {
  expect(announced(route(`/${unit}/i/41`))).toBe('incident:41');
  expect(announced(route(`/${unit}/s/waste`))).toBe('indicator:waste');
  expect(announced(route(`/${unit}`))).toBe('room');
  expect(announced(route(`/${unit}/sharing`))).toBe('sharing');
});

test('addresses_lead_back_to_their_pages', () => {
  expect(route(address(unit, 'today'))).toEqual({ page: 'today', unit });
  expect(route(address(unit, 'sharing'))).toEqual({ page: 'sharing', unit });
  expect(route(address(unit, 'people'))).toEqual({ page: 'people', unit });
  expect(route(address(unit))).toEqual({ page: 'room', unit });
});

test('a_boundary_leads_to_where_its_unit_is_asked', () => {
  const { pathname, search } = new URL(asking_at('chile', 'chile/mill & sons'), 'http://here.invalid');
  expect(pathname).toBe('/chile/sharing');
  expect(asked_at(search)).toBe('chile/mill & sons');
  expect(asked_at('')).toBe('');
});

test('the_flow_is_the_latest_drawing_or_an_earlier_one', () => {
  expect(route('/chile/mill/flow')).toEqual({ page: 'flow', unit: 'chile/mill', drawing: null });
  const earlier = route('/chile/mill/flow', '?drawing=7');
  expect(earlier).toEqual({ page: 'flow', unit: 'chile/mill', drawing: '7' });
  expect(endpoint(earlier, 'en')).toBe('/api/v1/views/flow?unit=chile%2Fmill&drawing=7&lang=en');
  expect(announced(earlier)).toBe('flow');
  expect(address('chile/mill', 'flow')).toBe('/chile/mill/flow');
});

test('pages_with_a_past_are_looked_back_at_and_a_wall_shows_the_present', () => {
  const at = '2026-05-03T14:00:00-04:00';
  const query = `?at=${encodeURIComponent(at)}`;
  expect(route(`/${unit}`, query)).toEqual({ page: 'room', unit, at });
  expect(route(`/${unit}/i/41`, query)).toEqual({ page: 'incident', unit, id: '41', at });
  expect(route(`/${unit}/telex`, query)).toEqual({ page: 'telex', unit, asked: {}, at });
  expect(route(`/${unit}`, `${query}&wall=1`)).toEqual({ page: 'room', unit });
  expect(endpoint(route(`/${unit}`, query), 'en')).toBe(`/api/v1/views/room?unit=chile%2Ftextiles%2Fyarur&at=${encodeURIComponent(at)}&lang=en`);
  expect(back_at(`/${unit}`, at)).toBe(`/${unit}${query}`);
  expect(back_at(`/${unit}/telex`, at)).toBe(`/${unit}/telex`);
  for (const end of ['/plan', '/plan/a/7', '/plan/d/7', '/flow', '/s/yarn', '/i/41']) {
    const there = route(`/${unit}${end}`, query);
    expect(there).toMatchObject({ unit, at });
    expect(endpoint(there, 'en')).toContain(`&at=${encodeURIComponent(at)}&`);
    expect(back_at(`/${unit}${end}`, at)).toBe(`/${unit}${end}${query}`);
  }
  expect(route(`/${unit}/flow`, `${query}&drawing=7`)).toEqual({ page: 'flow', unit, drawing: '7', at });
  expect(back_at(`/${unit}/flow?drawing=7`, at)).toBe(`/${unit}/flow?drawing=7&at=${encodeURIComponent(at)}`);
});
