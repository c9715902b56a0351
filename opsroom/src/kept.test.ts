import { expect, test } from 'vitest';
import { added_figure, body_of, changed_figure, changed_hours, draft_of, hours_of, taken_back } from './kept';

const yarn = { key: 'yarn', name: 'Yarn', measure: 't', cadence: 'daily', direction: 'more' as const, sphere: 'zero-is-best' as const, aggregate: 'sum', retired: null, has_readings: true };
const calendar = { zone: 'America/Santiago', shifts: ['mon', 'tue'].flatMap((day) => [{ day, hours: '06:00-14:00' }, { day, hours: '16:00-24:00' }]), holidays: ['2026-05-21'], working_day_s: 57_600 };

test('a_change_of_a_figure_is_undone_by_what_it_was', () => {
  const change = changed_figure('mill', yarn, { ...draft_of(yarn), name: 'Thread', cadence: 'weekly' });
  expect(change.units?.[0]?.indicators?.[0]).toMatchObject({ key: 'yarn', name: 'Thread', cadence: 'weekly', sphere: 'zero-is-best' });
  expect(change.undo?.units?.[0]?.indicators?.[0]).toEqual(body_of(yarn));
});

test('what_is_added_is_taken_back_and_what_is_taken_back_is_laid_down_again', () => {
  expect(added_figure('mill', [yarn], { ...draft_of(yarn), measure: 'kWh' })).toMatchObject({ units: [{ indicators: [{ key: 'yarn-2', measure: 'kW.h' }] }], undo: { take_back: 'yarn-2' } });
  expect(taken_back('mill', yarn).undo).toEqual({ units: [{ path: 'mill', indicators: [body_of(yarn)] }] });
});

test('hours_come_back_as_they_were_also_where_the_fields_cannot_show_them', () => {
  const hours = hours_of(calendar);
  expect(hours).toMatchObject({ days: [true, true, false, false, false, false, false], shifts: [{ from: '06:00', to: '14:00' }, { from: '16:00', to: '00:00' }], holidays: '2026-05-21' });
  if (!hours) throw new Error('these can be shown');
  const change = changed_hours('mill', calendar, hours);
  expect(change.units?.[0]?.shifts).toEqual([{ days: ['mon', 'tue'], from: '06:00', to: '14:00' }, { days: ['mon', 'tue'], from: '16:00', to: '24:00' }]);
  expect(change.undo?.units?.[0]?.shifts).toHaveLength(4);
  expect(hours_of({ ...calendar, shifts: [...calendar.shifts, { day: 'sat', hours: '06:00-10:00' }] })).toBeNull();
  expect(hours_of({ ...calendar, shifts: [] })).toMatchObject({ shifts: [], days: Array<boolean>(7).fill(true) });
});
