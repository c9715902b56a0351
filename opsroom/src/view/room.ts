/** The shapes of the Room: cards, tiles, the unit as a whole, the telex. */
import type { PlanLine } from './plan';
import type { Back, Bar, Chart, Clock, Frame, Glyph, IndicatorRef, Line, Ratios, Tone, UnitRef, When } from '../view';

/** How a figure can be. `incident`: something is open about it. */
export type FigureState =
  | 'as_expected' | 'better' | 'unusual' | 'incident' | 'learning' | 'stale' | 'no_data' | 'silent' | 'locked' | 'shared' | 'shelved'
  | 'corrected';

/** Something somebody must deal with, on the Room. */
export interface Card {
  /** The incident's id: the card leads to `/{unit.path}/i/{incident}`. */
  incident: string;
  /** The unit whose incident it is. */
  unit: UnitRef;
  tone: Tone;
  glyph: Glyph;
  /** `Step down`. */
  tag: string;
  /** `Yarur Spinning 2: yarn output`. */
  heading: string;
  /** `Fell 18% on Friday 16 Oct, to 8.1 t a day. 99% sure.` */
  sentence: string;
  /** A person's words, without quotation marks. */
  quote: string | null;
  /** `Words only. Fiap has not opened its readings.` */
  boundary: string | null;
  /** `No owner yet`, `Owner: maintenance secretary`; null when an owner is not owed. */
  owner: string | null;
  owned: boolean;
  chart: Chart | null;
  clock: Clock | null;
  /** The words before the clock: `We answer by today 18:00`, `Left of 3 working days`. */
  clock_text: string | null;
  back: Back | null;
}

/** One part or one indicator in the iconic display. */
export interface Tile {
  /** Where it leads: the Room of a part, or an indicator of this unit (`/{place.path}/s/{key}`). */
  unit: UnitRef | null;
  indicator: IndicatorRef | null;
  name: string;
  state: FigureState;
  /** `better`, `no data`; null when as expected. */
  state_text: string | null;
  bar: Bar | null;
  /** Parts show ratios, indicators a value; the other is null. */
  ratios: Ratios | null;
  value: number | null;
  line: Line | null;
  /** `as of Mon 19 Oct`, `expected 28 to 36`, `meter being replaced, since Mon 19`. */
  under: string;
}

export interface TileGroup {
  /** `Passed nothing up`, `Our other figures, Tuesday 20 October`. */
  heading: string;
  kind: 'parts' | 'indicators';
  tiles: Tile[];
  /** The sentence under the display (why parts are "as of"); null for none. */
  note: string | null;
}

/** The unit as a whole: its roll-up or its own index. */
export interface Whole {
  /** `Textiles as a whole`. */
  heading: string;
  /** `Thursday 22 Oct`. */
  day: When;
  bar: Bar;
  ratios: Ratios;
  line: Line | null;
  /** `One day old: a roll-up of twelve. 12 of 12 reported.` with the worst part when it may be named. */
  sentence: string;
}

/** A line of the telex: acts, tellings and words in time order, newest first. */
export interface TelexLine {
  when: When;
  /** `Yarur`, `Filter`, `Textiles to Fiap`. */
  who: string;
  text: string;
  incident: string | null;
}

/** What the level above sees of us: one line each. */
export interface Seen {
  /** `Our index`. */
  text: string;
  /** `as of Tue 13 Oct`, `none`. */
  standing: string;
  open: boolean;
}

export interface RoomView extends Frame {
  view: 'room';
  /** One sentence that says what needs us. */
  sentence: string;
  lede: string;
  /** Risen to us, or asked of us: what we owe. */
  passed_up: Card[];
  /** Our own: told to us first. Includes "unusual, kind not yet known". */
  ours: Card[];
  groups: TileGroup[];
  whole: Whole | null;
  /** `Six figures, by the day shift, by 18:00.` null when none is due or the viewer may not report. */
  due: string | null;
  /** Empty unless the viewer is this unit and there is a level above. */
  seen_above: Seen[];
  /** `What Textiles sees of us now`; null when `seen_above` is empty. */
  seen_heading: string | null;
  /** Agreements and directives that wait for the viewer's answer. */
  to_answer: PlanLine[];
  telex: TelexLine[];
}
