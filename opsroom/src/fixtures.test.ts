// Do the examples of the views have the shapes of the views, in both languages? The compiler is asked, as JSON imports lose their literals.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { example, said } from '../checks/serve.mjs';

const fixtures = new URL('../fixtures/', import.meta.url);
const names = readdirSync(fixtures).filter((name) => name.endsWith('.json') && name !== 'es.json');
const spanish = JSON.parse(readFileSync(new URL('es.json', fixtures), 'utf8')) as Record<string, string>;
/** What is the same in both languages: names of places and firms, of measures, and what people wrote in a language of their own. */
const same = [
  'Textiles', 'Fiap', 'Fiap Tomé', 'Bellavista', 'Bellavista Tomé', 'Hilos Cadena', 'Sedamar', 'Paños Oveja', 'Lanas Magallanes', 'Rayonhil', 'Textil Viña', 'Confecciones Sur', 'Yarur', 'Cybersyn',
  'Plan: Textiles', 'kWh', 'MWh', 'kWh/kg', 'شكرا، وصل الخيط. Gracias por el hilo 😀',
];
/** What is no word: times, numbers, machines' own messages, and one word that is as long as words can be. */
const wordless = /^[^\p{L}]*\p{L}?[^\p{L}]*$|^\d{4}-\d\d-\d\dT|connection refused|w{50}/u;

function complaints(): string[] {
  const entry = new URL('examples.virtual.ts', import.meta.url).pathname;
  const source = ["import type { View } from './view';"]
    .concat(names.map((name) => `({ '${name}': ${readFileSync(new URL(name, fixtures), 'utf8')} }) satisfies Record<string, View>;`))
    .join('\n');
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, types: [],
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => (name === entry ? ts.createSourceFile(name, source, version) : read(name, version));
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === entry || exists(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([entry], options, host))
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'));
}

test('every_example_has_the_shape_of_its_view', () => {
  expect(names.length).toBeGreaterThan(20);
  expect(complaints()).toEqual([]);
}, 60_000);

test('every_example_is_said_in_both_languages_and_nothing_else_is', () => {
  const heard = new Set<string>();
  const hear = (text: string): string => (heard.add(text), text);
  for (const name of names) said(JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')), hear);
  said(example('room-heavy'), hear);
  expect([...heard].filter((text) => !(text in spanish) && !same.includes(text) && !wordless.test(text))).toEqual([]);
  expect(Object.keys(spanish).filter((text) => !heard.has(text))).toEqual([]);
  expect(example('units-empty', 'es')['sentence']).toBe('Esta instalación está vacía. No sabe nada de usted.');
});
