/** The shapes of laying units down, and of bringing in their past. */
import type { Shape } from '../view';

export type PastBody = Shape<'History'>;
export type HistoryAnswer = Shape<'HistoryTaken'>;
export type CellProblem = Shape<'CellProblem'>;
export type LaidDown = Shape<'LaidDown'>;
export type IndicatorAnswer = Shape<'Indicator'>;
export type CalendarAnswer = Shape<'Calendar'>;
