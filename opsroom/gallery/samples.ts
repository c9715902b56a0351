// What is shown in each state? The examples of the views, changed where a state needs it.
import incident from '../fixtures/incident-plant.json';
import above from '../fixtures/incident.json';
import plan from '../fixtures/plan.json';
import plant from '../fixtures/room-plant.json';
import room from '../fixtures/room.json';
import today from '../fixtures/today.json';
import unusual from '../fixtures/room-unusual.json';
import type { Card, Chart, Clock, ClockState, Figure, FigureState, Flag, Glyph, Lang, Obligation, PlanLine, Point, RoomView, Rung, Tile } from '../src/view';
import { words } from './words';

/** The compiler widens what stands in JSON; src/fixtures.test.ts holds the examples to the types. */
export const frame = plant as unknown as RoomView;
const figures = plant.groups[0] as unknown as { tiles: Tile[] };
const parts = room.groups[0] as unknown as { tiles: Tile[] };
export const cards = [...room.passed_up, ...unusual.ours] as unknown as Card[];
export const rungs = incident.ladder as unknown as Rung[];
export const rows = today.figures as unknown as Figure[];
export const lines = [...plan.agreements, ...plan.directives] as unknown as PlanLine[];
export const owed = above.obligations as unknown as Obligation[];
export const glyphs: Glyph[] = ['step_down', 'step_up', 'slope_down', 'slope_up', 'unusual', 'silent', 'alarm', 'words', 'missed', 'group', 'better'];

/** How many of the last readings are as the state has them, and what they are. */
const ends: Partial<Record<FigureState, [number, Flag, number]>> = {
  better: [7, 'better', 0.9], unusual: [1, 'unusual', -1.2], incident: [4, 'changed', -1.75], shelved: [4, 'kept', -1.5], corrected: [1, 'corrected', 0],
};

export function chart(state: FigureState, lang: Lang): Chart {
  const base = incident.chart as unknown as Chart;
  const level = base.points.filter((point) => point.flag === 'as_expected').slice(-17);
  const count = { stale: 12, silent: 15, no_data: 12, learning: 9 }[state as string] ?? level.length;
  const [last, flag, by] = ends[state] ?? [0, 'as_expected', 0];
  const learning = state === 'learning';
  const points: Point[] = level.slice(0, count).map((point, index, all) => {
    const ended = index >= all.length - last;
    return { ...point, value: Number((point.value + (ended ? by : 0)).toFixed(2)), flag: learning ? 'kept' : ended && !(state === 'corrected' && index < all.length - 1) ? flag : 'as_expected', lower: learning ? null : 9.4, upper: learning ? null : 10.4 };
  });
  const first = points.at(-last);
  return {
    ...base, heading: words[lang].chart, description: words[lang].chart, sealed: null, points,
    due: state === 'silent' || learning ? level.slice(count, count + (learning ? 6 : 2)).map((point) => point.at) : [],
    reference: learning ? null : { level: 9.9, lower: 9.4, upper: 10.4, text: words[lang].expected },
    expected: null,
    marks: first && (state === 'incident' || state === 'better') ? [{ kind: 'since', at: first.at, text: state === 'better' ? words[lang].up : words[lang].since }] : [],
  };
}

export function tile(state: FigureState, lang: Lang, text: string | null): Tile {
  const of_part = state === 'locked' || state === 'shared';
  const from = (of_part ? parts : figures).tiles[0] as Tile;
  const values = from.line?.values ?? [];
  const learning = state === 'learning';
  return {
    ...from, name: words[lang].figure, state, state_text: text, under: words[lang].under,
    bar: learning ? { actuality: null, capability: null, potentiality: null, text: words[lang].learning_bar } : from.bar,
    value: of_part ? null : state === 'no_data' ? null : 9.88,
    indicator: of_part ? null : { key: 'yarn-output', name: words[lang].figure, unit_text: lang === 'en' ? 't a day' : 't al día', decimals: 2 },
    line: from.line && { ...from.line, values: learning ? [...values.slice(0, 9), ...values.slice(9).map(() => null)] : values, lower: learning ? null : from.line.lower, upper: learning ? null : from.line.upper, unreleased: state === 'locked' ? 5 : learning ? 33 : 0 },
  };
}

export const clock_states: ClockState[] = ['not_started', 'running', 'waiting', 'settling', 'ran_out', 'ended'];
export function clock(state: ClockState): Clock {
  const base = incident.clock as unknown as Clock;
  const spent = { not_started: 0, running: 1.4, waiting: 1.4, settling: 2.2, ran_out: 3, ended: 3 }[state];
  return { ...base, state, segments: base.segments.map((segment, index) => ({ ...segment, left: Math.min(1, Math.max(0, index + 1 - spent)) })) };
}
