// Do the examples of the views have the shapes of the views? The compiler is asked, as JSON imports lose their literals.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const fixtures = new URL('../fixtures/', import.meta.url);
const names = readdirSync(fixtures).filter((name) => name.endsWith('.json'));

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
