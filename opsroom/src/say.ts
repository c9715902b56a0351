// How are words, numbers and dates written in the reader's language?
import type { Lang, Time } from './view';
import { en, type Word } from './words/en';
import { es } from './words/es';

const catalogues: Record<Lang, Partial<Record<Word, string>>> = { en: { ...en }, es: { ...es } };
const locales = { en: 'en-GB', es: 'es-CL' };

/** Takes in the words of pages that come later than the first, and the sheet that they are written on: the one of the first load stays small. */
export function learn(words: Record<Lang, Partial<Record<Word, string>>>, css?: string): void {
  Object.assign(catalogues.en, words.en);
  Object.assign(catalogues.es, words.es);
  if (css !== undefined) adopt(css);
}

/** Takes a sheet into the page. The policy of the page lets scripts of its own do that. */
export function adopt(css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The words for `key`, with `{name}` replaced from `values`. */
export function say(lang: Lang, key: Word, values: Record<string, string | number> = {}): string {
  return (catalogues[lang][key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A number with at least `decimals` digits after the point, and at most `most`. */
export function figure(lang: Lang, value: number, decimals: number, most = decimals): string {
  return value.toLocaleString(locales[lang], { minimumFractionDigits: decimals, maximumFractionDigits: most });
}

/** A number as a person would type it: no grouping, no digits that say nothing. */
export function plain(lang: Lang, value: number): string {
  return Number(value.toPrecision(12)).toLocaleString(locales[lang], { maximumFractionDigits: 6, useGrouping: false });
}

/** A chance between 0 and 1 in percent; what is not nothing is never written as 0%. */
export function percent(lang: Lang, chance: number): string {
  const sign = lang === 'es' ? '\u00a0%' : '%';
  const whole = Math.round(chance * 100);
  if (whole === 0 && chance > 0) return `<1${sign}`;
  if (whole === 100 && chance < 1) return `>99${sign}`;
  return `${whole}${sign}`;
}

/**
 * The local wall-clock moment of a time that carries its unit's offset: what the unit's clock showed, wherever the reader is.
 * Made in UTC so that no zone of the device can move it.
 */
function wall(time: Time): Date {
  return new Date(`${time.slice(0, 19)}Z`);
}

function part(lang: Lang, time: Time, options: Intl.DateTimeFormatOptions): string {
  return wall(time).toLocaleDateString(locales[lang], { ...options, timeZone: 'UTC' }).replace('.', '').replace(/^(sep)t$/i, '$1');
}

/** `Fri 16`. */
export function day(lang: Lang, time: Time): string {
  return `${part(lang, time, { weekday: 'short' })} ${part(lang, time, { day: 'numeric' })}`;
}

/** `16 Oct`. */
export function date(lang: Lang, time: Time): string {
  return `${part(lang, time, { day: 'numeric' })} ${part(lang, time, { month: 'short' })}`;
}

/** `14:31`. */
export function clock(time: Time): string {
  return time.slice(11, 16);
}

/** A label for a reading's time, as fine as its cadence needs. */
export function moment(lang: Lang, time: Time, cadence_s: number): string {
  if (cadence_s < 86_400) return `${day(lang, time)} ${clock(time)}`;
  if (cadence_s > 20 * 86_400) return `${part(lang, time, { month: 'short' })} ${part(lang, time, { year: 'numeric' })}`;
  return `${part(lang, time, { weekday: 'short' })} ${date(lang, time)}`;
}

/**
 * What a person wrote as a number, or null. Comma and point are both understood as the decimal sign; when both occur the last one is,
 * and a sign that occurs more than once separates thousands.
 */
export function parse(written: string): number | null {
  const text = written.replace(/[\s\u00a0\u202f']/g, '').replace('−', '-');
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(text)) return null;
  const decimal = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
  if (decimal < 0) return Number(text);
  const sign = text[decimal] as string;
  const other = sign === ',' ? '.' : ',';
  const repeated = text.indexOf(sign) !== decimal;
  if (repeated && text.includes(other)) return null;
  const plain = repeated ? text.replaceAll(sign, '') : `${text.slice(0, decimal).replaceAll(other, '')}.${text.slice(decimal + 1)}`;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
