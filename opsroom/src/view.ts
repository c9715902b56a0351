/**
 * The shapes of the views: what does the server say to a page?
 *
 * One endpoint a page kind, `GET /api/v1/views/{kind}?…&lang=en|es`, and the same JSON inlined in the page as
 * `<script type="application/json" id="view">`. `server::wire` writes exactly these; docs/formats/views.md explains them.
 *
 * Rules: snake_case; numbers are numbers; every key is present, `null` where there is nothing; every sentence is made by the
 * server in the requested language; the page does no domain thinking. Labels of buttons, fields and headings that are the same on
 * every page belong to the page's own catalogue. A viewer who may not see gets `BoundaryView` from any of these endpoints, status 200.
 */

import type { FlowView } from './view/flow';
import type { Chance, IncidentView } from './view/incident';
import type { AuditView, SetupView } from './view/keeping';
import type { MinuteView } from './view/minute';
import type { PastView } from './view/past';
import type { DoorView, Me, MeView, PeopleView } from './view/people';
import type { AgreementView, DirectiveView, PlanView } from './view/plan';
import type { FigureState, RoomView } from './view/room';
import type { SharingView } from './view/sharing';

export type * from './view/flow';
export type * from './view/incident';
export type * from './view/keeping';
export type * from './view/minute';
export type * from './view/past';
export type * from './view/people';
export type * from './view/plan';
export type * from './view/room';
export type * from './view/sent';
export type * from './view/sharing';

export type Lang = 'en' | 'es';

/** RFC 3339 with the offset of the unit the page is about: `2026-10-23T09:40:00-03:00`. */
export type Time = string;

/** A moment, and how to say it in the unit's working calendar and the page's language: `Thursday 18:00`, `today 09:12`. */
export interface When {
  at: Time;
  text: string;
}

/** A unit by its present address. The id never changes; the path may. */
export interface UnitRef {
  id: string;
  path: string;
  name: string;
}

/** An indicator of the unit the page is about. `unit_text` is the unit of measure as people write it: `t a day`, `%`. */
export interface IndicatorRef {
  key: string;
  name: string;
  unit_text: string;
  /** Digits after the decimal point with which its values are written. */
  decimals: number;
}

/** Colour is only for what is abnormal: `pain` asks for somebody now, `watch` for a look, `joy` is a good surprise. */
export type Tone = 'pain' | 'watch' | 'joy' | 'plain';

/** The sign inside the hexagon. `words`: asked for help; `missed`: an obligation was missed; `group`: several as one. */
export type Glyph =
  | 'step_down' | 'step_up' | 'slope_down' | 'slope_up' | 'unusual' | 'silent' | 'alarm' | 'words' | 'missed' | 'group' | 'better';

/** The pages that exist for this viewer at this place, in the order of the keys. */
export type Key = 'room' | 'today' | 'flow' | 'plan';

/** What every view carries. */
export interface Frame {
  lang: Lang;
  /** For `<title>`. */
  title: string;
  /** The server's clock in the place's zone; `text` is `09:40`. */
  now: When;
  /** The unit through whose eyes this was made; null when none was chosen. */
  viewer: UnitRef | null;
  /** The unit in the address; null on `/` only. */
  place: UnitRef | null;
  /** The chain from the root down to `place`, both included. Every one is a link to its Room. */
  crumbs: UnitRef[];
  keys: Key[];
  /** Who is signed in; null when nobody is, and where whoever asks chooses the eyes. */
  me: Me | null;
}

// ---------------------------------------------------------------------------------------------------------------- charts

/** What a reading was when it was judged. `kept`: stored, not judged (learning, shelved). `back`: inside the reference band again. */
export type Flag = 'as_expected' | 'unusual' | 'one_off' | 'changed' | 'back' | 'better' | 'corrected' | 'kept';

/** One reading or one down-sampled bucket. `lower` and `upper` are what the filter expected of it, 95%; null while it learns. */
export interface Point {
  at: Time;
  value: number;
  flag: Flag;
  lower: number | null;
  upper: number | null;
}

/** A level with its band, and the words to write beside it. */
export interface Band {
  level: number;
  lower: number;
  upper: number;
  /** `the band before the change: recovered means back in here`, `the filter now expects 8.1`. */
  text: string;
}

/** A vertical line: the change itself, the moment it reached us, the moment it will rise. */
export interface Mark {
  kind: 'since' | 'reached' | 'rises';
  at: Time;
  /** `step down, Fri 16`. */
  text: string;
}

/** A series of readings, oldest first, at most 400 points. */
export interface Chart {
  /** `Yarn output, tonnes a day`. */
  heading: string;
  /** Text equivalent in one sentence. */
  description: string;
  indicator: IndicatorRef;
  /** Seconds from one due reading to the next: below 86400 the axis shows hours. */
  cadence_s: number;
  points: Point[];
  /** The frozen reference of the incident; null when there is none. */
  reference: Band | null;
  /** What the filter expects of the next reading; null while it learns, or when the viewer may not know. */
  expected: Band | null;
  marks: Mark[];
  /** Times of readings still due before the clock ends. */
  due: Time[];
  /** Words over the hatched part before the change, for a level that sees only from the change on; null at the unit itself. */
  sealed: string | null;
}

/** The last 42 days of an index or an indicator, small. `null` is a day without data; the last `unreleased` days are not shown yet. */
export interface Line {
  values: (number | null)[];
  lower: number | null;
  upper: number | null;
  unreleased: number;
}

/** The iconic bar. Same unit of measure for the three; `null` where not agreed or not reported. */
export interface Bar {
  actuality: number | null;
  capability: number | null;
  potentiality: number | null;
  /** The text equivalent: `actuality 91, capability 104, potentiality 128 t a day`. */
  text: string;
}

/** In percent, rounded: never multiply them again. `performance` is null when potentiality is not agreed. */
export interface Ratios {
  productivity: number | null;
  latency: number | null;
  performance: number | null;
}

// ---------------------------------------------------------------------------------------------------------------- clocks

/** `not_started`: kind unknown, or before the holder's next working second. `waiting`: the latest due reading is back in the band. */
export type ClockState = 'not_started' | 'running' | 'waiting' | 'settling' | 'ran_out' | 'ended';

/** One working day (or, for hourly duties, hour) of a clock: how much of it is left, 0 to 1. */
export interface Segment {
  /** `Tue 20`. */
  text: string;
  left: number;
}

/** Working time left, on a recovery or an obligation. Filled is what is left. */
export interface Clock {
  state: ClockState;
  left_s: number;
  total_s: number;
  /** The big figure and the words after it: `2` + `working days left of 3`; `8 h 20` + `min left`. */
  left_value: string;
  left_text: string;
  /** At most ten, oldest first; empty when hours are enough. */
  segments: Segment[];
  /** The civil time at which it rises or lapses, in the holder's calendar; null while waiting, settling or ended. */
  ends: When | null;
  /** `Ends Thursday 18:00, our calendar. Then Textiles hears and must help.` */
  sentence: string;
}

/** How far it is back: `count` of `needed` due readings inside the band. */
export interface Back {
  count: number;
  needed: number;
  /** `Recovered = three due readings back inside 9.4 to 10.4`. */
  text: string;
}

// ------------------------------------------------------------------------------------------------------------------ acts

/** The acts on an incident, by the name under which they are posted. */
export type IncidentAct =
  | 'take_on' | 'claim_mended' | 'ask_help' | 'pass_up' | 'name_owner' | 'answer' | 'offer_help' | 'help_came' | 'note' | 'shelve'
  | 'verdict' | 'confirm_verdict';
export type AgreementAct = 'consent' | 'counter' | 'withdraw';
export type DirectiveAct = 'accept' | 'counter' | 'object' | 'withdraw';

/** What an act shows to whom, said before it is done. */
export interface Consequence {
  text: string;
  /** `now`, `no`, `from Fri 16 Oct on`. */
  standing: string;
  opens: boolean;
}

/** An act that this viewer may do now. Acts that are not listed are not shown. The first of a list is the main one. */
export interface Act<Name extends string = string> {
  act: Name;
  /** `stays in Spinning 2`, `nobody yet`; null for none. */
  hint: string | null;
  /** Shown for consent before the act is sent; empty when nothing opens. */
  consequences: Consequence[];
}

// ------------------------------------------------------------------------------------------------------------- indicator

/** An agreed term of an indicator or unit: `Capability`, `104 t a day`, `agreed 14 March 2026, review 31 October 2026`. */
export interface Term {
  name: string;
  value: string;
  note: string;
  /** Leads to `/{place.path}/plan/a/{agreement}`; null when it is the default. */
  agreement: string | null;
}

/** What the filter has told about this series, newest first. */
export interface Told {
  when: When;
  tone: Tone;
  glyph: Glyph;
  sentence: string;
  incident: string | null;
}

/** A time that stands out. `apart`: said beforehand to be unlike others; `level`: from then on another level, said beforehand. */
export interface Span {
  kind: 'incident' | 'apart' | 'level';
  from: Time;
  /** Null while it lasts. */
  until: Time | null;
  text: string;
  /** The incident that it leads to. */
  incident: string | null;
}

/** What the filter told, at the reading of which it told it. */
export interface Signalled {
  at: Time;
  flag: Flag;
  text: string;
  incident: string | null;
}

/** What stands beside the readings of an indicator, by time. Empty for whoever the unit opened only readings to. */
export interface Beside {
  /** What the unit was agreed to be able to, one value after the other; null where nothing was agreed. */
  plan: { from: Time; value: number | null }[];
  spans: Span[];
  signals: Signalled[];
}

/** The readings of an equal share of a stretch, as `GET …/envelopes` answers them. */
export interface Envelope {
  since_ms: number;
  at_ms: number;
  low: number;
  high: number;
  last: number;
  readings: number;
  corrected: boolean;
}

export interface Envelopes {
  unit: string;
  /** The unit's time zone, in whose hours the times are said. */
  zone: string;
  indicator: string;
  measure: string;
  /** How many readings there are in the stretch. */
  of: number;
  envelopes: Envelope[];
}

export interface IndicatorView extends Frame {
  view: 'indicator';
  indicator: IndicatorRef;
  state: FigureState;
  state_text: string | null;
  /** `Yarn output is 8.1 t a day, lower than expected.` */
  sentence: string;
  /** Cadence, direction, how many readings, about people or not, in words. */
  lede: string;
  chart: Chart | null;
  /** There are more readings than the chart has points: those come in envelopes. */
  is_long: boolean;
  beside: Beside;
  chances: Chance[];
  belief: string | null;
  bar: Bar | null;
  terms: Term[];
  told: Told[];
}

// ----------------------------------------------------------------------------------------------------------------- today

/** Why there is no figure. Posted as `reason`; `other` needs words. */
export type NoDataReason = 'instrument' | 'nobody' | 'stood_still' | 'other';

/** One figure of today's report. */
export interface Figure {
  indicator: IndicatorRef;
  /** The reading's time to post back. */
  at: Time;
  /** `by 18:00`. */
  due: When;
  /** What is stored for `at`; null when nothing yet. */
  value: number | null;
  /** The reason stored instead of a value, in words. */
  reason: string | null;
  /** `sent 16:58`; null when nothing yet. */
  received: When | null;
  /** The reading before: `yesterday`, 9.8. */
  previous: { text: string; value: number } | null;
  /** How far the filter has come in learning it; null once it judges. */
  learning: { seen: number; needed: number } | null;
  /** What the filter expects, 95%; null while it learns. */
  expected: { lower: number; upper: number } | null;
}

/** What happens when somebody says that something is wrong. */
export interface AlarmWords {
  /** `goes to Spinning 2, Textiles and the safety delegate at once`. */
  safety: string;
  /** `goes to Spinning 2 only`. */
  machine: string;
  unsure: string;
  /** What to do when nobody can be reached: `Use the siren or the wall telephone now.` */
  advice: string;
}

export interface TodayView extends Frame {
  view: 'today';
  /** `Today at Spinning 2`. */
  sentence: string;
  /** `Friday 16 October, day shift. Six figures are due by 18:00; two are still to come.` */
  lede: string;
  figures: Figure[];
  /** `Not due today: six weekly figures, on Monday.`; null for none. */
  later: string | null;
  alarm: AlarmWords;
}

// ------------------------------------------------------------------------------------------------- units, boundary, problem

/** One row of the list of units; depth first, so that a row's parts follow it. */
export interface UnitRow {
  unit: UnitRef;
  depth: number;
  parts: number;
  indicators: number;
}

export interface UnitsView extends Frame {
  view: 'units';
  sentence: string;
  lede: string;
  /** Empty on the first run. */
  units: UnitRow[];
}

/** What somebody sees who may not see. It reads the same whether or not there is anything behind it. */
export interface BoundaryView extends Frame {
  view: 'boundary';
  /** `Yarur keeps its readings. You can ask.` */
  sentence: string;
  lede: string;
  /** What the viewer sees without asking. `incident` makes it a link. */
  sees: { text: string; standing: string; incident: string | null }[];
  keeps: string[];
  /** How to ask, and what silence means. */
  how_to_ask: string;
}

/** problem+json (RFC 9457), also inlined as the view when a page cannot be shown. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The field of the body that it is about. */
  field?: string;
}

export interface ProblemView extends Frame {
  view: 'problem';
  problem: Problem;
}

export type View =
  | RoomView | IncidentView | IndicatorView | TodayView | PlanView | AgreementView | DirectiveView | UnitsView | BoundaryView
  | DoorView | PeopleView | MeView | SharingView | FlowView | ProblemView | SetupView | AuditView
  | MinuteView | PastView;
