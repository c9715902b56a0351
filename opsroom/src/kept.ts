// What is a living unit laid down as, what is changed of it, and how is that undone? Two people may change it at once: who saves second is
// shown what is there now.
import { figures_of, holidays, ucum, week_of, weekdays, type FigureDraft, type Hours, type IndicatorBody, type Shift, type UnitBody } from './guide';
import type { CalendarAnswer, IndicatorAnswer } from './view';

/** A change as it is sent, what would bring back how it was, and how it stood when it was opened. */
export interface Change {
  units?: UnitBody[];
  /** Instead: the key of a figure that is taken back. */
  take_back?: string;
  undo: Omit<Change, 'undo' | 'seen'> | null;
  /** What it goes on from, and how that is read anew; nothing where nothing was there. */
  seen?: { of: 'calendar' } | { of: 'figure'; key: string } | { of: 'nothing' };
}

/** A figure as its fields hold it. */
export function draft_of(known: IndicatorAnswer): FigureDraft {
  return { name: known.name, measure: known.measure, cadence: known.cadence, direction: known.direction, people: known.sphere === 'about-people' };
}

/** A figure as it is laid down again. One for which zero is best stays so. */
export function body_of(known: IndicatorAnswer, draft: FigureDraft = draft_of(known)): IndicatorBody {
  const work = known.sphere === 'about-people' ? 'work' : known.sphere;
  return { key: known.key, name: draft.name.trim(), measure: known.measure, cadence: draft.cadence, direction: draft.direction, sphere: draft.people ? 'about-people' : work };
}

export function changed_figure(path: string, known: IndicatorAnswer, draft: FigureDraft): Change {
  return { units: [{ path, indicators: [body_of(known, draft)] }], undo: { units: [{ path, indicators: [body_of(known)] }] }, seen: { of: 'figure', key: known.key } };
}

export function added_figure(path: string, all: IndicatorAnswer[], draft: FigureDraft): Change {
  const [made] = figures_of([{ ...draft, measure: ucum(draft.measure) }], all.map((one) => one.key));
  return { units: [{ path, indicators: made ? [made] : [] }], undo: made ? { take_back: made.key } : null, seen: { of: 'nothing' } };
}

export function taken_back(path: string, known: IndicatorAnswer): Change {
  return { take_back: known.key, undo: { units: [{ path, indicators: [body_of(known)] }] }, seen: { of: 'figure', key: known.key } };
}

/** Hours as their fields hold them: shifts that all have the same days. Null where a week is made otherwise, and only a file can say it. */
export function hours_of(known: CalendarAnswer): Hours | null {
  const parts = new Map<string, string[]>();
  for (const { day, hours } of known.shifts) parts.set(hours, [...(parts.get(hours) ?? []), day]);
  const sets = [...parts.values()].map((days) => days.join());
  if (sets.some((one) => one !== sets[0])) return null;
  const shifts = [...parts.keys()].map((hours): Shift => ({ from: hours.slice(0, 5), to: hours.slice(6, 11).replace('24:00', '00:00') }));
  const worked = sets[0]?.split(',') ?? [];
  return { zone: known.zone, days: weekdays.map((day) => shifts.length === 0 || worked.includes(day)), shifts, holidays: known.holidays.join('\n') };
}

/** The calendar as the server would take it back. */
function calendar_body(known: CalendarAnswer): Required<Pick<UnitBody, 'zone' | 'shifts' | 'holidays'>> {
  const shifts = known.shifts.map(({ day, hours }) => ({ days: [day], from: hours.slice(0, 5), to: hours.slice(6, 11) }));
  return { zone: known.zone, shifts, holidays: known.holidays };
}

export function changed_hours(path: string, known: CalendarAnswer, hours: Hours): Change {
  return { units: [{ path, ...week_of(hours) }], undo: { units: [{ path, ...calendar_body(known) }] }, seen: { of: 'calendar' } };
}

export const unread_holidays = (hours: Hours): string[] => holidays(hours.holidays).unread;
