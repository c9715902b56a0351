/** The shapes of the flow: how the work goes through a unit, as its people drew it. */
import type { FigureState, Frame, IndicatorRef, UnitRef, When } from '../view';

/** A figure or a part that boxes and lines can show, as it stands now. */
export interface FlowShown {
  /** A figure of the unit's own, or null. */
  figure: IndicatorRef | null;
  /** A part one level below, or null. */
  part: UnitRef | null;
  state: FigureState;
  /** `to be put right`, `no data`; null when as expected. */
  state_text: string | null;
  /** Of figures the latest reading, of parts percent as of their released index. */
  actuality: number | null;
  /** What could be done now, as agreed: how high a box is. */
  capability: number | null;
  potentiality: number | null;
  /** The unit of measure as people write it. */
  unit_text: string;
  decimals: number;
  /** `short by 2.3 t a day`, or quieter where that is no news; null where nothing is missing. */
  short_text: string | null;
  /** Whether what is missing is news: the red stub. */
  pressing: boolean;
  /** The whole of it in a sentence. */
  text: string;
}

/** Something that is done. `figure` and `part` name one of `shown`. */
export interface FlowStep {
  key: string;
  name: string;
  /** The key of a figure. */
  figure: string | null;
  /** The path of a part. */
  part: string | null;
}

/** What flows from one box to another. */
export interface FlowRibbon {
  from: string;
  to: string;
  /** As people say it; may be empty. */
  what: string;
  /** The key of the figure that tells how much. */
  figure: string | null;
}

export interface FlowDrawing {
  boxes: FlowStep[];
  lines: FlowRibbon[];
}

/** A drawing that can be looked at again. */
export interface FlowVersion {
  id: string;
  at: When;
  /** `Drawn by shift lead on Friday 16 October at 14:05.` */
  text: string;
  boxes: number;
  lines: number;
}

export interface FlowView extends Frame {
  view: 'flow';
  /** `Four steps. Yarn falls short of what it could do.` */
  sentence: string;
  lede: string;
  /** The drawing that is shown; null before there is any. */
  drawing: FlowDrawing | null;
  /** Which of `versions` that is. */
  version: string | null;
  /** The latest first. */
  versions: FlowVersion[];
  /** Everything that boxes and lines show, or could. */
  shown: FlowShown[];
  /** A drawing to begin with; null where there is one, and where the viewer may not draw. */
  proposed: FlowDrawing | null;
  may_draw: boolean;
  /** What drawing does, said before it is done. */
  hint: string;
  /** Boxes and lines that a drawing may have at most. */
  boxes_at_most: number;
  lines_at_most: number;
}

/** `POST /api/v1/flows`. Answers 201, and 409 if another drawing came in between. */
export interface FlowBody extends FlowDrawing {
  /** The unit, by its path: the viewer's own. */
  unit: string;
  /** The drawing that this one goes on from; null for the first. */
  follows: string | null;
  by?: string;
}
