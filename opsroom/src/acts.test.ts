import { expect, test } from 'vitest';
import { body, fields, letter } from './acts';

test('what_was_entered_is_posted_under_its_own_name', () => {
  expect(body('answer', { by: 'supply secretary' }, { words: 'A crew of four', by_when: '2026-10-23' })).toEqual({
    act: 'answer', by: 'supply secretary', words: 'A crew of four', until: '2026-10-23',
  });
  expect(body('verdict', { by: 'shift lead' }, { real: 'instrument', cause: 'machine' })).toEqual({
    act: 'verdict', by: 'shift lead', words: '', real: 'instrument', cause: 'machine',
  });
  expect(body('counter', { by: 'assembly' }, { value: '4,5', review: '2027-04-30', reason: 'Tapes' })).toEqual({
    act: 'counter', by: 'assembly', words: 'Tapes', value: 4.5, review: '2027-04-30',
  });
});

test('without_a_role_none_is_posted', () => {
  expect(body('take_on', {}, { optional: 'On it' })).toEqual({ act: 'take_on', words: 'On it' });
});

test('a_value_is_asked_only_where_there_is_one', () => {
  expect(fields('counter', true, true)).toEqual(['value', 'review', 'reason']);
  expect(fields('counter', false, false)).toEqual(['reason']);
});

test('no_key_calls_two_acts_that_can_stand_together', () => {
  const on_incident = ['take_on', 'claim_mended', 'ask_help', 'pass_up', 'name_owner', 'answer', 'offer_help', 'help_came', 'note', 'shelve', 'verdict', 'confirm_verdict'] as const;
  const letters = on_incident.map(letter).filter((one) => one !== undefined);
  expect(new Set(letters).size).toBe(letters.length);
});
