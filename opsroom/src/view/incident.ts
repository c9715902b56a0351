/** The shapes of an incident's page, and of what is done there. */
import type { Act, Back, Chart, Clock, Frame, Glyph, IncidentAct, Tone, UnitRef, When } from '../view';

export type ChangeKind = 'step' | 'slope' | 'one_off' | 'no_change';

/** What the filter believes, 0 to 1. */
export interface Chance {
  kind: ChangeKind;
  chance: number;
}

/** A level on the way up. */
export interface Rung {
  unit: UnitRef;
  standing: 'passed' | 'here' | 'not_yet' | 'skipped';
  /** `3 days, ran out Thu 18:00`, `here since Thu 18:00`, `sees nothing yet`, `no members: skipped`. */
  text: string;
}

/** Words left on an incident, kept at the level they were written for. Oldest first. */
export interface Words {
  text: string;
  /** `supply secretary, Textiles`. */
  by: string;
  when: When;
}

/** What a level owes for an incident it received. */
export interface Obligation {
  /** Who owes. */
  unit: UnitRef;
  /** True when the viewer owes it. */
  ours: boolean;
  state: 'open' | 'answered' | 'met' | 'missed';
  /** `What we owe Spinning 2`. */
  heading: string;
  /** `Answer by today 18:00`. */
  demand: string;
  /** `If we do not, this rises from us to Nation.` */
  consequence: string;
  clock: Clock | null;
  /** The named owner's role; null when nobody yet. */
  owner: string | null;
  answer: Words | null;
  /** Help offered; only the helped unit can say that it came. */
  offers: Words[];
  /** `Help came on Friday 10:15, says Spinning 2`; null when it has not. */
  help_came: string | null;
}

export interface IncidentView extends Frame {
  view: 'incident';
  id: string;
  /** `unusual`: told, kind unknown, no clock. */
  status: 'unusual' | 'open' | 'settling' | 'shelved' | 'closed';
  tone: Tone;
  glyph: Glyph;
  /** `Step down. Reached Textiles on Thursday at 18:00`. */
  tag: string;
  /** The story in a sentence. */
  sentence: string;
  lede: string;
  /** A person's alarm or request, word for word. */
  quote: string | null;
  chart: Chart | null;
  back: Back | null;
  /** Empty for silence and for a person's alarm. */
  chances: Chance[];
  /** The chances in words: `Almost certainly a step; hardly a slope.` null when `chances` is empty. */
  belief: string | null;
  /** The holder's time to put it right; null for "unusual" and for words. */
  clock: Clock | null;
  /** `Time to put it right, with us`. */
  clock_heading: string | null;
  obligations: Obligation[];
  ladder: Rung[];
  acts: Act<IncidentAct>[];
  /** `Only Spinning 2 can say that help has arrived, …`; null for none. */
  acts_note: string | null;
  words: Words[];
  /** `from here on; earlier notes stay with the plant`; null for none. */
  words_scope: string | null;
  /** What this viewer sees and does not: `We see this one series from Friday 16 October on, …`. */
  boundary: string | null;
  /** Everything that happened to the incident, oldest first. */
  log: { when: When; text: string }[];
}
