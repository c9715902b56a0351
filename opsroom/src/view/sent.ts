/**
 * What the page sends: reports, alarms, acts, and what it is answered. `by` is the role of the person in their words; it is left out where
 * somebody is signed in, as the server then signs with their title.
 */
import type { Shape } from '../view';

export type IncidentActBody = Shape<'IncidentAct'>;
export type Cause = Shape<'Cause'>;
export type AlarmBody = Shape<'Alarm'>;
export type AlarmAnswer = Shape<'AlarmAnswer'>;
export type HelpBody = Shape<'Help'>;
export type AgreementBody = Shape<'Proposal'>;
export type AgreementActBody = Shape<'AgreementAct'>;
export type AnnouncementBody = Shape<'NewAnnouncement'>;
export type DirectiveBody = Shape<'NewDirective'>;
export type DirectiveActBody = Shape<'DirectiveAct'>;
/** Numbered by the device, so that what is sent twice is one message. */
export type MessageBody = Shape<'NewMessage'> & { epoch: number };
export type MessageAnswer = Shape<'Written'>;
export type PostBody = Shape<'NewPost'>;

/** A report that the page makes: it is numbered, so that one that comes twice counts once. */
export type ReportBody = Shape<'Report'> & { source: string; epoch: number; seq: number; readings: ReadingBody[] };
/** A value, or null with the reason why there is none; and always of which unit. */
export type ReadingBody = Shape<'Reading'> & { unit: string; value: number | null };
export type ReportAnswer = Shape<'ReportAnswer'>;
export type PreviewAnswer = Shape<'ReportPreview'>;
export type Corrections = Shape<'Corrections'>;

/** The data of `event: changed`: which views to fetch again (`room`, `today`, `plan`, `incident:ID`, `indicator:KEY`, `sharing`, `agreement:ID`, `directive:ID`). */
export interface Changed {
  what: string[];
}
