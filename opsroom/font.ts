// Which letters does the page bring with it? Inter, cut to what English and Spanish need, made at build time from its package.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import subset from 'subset-font';
import type { Plugin } from 'vite';

const from = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
/** Where style/tokens.css finds it. */
const cut = new URL('node_modules/.cache/opsroom/inter.woff2', import.meta.url).pathname;
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const letters = `${printable}\u00a0áéíóúüñÁÉÍÓÚÜÑ¡¿ªº«»°½×÷±−–—·‘’“”…≤≥`;

/** Cuts the font before the build, asks for it early in the page, and puts its licence beside it. */
export function font(): Plugin {
  const find = createRequire(import.meta.url);
  let base = '/';
  return {
    name: 'font',
    configResolved(config) {
      base = config.base;
    },
    async buildStart() {
      const whole = readFileSync(find.resolve(from));
      // Weights 400 to 600 are all that the page uses; figures of one width, so that columns of numbers stand still.
      const small = await subset(whole, letters, { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 600 } }, keepFeatures: ['kern', 'tnum', 'ccmp'] });
      mkdirSync(dirname(cut), { recursive: true });
      writeFileSync(cut, small);
    },
    generateBundle() {
      const licence = readFileSync(find.resolve('@fontsource-variable/inter/LICENSE'), 'utf8');
      this.emitFile({ type: 'asset', fileName: 'assets/inter-licence.txt', source: licence });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => name.endsWith('.woff2'));
        return file ? [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, fetchpriority: 'low', href: `${base}${file}` }, injectTo: 'head' }] : [];
      },
    },
  };
}
