// How is a page of the telex asked for, and who reads what is written there?
import { address } from './route';
import type { Lang, MessageBody, TelexAddress, TelexTo, UnitRef } from './view';

export const filters = ['all', 'messages', 'unanswered', 'ours', 'happened'] as const;
export const kinds = ['need', 'offer'] as const;

/** The address of a page of the telex with what is asked of it; what is empty, or as it is anyway, is left out. */
export function asking(unit: string, page: 'telex' | 'board', asked: Record<string, string | null>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value && value !== 'all') query.set(name, value);
  const text = query.toString();
  return address(unit, page) + (text ? `?${text}` : '');
}

/** The units that a message goes to: those chosen, or all there are where there is no choice. */
export function receivers(to: TelexAddress, chosen: string[]): UnitRef[] {
  return to.to === 'parts' || to.to === 'sisters' ? to.units.filter((unit) => chosen.includes(unit.path)) : to.units;
}

/** `Fiap, Sumar and Yarur`; of many, the first few and how many more. */
export function names(lang: Lang, units: UnitRef[], most = 6): string {
  const shown = units.slice(0, most).map((unit) => unit.name);
  const more = units.length - shown.length;
  return new Intl.ListFormat(lang === 'es' ? 'es-CL' : 'en-GB', { type: 'conjunction' }).format(more > 0 ? [...shown, `+${more}`] : shown);
}

/** What of an address the server is told: all parts need no names. */
export function addressed(to: TelexTo, units: UnitRef[]): Pick<MessageBody, 'to' | 'units'> {
  return to === 'parts' || to === 'sisters' ? { to, units: units.map((unit) => unit.path) } : { to };
}

/** The civil date so many days after a time. */
export function days_after(time: string, days: number): string {
  return new Date(Date.parse(`${time.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
