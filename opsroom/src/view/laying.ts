/** The shapes of laying units down, and of bringing in their past. */

/** `POST /api/v1/units/{id}/history`. */
export interface PastBody {
  indicators: string[];
  rows: { at: string; values: (number | null)[] }[];
}

export interface HistoryAnswer {
  readings: number;
  /** What an earlier try had brought. */
  repeated: number;
  from: string | null;
  to: string | null;
}

/** What is wrong with one cell of it. */
export interface CellProblem {
  row: number;
  /** Null where it is the time. */
  column: number | null;
  value: string;
  expected: string;
}

/** `POST /api/v1/units` answers 201. */
export interface LaidDown {
  units: { id: string; path: string; name: string }[];
}

/** `GET /api/v1/units/{id}/indicators`, one of them. */
export interface IndicatorAnswer {
  key: string;
  name: string;
  measure: string;
  cadence: string;
  direction: 'more' | 'less' | 'on-target';
  sphere: string;
  aggregate: string;
  retired: string | null;
  has_readings: boolean;
}

/** `GET /api/v1/units/{id}/calendar`. */
export interface CalendarAnswer {
  zone: string;
  shifts: { day: string; hours: string }[];
  holidays: string[];
  working_day_s: number;
}
