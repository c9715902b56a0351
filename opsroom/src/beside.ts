// What stands beside the readings of one figure, and where? Pure arithmetic, no elements.
import { slot_of } from './plot';
import type { Beside, Span } from './view';

/** Where the values of a plan and the times that stand out lie among the slots: from the left edge of one to that of another. */
export function stretches(beside: Beside, slots: string[]): { plan: { from: number; to: number; value: number }[]; spans: { from: number; to: number; kind: Span['kind']; text: string }[] } {
  const place = (at: string | null): number => (at === null ? slots.length : slot_of(at, slots, 'since'));
  const plan = beside.plan.flatMap(({ from, value }, index) => {
    const [begins, ends] = [place(from), place(beside.plan[index + 1]?.from ?? null)];
    return value !== null && begins < ends ? [{ from: begins, to: ends, value }] : [];
  });
  const spans = beside.spans.flatMap(({ from, until, kind, text }) => {
    const [begins, ends] = [place(from), kind === 'level' ? place(from) : place(until)];
    const is_in_sight = begins < ends || (kind === 'level' && begins > 0 && begins < slots.length);
    return is_in_sight ? [{ from: begins, to: ends, kind, text }] : [];
  });
  return { plan, spans };
}

/** The readings of an indicator as a file, or as they were known at a time. A link can name no header, so it says through whose eyes. */
export function series_csv(unit_id: string, key: string, viewer: string | null, at?: string): string {
  const asked = new URLSearchParams({ ...(viewer === null ? {} : { as: viewer }), ...(at === undefined ? {} : { at }) }).toString();
  return `/api/v1/units/${encodeURIComponent(unit_id)}/indicators/${encodeURIComponent(key)}/series.csv${asked && `?${asked}`}`;
}
