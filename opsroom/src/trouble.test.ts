import { expect, test } from 'vitest';
import { Refused, Unreachable } from './server';
import { trouble_of } from './trouble';

const problem = { type: 'about:blank', title: 'Too short', status: 422, detail: 'A password has at least 12 characters.' };

test('a_refusal_is_said_beside_the_field_that_it_names', () => {
  expect(trouble_of(new Refused({ ...problem, field: 'password' }), 'silence')).toEqual({ field: 'password', text: problem.detail });
  expect(trouble_of(new Refused(problem), 'silence')).toEqual({ field: null, text: problem.detail });
});

test('silence_is_about_no_field', () => {
  expect(trouble_of(new Unreachable('no answer'), 'silence')).toEqual({ field: null, text: 'silence' });
});
