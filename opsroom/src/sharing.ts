// What does a unit send when it opens figures to another, or asks to see some?
import type { Signature } from './me';
import type { OpeningBody, OpeningRow, RequestBody, RequestRow, SharingAct, Time, UnitRef, When } from './view';

/** What was entered to open figures; what was left empty is `''`. */
export interface Entered {
  to: string;
  indicators: string[];
  since: string;
  until: string;
  words: string;
  request: string;
}

/** The path of a unit, however it was entered: alone, or as the address of its Room. */
export function unit_path(entered: string): string {
  const text = entered.trim().replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return text.split('/').filter(Boolean).join('/');
}

/** What was not entered is not sent: the server then means today, and no request. */
export function opening_body(unit: string, signature: Signature, entered: Entered): OpeningBody {
  const { to, indicators, since, until, words, request } = entered;
  return { unit, to: unit_path(to), indicators, ...(since ? { since } : {}), until, ...signature, words: words.trim(), ...(request ? { request } : {}) };
}

export function request_body(unit: string, signature: Signature, words: string): RequestBody {
  return { unit: unit_path(unit), ...signature, words: words.trim() };
}

/** Where an act on an opening or a request is posted. */
export function act_path(row: OpeningRow | RequestRow, act: SharingAct): string {
  return `/api/v1/${act === 'decline' ? 'requests' : 'openings'}/${encodeURIComponent(row.id)}/${act}`;
}

/** Whether something still lasts at `now`. */
export function lasts(until: When, now: When): boolean {
  return Date.parse(until.at) > Date.parse(now.at);
}

/** Today by the unit's clock, and the last day for which it can open figures: that day ends before as many days have passed. */
export function days(now: Time, days_at_most: number): { today: string; last: string } {
  const today = now.slice(0, 10);
  const last = new Date(`${today}T00:00:00Z`);
  if (Number.isNaN(last.getTime())) return { today: '', last: '' };
  last.setUTCDate(last.getUTCDate() + days_at_most - 1);
  return { today, last: last.toISOString().slice(0, 10) };
}

/** The level above, to which figures are opened most often; none for the root. */
export function above(crumbs: UnitRef[]): UnitRef | null {
  return crumbs.at(-2) ?? null;
}
