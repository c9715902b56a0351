/**
 * What the page sends: reports, alarms, acts, and what it is answered. `by` is the role of the person in their words; it is left out where
 * somebody is signed in, as the server then signs with their title.
 */
import type { AgreementAct, DirectiveAct, IncidentAct, NoDataReason, Time } from '../view';
import type { AgreementKind } from './plan';

/** `POST /api/v1/incidents/{id}/acts`. Fields beyond `act` and `by` as in docs/formats/views.md. Answers 200 `{}`. */
export interface IncidentActBody {
  act: IncidentAct;
  by?: string;
  words: string;
  /** `name_owner`: the owner's role. */
  owner?: string;
  /** `answer`, `shelve`: until when, a civil date `2026-10-28` in the unit's zone. */
  until?: string;
  /** `verdict`: was it real? */
  real?: 'yes' | 'instrument' | 'nothing';
  /** `claim_mended`, `verdict`: what caused it. */
  cause?: Cause;
}

export type Cause = 'machine' | 'material' | 'energy' | 'people' | 'transport' | 'weather' | 'plan' | 'other';

/** `POST /api/v1/alarms`. Answers 201 `{"incident": id, "heard_by": "Spinning 2, Textiles"}`. */
export interface AlarmBody {
  unit: string;
  kind: 'safety' | 'machine' | 'unsure';
  by?: string;
  words: string;
  /** Made by the page, so that an alarm sent twice is one alarm. */
  key: string;
}

export interface AlarmAnswer {
  incident: string;
  heard_by: string;
}

/** `POST /api/v1/help`: words without an incident. Answers 201 `{"incident": id}`. */
export interface HelpBody {
  unit: string;
  by?: string;
  words: string;
}

/** `POST /api/v1/agreements`. Answers 201 `{"id": id}`. */
export interface AgreementBody {
  unit: string;
  kind: AgreementKind;
  indicator: string | null;
  value: number | null;
  /** Civil date of the next review. */
  review: string;
  by?: string;
  words: string;
}

/** `POST /api/v1/agreements/{id}/acts`. `value` and `review` with `counter` only. */
export interface AgreementActBody {
  act: AgreementAct;
  by?: string;
  words: string;
  value?: number;
  review?: string;
}

/** `POST /api/v1/announcements`. Dates are of the unit's zone; without `from`, from now on. */
export interface AnnouncementBody {
  unit: string;
  /** The indicator's key; null for all figures of the unit. */
  indicator: string | null;
  kind: 'apart' | 'new_level';
  from: string | null;
  /** With `apart`: the last day. */
  until: string | null;
  /** With `new_level`: by how much, where that is known. */
  change: number | null;
  by?: string;
  words: string;
}

/** `POST /api/v1/directives`. Answers 201 `{"id": id}`. */
export interface DirectiveBody {
  unit: string;
  /** Paths of the parts that are to answer. */
  to: string[];
  policy: string;
  /** The reason. */
  words: string;
  /** Civil date from which it is to hold. */
  from: string;
  by?: string;
}

/** `POST /api/v1/messages`: numbered by the device, so that what is sent twice is one message. Answers 201. */
export interface MessageBody {
  source: string;
  epoch: number;
  seq: number;
  unit: string;
  to: 'above' | 'parts' | 'sisters' | 'within' | 'answer' | 'poster';
  /** With `parts` and `sisters`: their paths. All parts where none is named. */
  units?: string[];
  /** With `answer` and `poster`: the message or the post. */
  of?: string;
  about?: { kind: 'incident' | 'directive'; id: string };
  by?: string;
  words: string;
}

export interface MessageAnswer {
  id: string;
  read_by: string[];
}

/** `POST /api/v1/posts`. Answers 201 `{"id": id}`. */
export interface PostBody {
  unit: string;
  kind: 'need' | 'offer';
  by?: string;
  words: string;
  amount: string;
  /** The last day on which it stands, a civil date of the unit's zone. */
  until: string;
}

/** `POST /api/v1/directives/{id}/acts`: the viewer's answer. */
export interface DirectiveActBody {
  act: DirectiveAct;
  by?: string;
  words: string;
}

/** `POST /api/v1/reports`. */
export interface ReportBody {
  source: string;
  /** The role of whoever entered it; left out where somebody is signed in, and where nobody said. */
  by?: string;
  epoch: number;
  seq: number;
  readings: ReadingBody[];
}

/** A value, or null with the reason why there is none. */
export interface ReadingBody {
  unit: string;
  indicator: string;
  at: Time;
  value: number | null;
  reason?: NoDataReason;
  /** With the reason `other`. */
  words?: string;
}

export interface ReportAnswer {
  accepted: number;
  duplicates: number;
  problems: { index: number; field: string; value: string; message: string; expected: string }[];
}

/** `POST /api/v1/reports/preview`: what would become of the same body. Nothing of it is kept. */
export interface PreviewAnswer {
  acceptable: number;
  /** What is kept now for the times of these readings, as far as it is recent. */
  known: { unit: string; indicator: string; at: Time; value: number }[];
  problems: ReportAnswer['problems'];
  problem_count: number;
}

/** `GET /api/v1/units/{id}/indicators/{key}/corrections`, the latest first. */
export interface Corrections {
  corrections: { at: Time; was: number; value: number; corrected: Time; by: string | null }[];
}

/** The data of `event: changed`: which views to fetch again (`room`, `today`, `plan`, `incident:ID`, `indicator:KEY`, `sharing`, `agreement:ID`, `directive:ID`). */
export interface Changed {
  what: string[];
}
