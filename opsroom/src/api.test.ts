// Are the types of the API those that its description gives?
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { made, types } from '../checks/types.mjs';

test('the_types_are_made_from_the_description_as_it_is', async () => {
  expect(readFileSync(made, 'utf8') === (await types()), 'run `make types`, and commit what it writes').toBe(true);
}, 60_000);

test('a_field_that_is_renamed_is_told', async () => {
  const renamed = (await types((described) => described.replaceAll('"heard_by"', '"heard_of"')));
  expect(renamed).not.toBe(readFileSync(made, 'utf8'));
}, 60_000);
