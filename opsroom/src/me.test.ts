import { expect, test } from 'vitest';
import { eyes, own_units, signature, title } from './me';
import type { Me, UnitRef } from './view';

const unit = (path: string): UnitRef => ({ id: path, path, name: path });
const ana: Me = {
  name: 'Ana', operator: false, ends: null,
  units: [
    { unit: unit('chile/mill'), role: 'committee', title: 'shift lead' },
    { unit: unit('chile'), role: 'coordinator', title: 'secretary' },
    { unit: unit('chile'), role: 'auditor', title: 'auditor' },
  ],
};

test('who_is_signed_in_leaves_the_role_out', () => {
  expect(signature(ana, 'shift lead')).toEqual({});
  expect('by' in { act: 'note', ...signature(ana, 'shift lead') }).toBe(false);
});

test('without_anybody_signed_in_the_role_goes_with_the_act', () => {
  expect(signature(null, 'shift lead')).toEqual({ by: 'shift lead' });
});

test('a_title_is_said_only_where_it_is_certain', () => {
  expect(title(ana, 'chile/mill')).toBe('shift lead');
  expect(title(ana, 'chile')).toBe(null);
  expect(title(ana, null)).toBe(null);
  expect(title(null, 'chile/mill')).toBe(null);
});

test('a_unit_with_two_roles_is_listed_once', () => {
  expect(own_units(ana).map((one) => [one.unit.path, one.titles])).toEqual([['chile/mill', ['shift lead']], ['chile', ['secretary', 'auditor']]]);
});

test('where_nobody_signs_in_any_eyes_can_be_chosen', () => {
  expect(eyes('peru', null, unit('chile'))).toBe('peru');
  expect(eyes(null, null, null)).toBe(null);
});

test('a_member_looks_with_the_eyes_of_their_own_units', () => {
  expect(eyes('chile', ana, unit('chile/mill'))).toBe('chile');
  expect(eyes('peru', ana, unit('chile'))).toBe('chile');
  expect(eyes('peru', ana, unit('bolivia'))).toBe('chile/mill');
  expect(eyes(null, ana, null)).toBe('chile/mill');
});

test('who_belongs_nowhere_has_no_eyes', () => {
  expect(eyes('chile', { ...ana, units: [] }, unit('chile'))).toBe(null);
});
