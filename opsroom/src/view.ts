/**
 * The shapes of the views: what does the server say to a page?
 *
 * One endpoint a page kind, `GET /api/v1/views/{kind}?…&lang=en|es`, and the same JSON inlined in the page as
 * `<script type="application/json" id="view">`. The shapes are those of `server::wire`, made from the description of the API
 * (`view/api.ts`; `make types`); what a field means stands there, and docs/formats/views.md explains them. Here they have the names
 * that pages call them by.
 *
 * Rules: snake_case; numbers are numbers; every key is present, `null` where there is nothing; every sentence is made by the
 * server in the requested language; the page does no domain thinking. Labels of buttons, fields and headings that are the same on
 * every page belong to the page's own catalogue. A viewer who may not see gets `BoundaryView` from any of these endpoints, status 200.
 */

import type { components } from './view/api';

export type * from './view/flow';
export type * from './view/incident';
export type * from './view/keeping';
export type * from './view/laying';
export type * from './view/minute';
export type * from './view/past';
export type * from './view/people';
export type * from './view/plan';
export type * from './view/room';
export type * from './view/sent';
export type * from './view/sharing';
export type * from './view/telex';

type Shapes = components['schemas'];
/** A shape by its name in the description of the API. */
export type Shape<Name extends keyof Shapes> = Shapes[Name];
/** Any page. */
export type View = Shape<'View'>;
/** The page of that kind. */
export type Page<Kind extends View['view']> = Extract<View, { view: Kind }>;

export type Lang = Shape<'Lang'>;
/** RFC 3339 with the offset of the unit the page is about: `2026-10-23T09:40:00-03:00`. */
export type Time = When['at'];
export type When = Shape<'When'>;
export type UnitRef = Shape<'UnitRef'>;
export type IndicatorRef = Shape<'IndicatorRef'>;
export type Tone = Shape<'Tone'>;
export type Glyph = Shape<'Glyph'>;
export type Key = Shape<'PageKey'>;
export type Frame = Shape<'Frame'>;

export type Flag = Shape<'Flag'>;
export type Point = Shape<'PointShown'>;
export type Band = Shape<'Band'>;
export type Mark = Shape<'Mark'>;
export type Chart = Shape<'Chart'>;
export type Line = Shape<'Line'>;
export type Bar = Shape<'Bar'>;
export type Ratios = Shape<'Ratios'>;
export type ClockState = Shape<'ClockState'>;
export type Segment = Shape<'Segment'>;
export type Clock = Shape<'Clock'>;
export type Back = Shape<'Back'>;
export type Consequence = Shape<'Consequence'>;

/** An act that this viewer may do now. Acts that are not listed are not shown. The first of a list is the main one. */
export type Act<Name extends string = string> = Omit<Shape<'Act_IncidentAct'>, 'act'> & { act: Name };
export type IncidentAct = Shape<'IncidentDeed'>;
export type AgreementAct = Shape<'AgreementDeed'>;
export type DirectiveAct = Shape<'DirectiveDeed'>;

export type Term = Shape<'TermShown'>;
export type Told = Shape<'Told'>;
export type Span = Shape<'Span'>;
export type Signalled = Shape<'Signalled'>;
export type Beside = Shape<'Beside'>;
export type Envelope = Shape<'Envelope'>;
export type Envelopes = Shape<'Envelopes'>;
export type NoDataReason = Shape<'NoDataReason'>;
export type Figure = Shape<'Figure'>;
export type AlarmWords = Shape<'AlarmWords'>;
export type UnitRow = Shape<'UnitRow'>;

export type IndicatorView = Page<'indicator'>;
export type TodayView = Page<'today'>;
export type UnitsView = Page<'units'>;
export type BoundaryView = Page<'boundary'>;
export type ProblemView = Page<'problem'>;
/** problem+json (RFC 9457): a refusal, and what a page that cannot be shown shows. */
/** Some list what is wrong one by one. */
export type Problem = Shape<'Problem'> & { problems?: object[] };
