// Which stretch of a long series is looked at, and which readings does that need? Pure arithmetic, in milliseconds, no elements.
import type { Envelope, Time } from './view';

export interface Stretch {
  from: number;
  to: number;
}

/** A stretch with its envelopes: fine enough to be looked at as it is. */
export interface Piece extends Stretch {
  envelopes: Envelope[];
}

/** Readings on the paper at the closest look. */
const CLOSEST = 8;
/** A line is broken where so many readings in a row are missing. */
const GAP = 3;

const span = (of: Stretch): number => of.to - of.from;

/** Moves a stretch into the whole, keeping its length where it can. */
function within(whole: Stretch, wanted: Stretch): Stretch {
  const length = Math.min(span(wanted), span(whole));
  const from = Math.min(Math.max(wanted.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** `factor` below 1 looks closer; `at` keeps its place on the paper. */
export function zoomed(now: Stretch, whole: Stretch, factor: number, at: number, cadence_ms: number): Stretch {
  const length = Math.min(Math.max(span(now) * factor, CLOSEST * cadence_ms), span(whole));
  const share = (at - now.from) / span(now);
  const from = at - share * length;
  return within(whole, { from, to: from + length });
}

/** `share` of its own length earlier (below 0) or later. */
export function panned(now: Stretch, whole: Stretch, share: number): Stretch {
  const by = share * span(now);
  return within(whole, { from: now.from + by, to: now.to + by });
}

/** The stretch to ask for, one length more on each side, or null where what is there is fine enough for `columns` of points. */
export function wanted(now: Stretch, whole: Stretch, pieces: Piece[], columns: number): Stretch | null {
  const fine = pieces.some((piece) => {
    if (piece.from > now.from || piece.to < now.to) return false;
    const seen = piece.envelopes.filter((one) => one.at_ms >= now.from && one.since_ms <= now.to);
    return seen.every((one) => one.readings === 1) || seen.length >= columns / 2;
  });
  if (fine) return null;
  const around = { from: now.from - span(now), to: now.to + span(now) };
  return { from: Math.max(around.from, whole.from), to: Math.min(around.to, whole.to) };
}

/** The whole with the finer piece in its place. */
export function joined(whole: Envelope[], piece: Piece | null): Envelope[] {
  const first = piece?.envelopes[0];
  const last = piece?.envelopes.at(-1);
  if (!first || !last) return whole;
  return [...whole.filter((one) => one.at_ms < first.since_ms), ...(piece?.envelopes ?? []), ...whole.filter((one) => one.since_ms > last.at_ms)];
}

export interface Columns {
  /** The envelope of each column; null where the line is broken. */
  rows: (Envelope | null)[];
  at: number[];
  low: (number | null)[];
  high: (number | null)[];
  last: (number | null)[];
}

/** What is drawn, column by column, with a break where readings are missing. */
export function columns(envelopes: Envelope[], cadence_ms: number): Columns {
  const out: Columns = { rows: [], at: [], low: [], high: [], last: [] };
  const put = (row: Envelope | null, at: number): void => {
    out.rows.push(row);
    out.at.push(at);
    out.low.push(row?.low ?? null);
    out.high.push(row?.high ?? null);
    out.last.push(row?.last ?? null);
  };
  envelopes.forEach((one, index) => {
    const before = envelopes[index - 1];
    const usual = Math.max(cadence_ms, before ? before.at_ms - before.since_ms : 0, one.at_ms - one.since_ms);
    if (before && one.since_ms - before.at_ms > GAP * usual) put(null, (before.at_ms + one.since_ms) / 2);
    put(one, one.at_ms);
  });
  return out;
}

/** The number of the envelope nearest to a time; -1 where there is none. */
export function nearest(envelopes: Envelope[], at: number): number {
  let low = 0;
  let high = envelopes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((envelopes[middle] as Envelope).at_ms < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [envelopes[low - 1], envelopes[low]];
  if (!after) return low - 1;
  return before && at - before.at_ms < after.since_ms - at ? low - 1 : low;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The wall-clock time of a zone, as times of views are written; the offset is left out. */
export function wall_time(at_ms: number, zone: string): Time {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(zone, clock);
  }
  return clock.format(at_ms).replace(' ', 'T');
}
