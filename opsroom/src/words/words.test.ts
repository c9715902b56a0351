import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { en } from './en';
import { es } from './es';

const root = new URL('..', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const sources = files.filter((name) => /\.(svelte|ts)$/.test(name) && !/test\.ts$|words\//.test(name)).map(read).join('\n');

test('both_languages_have_the_same_values_in_each_sentence', () => {
  const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) expect(values(es[key]), key).toEqual(values(en[key]));
});

test('no_sentence_is_left_untranslated', () => {
  const same_in_both = ['key_plan'];
  const same = (Object.keys(en) as (keyof typeof en)[]).filter((key) => en[key] === es[key] && !same_in_both.includes(key));
  expect(same).toEqual([]);
});

test('every_word_is_used', () => {
  const prefixes = [...sources.matchAll(/`(\w+_)\$\{/g)].map((match) => match[1] ?? '');
  const unused = Object.keys(en).filter((key) => !sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

test('no_exclamation_marks', () => {
  expect(Object.values({ ...en, ...es }).filter((words) => /[!¡]/.test(words))).toEqual([]);
});

/** Texts that stand in the markup itself, and not in a catalogue: anything with two letters in a row. */
function literals(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) node.forEach((one) => literals(one, found));
  else if (node && typeof node === 'object') {
    const { type, data, name } = node as { type?: string; data?: string; name?: string };
    if (type === 'Text' && /\p{L}{3}/u.test(data ?? '')) found.push(data ?? '');
    const spoken = ['aria-label', 'title', 'placeholder', 'alt'];
    for (const [key, value] of Object.entries(node)) if (type !== 'Attribute' || spoken.includes(name ?? '')) literals(value, key === 'parent' ? [] : found);
  }
  return found;
}

test('no_literal_text_in_components', () => {
  const components = files.filter((name) => name.endsWith('.svelte'));
  expect(components.length).toBeGreaterThan(20);
  for (const name of components) expect(literals(parse(read(name), { modern: true }).fragment), name).toEqual([]);
});
