// What does the API take and answer, in the words of TypeScript? `node checks/types.mjs` makes them anew from the description that
// the server prints.
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const description = new URL('../../docs/formats/openapi.json', import.meta.url);
export const made = new URL('../src/view/api.ts', import.meta.url);

/** The file of types, as it should be. Only shapes: pages know by themselves where they go. */
export async function types(change = (text) => text) {
  const { paths, ...described } = JSON.parse(change(readFileSync(description, 'utf8')));
  const tree = await openapi({ ...described, paths: {} }, { rootTypes: false, silent: true });
  return `/* Made from docs/formats/openapi.json by \`make types\`: the shapes of the API. Changed by hand, a test fails. */\n${astToString(tree)}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(made, await types());
