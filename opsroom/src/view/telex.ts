/** What the pages of the telex show: messages and what happened, and the board. */
import type { Frame, UnitRef, When } from '../view';

export type TelexFilter = 'all' | 'messages' | 'happened' | 'ours' | 'unanswered';
export type TelexTo = 'above' | 'sisters' | 'parts' | 'within';

/** `id` is this viewer's own name of the message, and nobody else's. */
export interface MessageShown {
  id: string;
  /** `across`: to or from a unit elsewhere in the federation. */
  course: 'up' | 'down' | 'sideways' | 'within' | 'across';
  from: UnitRef;
  /** `Textiles, coordinator, to us`. */
  heading: string;
  words: string;
  /** What it answers, with its first words. */
  answers: { id: string; text: string } | null;
  about: { text: string; address: string | null } | null;
  /** `answered by Fiap`. */
  answered: string | null;
  is_ours: boolean;
  /** Whether it waits for an answer of ours. */
  waits: boolean;
  may_answer: boolean;
}

/** A message, or a line of what happened. */
export interface TelexItem {
  when: When;
  who: string;
  /** What happened; empty with a message. */
  text: string;
  incident: string | null;
  message: MessageShown | null;
}

/** Where one can write to, and which units are there. */
export interface TelexAddress {
  to: TelexTo;
  units: UnitRef[];
}

export interface TelexView extends Frame {
  view: 'telex';
  sentence: string;
  lede: string;
  filter: TelexFilter;
  search: string;
  /** Latest first. */
  items: TelexItem[];
  /** Where the older ones begin, for `before`. */
  older: string | null;
  is_latest: boolean;
  waiting: number;
  /** Empty where the viewer may not write. */
  may_write: TelexAddress[];
  letters_at_most: number;
}

export type PostKind = 'need' | 'offer';

export interface PostRow {
  id: string;
  kind: PostKind;
  unit: UnitRef;
  words: string;
  /** How much of it, in words; may be empty. */
  amount: string;
  state: 'standing' | 'met' | 'withdrawn' | 'expired';
  /** `Spinning 2, head of works, on Thursday at 09:12; until Friday 20 November`. */
  standing: string;
  is_ours: boolean;
  may_answer: boolean;
  may_end: boolean;
}

export interface BoardView extends Frame {
  view: 'board';
  sentence: string;
  /** Who reads what is posted. */
  lede: string;
  /** Only these; null for both. */
  kind: PostKind | null;
  search: string;
  /** Latest first. */
  posts: PostRow[];
  older: string | null;
  is_latest: boolean;
  waiting: number;
  may_post: boolean;
  days_at_most: number;
  letters_at_most: number;
  message_letters_at_most: number;
}
