// What went wrong with a form, and beside which of its fields is it said?
import { Refused } from './server';

/** `field` is the name under which the field is posted; null when it is about the whole. */
export interface Trouble {
  field: string | null;
  text: string;
}

/** `silence` are the words for when nobody answered. */
export function trouble_of(cause: unknown, silence: string): Trouble {
  // Where a place in a charter is meant, the field that it is said at shows it.
  const said = (text: string): string => text.replace(/^\w+\[\d+\]\S* is (?=")/, '');
  return cause instanceof Refused ? { field: cause.problem.field ?? null, text: said(cause.message) } : { field: null, text: silence };
}
