/** The shapes of sharing: which figures a unit opens to another, and who asks to see some. */
import type { Act, Frame, IndicatorRef, UnitRef, When } from '../view';

export type SharingAct = 'open' | 'sign' | 'close' | 'request' | 'decline';
export type OpeningState = 'proposed' | 'in_force' | 'closed' | 'over';

/** Figures that are open, were, or are to be. */
export interface OpeningRow {
  id: string;
  /** The unit on the other side. */
  unit: UnitRef;
  indicators: IndicatorRef[];
  state: OpeningState;
  /** `Yarn output: open to Textiles, until Wednesday 1 April`. */
  sentence: string;
  words: string;
  /** `from Mon 2 Mar to Wed 1 Apr`. */
  standing: string;
  until: When;
  /** `committee, 2 March`; empty for what another unit opens. */
  signed: string[];
  /** The request that it grants. */
  request: string | null;
  acts: Act<SharingAct>[];
}

/** A request, of us or by us. */
export interface RequestRow {
  id: string;
  /** The unit on the other side. */
  unit: UnitRef;
  /** `Textiles asks to see figures of ours`. */
  sentence: string;
  words: string;
  /** `asked on Friday 16 October`, `over`. */
  standing: string;
  until: When;
  acts: Act<SharingAct>[];
}

/** Who looked at one of our figures. */
export interface LookedRow {
  unit: UnitRef;
  indicator: IndicatorRef;
  /** On how many days. */
  days: number;
  /** The last of them, a date by UTC. */
  last: string;
  /** `Textiles looked at yarn output on 3 days, last on Friday 16 October.` */
  text: string;
}

export interface SharingView extends Frame {
  view: 'sharing';
  sentence: string;
  lede: string;
  /** What we open; what stands first. */
  given: OpeningRow[];
  /** What is open to us. */
  received: OpeningRow[];
  /** Requests that wait for us. Nobody need answer them. */
  asked_of_us: RequestRow[];
  asked_by_us: RequestRow[];
  looked: LookedRow[];
  /** Figures that may be opened; empty when the viewer may not. */
  may_open: IndicatorRef[];
  /** Days for which figures can be opened at most. */
  days_at_most: number;
  /** What can be done on the page as a whole: `open` and `request`. */
  acts: Act<SharingAct>[];
}

/** `POST /api/v1/openings`. Answers 201. Dates are of the unit's zone; without `since`, from today. */
export interface OpeningBody {
  /** The unit whose figures these are, by its path: the viewer's own. */
  unit: string;
  /** The unit that may see them, by its path. */
  to: string;
  /** The keys of the figures. */
  indicators: string[];
  since?: string;
  /** The last day on which they may be seen. */
  until: string;
  by?: string;
  words: string;
  /** The request that this grants. */
  request?: string;
}

/** `POST /api/v1/requests`. Answers 201. */
export interface RequestBody {
  /** The unit that is asked, by its path. */
  unit: string;
  by?: string;
  words: string;
}
