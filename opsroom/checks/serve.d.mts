/** One example of a view, as if asked for in `lang`. */
export function example(name: string, lang?: 'en' | 'es'): Record<string, unknown>;
/** What is said in an example; `told` makes of it what is to stand there. */
export function said(value: unknown, told: (text: string) => string): unknown;
