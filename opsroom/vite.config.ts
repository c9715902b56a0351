// How is the page built, and into what files?
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { font } from './font.ts';

/** The gallery of states is for the checks alone, and lies beside what they leave behind. */
const gallery = { root: 'gallery', base: '/gallery/', plugins: [font(), svelte()], build: { outDir: '../../target/gallery', emptyOutDir: true, modulePreload: { polyfill: false }, assetsInlineLimit: 0 } };

export default defineConfig(({ mode }) => (mode === 'gallery' ? gallery : {
  plugins: [font(), svelte()],
  build: {
    target: 'es2022',
    // One stylesheet: it is small, and a page that arrives later must not shift what is there.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // What several later pages share is small: in pieces of its own each would be one more request.
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [
      { name: 'told', test: /src\/(acts\.ts|words\/told\.ts|parts\/(Acts|Chances|Chart|Field|Reading)\.svelte)/ },
      { name: 'telex', test: /src\/(telex\.ts|words\/telex\.ts|style\/telex|parts\/(Sift|Tabs|Unsent)\.svelte)/ },
      { name: 'shared', test: /src\/(copy\.ts|door\.ts|forget\.ts|provider\.ts|words\/once\.ts|style\/(once|people)|parts\/(Confirm|Copy|Once|Qr)\.svelte)/ },
    ] } } },
  },
  test: { include: ['src/**/*.test.ts'] },
}));
