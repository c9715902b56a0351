import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { agreed } from './agreed';
import { door } from './door';
import { en } from './en';
import { es } from './es';
import { flow } from './flow';
import { guide } from './guide';
import { keeping } from './keeping';
import { laying } from './laying';
import { lists } from './lists';
import { long } from './long';
import { me } from './me';
import { people } from './people';
import { out } from './out';
import { prove } from './prove';
import { settings } from './settings';
import { several } from './several';
import { sharing } from './sharing';
import { today } from './today';
import { told } from './told';
import { units } from './units';
import { ways } from './ways';
import { once } from './once';
import { hindsight } from './hindsight';
import { minute } from './minute';
import { past } from './past';
import { setup } from './setup';
import { audit } from './audit';
import { tablet } from './tablet';
import { telex } from './telex';

const later = {
  agreed,
  audit,
  door,
  flow,
  guide,
  hindsight,
  keeping,
  laying,
  lists,
  long,
  me,
  minute,
  once,
  past,
  people,
  out,
  prove,
  settings,
  several,
  setup,
  sharing,
  tablet,
  telex,
  today,
  told,
  units,
  ways,
};
const whole: Record<'en' | 'es', Record<string, string>> = { en: { ...en }, es: { ...es } };
for (const words of Object.values(later)) {
  Object.assign(whole.en, words.en);
  Object.assign(whole.es, words.es);
}
const root = new URL('..', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const sources = files.filter((name) => /\.(svelte|ts)$/.test(name) && !/test\.ts$|words\//.test(name)).map(read).join('\n');

test('both_languages_have_the_same_values_in_each_sentence', () => {
  const values = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();
  expect(Object.keys(whole.es).sort()).toEqual(Object.keys(whole.en).sort());
  for (const [key, text] of Object.entries(whole.en)) expect(values(whole.es[key] ?? ''), key).toEqual(values(text));
});

test('no_sentence_is_left_untranslated', () => {
  const same_in_both = ['key_plan'];
  const same = Object.keys(whole.en).filter((key) => whole.en[key] === whole.es[key] && !same_in_both.includes(key));
  expect(same).toEqual([]);
});

test('every_word_is_used', () => {
  const prefixes = [...sources.matchAll(/`(\w+_)\$\{/g)].map((match) => match[1] ?? '');
  const unused = Object.keys(whole.en).filter((key) => !sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

test('no_exclamation_marks', () => {
  expect([...Object.values(whole.en), ...Object.values(whole.es)].filter((words) => /[!¡]/.test(words))).toEqual([]);
});

test('no_word_stands_in_two_catalogues', () => {
  const keys = [en, ...Object.values(later).map((words) => words.en)].flatMap((words) => Object.keys(words));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

/** The files that come together with these: what they import, and not what they ask for later. */
function together(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, from = ''] of read(name).matchAll(/^\s*(?:import|export) (?!type)(?:[^'\n]* from )?'(\.[^']+)'/gm)) {
    const path = new URL(from, new URL(name, root)).pathname.slice(root.pathname.length);
    const file = [path, `${path}.ts`].find((one) => files.includes(one));
    if (file && /\.(svelte|ts)$/.test(file)) together(file, found);
  }
  return found;
}

const pieces = ['main.ts', 'frame/GoTo.svelte', 'frame/Keys.svelte', 'frame/Prove.svelte', 'frame/Settings.svelte', 'pages/indicator.ts', 'pages/lists.ts', 'pages/terms.ts', 'pages/told.ts', 'parts/AtTablet.svelte', 'parts/Earlier.svelte', 'parts/Guide.svelte', 'parts/Keeping.svelte', 'parts/LongChart.svelte', 'parts/Several.svelte', ...['Door', 'Flow', 'Me', 'Minute', 'Past', 'People', 'Sharing', 'Today', 'Units', 'Setup', 'Audit'].map((name) => `pages/${name}.svelte`)];

/** Who says a word before it has come shows its key. */
test.each([
  ['agreed', agreed.en, 'pages/terms.ts'],
  ['settings', settings.en, 'frame/Settings.svelte'],
  ['door', door.en, 'pages/Door.svelte'],
  ['flow', flow.en, 'pages/Flow.svelte'],
  ['guide', guide.en, 'parts/Guide.svelte'],
  ['keeping', keeping.en, 'parts/Keeping.svelte'],
  ['laying', laying.en, 'parts/Guide.svelte parts/Keeping.svelte'],
  ['past', past.en, 'parts/Guide.svelte parts/Keeping.svelte'],
  ['lists', lists.en, 'pages/lists.ts'],
  ['long', long.en, 'parts/LongChart.svelte'],
  ['me', me.en, 'pages/Me.svelte'],
  ['people', people.en, 'pages/People.svelte'],
  ['out', out.en, 'frame/Settings.svelte'],
  ['prove', prove.en, 'frame/Prove.svelte'],
  ['several', several.en, 'parts/Several.svelte parts/Earlier.svelte'],
  ['sharing', sharing.en, 'pages/Sharing.svelte'],
  ['today', today.en, 'pages/Today.svelte parts/Several.svelte parts/Earlier.svelte'],
  ['told', told.en, 'pages/told.ts pages/indicator.ts pages/terms.ts'],
  ['units', units.en, 'pages/Units.svelte'],
  ['once', once.en, 'parts/Once.svelte'],
  ['setup', setup.en, 'pages/Setup.svelte'],
  ['audit', audit.en, 'pages/Audit.svelte'],
  ['ways', ways.en, 'frame/GoTo.svelte frame/Keys.svelte'],
])('the_words_of_%s_are_said_only_by_what_comes_with_them', (_, words, names) => {
  const with_them = names.split(' ');
  const own = new Set(with_them.flatMap((page) => [...together(page)]));
  const others = pieces.filter((one) => !with_them.includes(one)).flatMap((one) => [...together(one)]);
  const strangers = [...new Set(others)].filter((name) => !own.has(name) || together('main.ts').has(name)).filter((name) => name.endsWith('.svelte'));
  expect(strangers.length).toBeGreaterThan(20);
  for (const name of strangers) {
    const said = Object.keys(words).filter((key) => new RegExp(`say\\([^()]*'${key}'`).test(read(name)));
    expect(said, name).toEqual([]);
  }
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
