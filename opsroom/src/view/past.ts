/** The shape of a page as it was. */
import type { Frame, IncidentView, RoomView, Time, When } from '../view';

export interface PastView extends Frame {
  view: 'past';
  /** `As of Sunday 3 May 2026, 14:00, as known then.` */
  sentence: string;
  lede: string;
  at: When;
  /** The first time of which something is known, and the present. */
  first: Time;
  present: Time;
  /** The same hour of the working day before and after; null where there is none. */
  day_back: Time | null;
  day_forth: Time | null;
  /** When the unit was told something, before and after. */
  event_back: Time | null;
  event_forth: Time | null;
  /** How much of it is made, 0 to 1; null once it is. */
  share: number | null;
  shown: RoomView | IncidentView | null;
}
