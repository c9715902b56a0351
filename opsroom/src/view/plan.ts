/** The shapes of the Plan: agreements, directives and their answers. */
import type { Act, AgreementAct, DirectiveAct, Frame, IndicatorRef, UnitRef } from '../view';

export type AgreementKind = 'recovery_time' | 'capability' | 'potentiality' | 'index_weight' | 'retire' | 'new_level';

/** A row of a list. */
export interface PlanLine {
  kind: 'agreement' | 'directive';
  id: string;
  heading: string;
  /** `Spinning 2 proposes 5 working days. Textiles offers 4.` */
  sentence: string;
  /** `review 31 October 2026`, `sent 20 Oct`. */
  standing: string;
  /** True when the viewer's answer is awaited. */
  awaits_us: boolean;
}

/** What this unit may propose to the level above. `indicator` null: the whole unit. `value_unit` null: no value is asked (retire). */
export interface Proposable {
  kind: AgreementKind;
  indicator: IndicatorRef | null;
  /** `Recovery time: yarn output`. */
  text: string;
  value_unit: string | null;
  /** What holds now. */
  current: number | null;
}

/** Something that the unit said beforehand of its own figures. */
export interface Announced {
  id: string;
  /** `Yarn output: a new level`, `All figures: left apart`. */
  heading: string;
  /** What it is, in the words of whoever said so. */
  words: string;
  /** `from Fri 6 Nov to Thu 12 Nov`. */
  standing: string;
  /** Whether it can be called off, or ended. */
  may_call_off: boolean;
}

export interface PlanView extends Frame {
  view: 'plan';
  sentence: string;
  lede: string;
  agreements: PlanLine[];
  directives: PlanLine[];
  /** What the unit said beforehand of its own figures; empty for anybody else. */
  announced: Announced[];
  /** The figures of which the viewer may announce something; empty when it may not. */
  may_announce: IndicatorRef[];
  /** Empty when the viewer may not propose here. */
  may_propose: Proposable[];
  /** The parts to which the viewer may send a directive; empty when it may not. */
  may_direct: UnitRef[];
}

/** A value with its words: `4` + `working days`. */
export interface Amount {
  value: string;
  text: string;
}

export interface Consent {
  unit: UnitRef;
  consented: boolean;
  /** `consents, 20 Oct`, `not yet`. */
  text: string;
}

/** A step of a negotiation, oldest first. */
export interface Move {
  amount: Amount;
  /** `Textiles answers with 4`. */
  heading: string;
  words: string;
  /** `Textiles committee, 20 October`. */
  by: string;
}

export interface AgreementView extends Frame {
  view: 'agreement';
  id: string;
  kind: AgreementKind;
  status: 'proposed' | 'agreed' | 'withdrawn' | 'lapsed';
  /** `Agreement on recovery time: yarn output, Spinning 2`. */
  eyebrow: string;
  /** `Spinning 2 proposes 5 working days. Textiles offers 4.` */
  sentence: string;
  /** `Until both consent, 3 holds. No incident that is running changes.` */
  lede: string;
  holds: Amount;
  /** `Review is due on 31 October 2026.`, `The default; nothing was agreed.` */
  holds_note: string;
  /** The value on the table; null when nothing is negotiated. */
  on_table: Amount | null;
  /** The bare number on the table, to fill a counter-proposal with. */
  on_table_value: number | null;
  /** Null for retire. */
  value_unit: string | null;
  consents: Consent[];
  /** `next working day after both consent`. */
  in_force: string;
  review: string;
  history: Move[];
  acts: Act<AgreementAct>[];
  acts_note: string | null;
}

export interface DirectiveAnswer {
  unit: UnitRef;
  /** Null while the answer is awaited. */
  answer: 'accept' | 'counter' | 'object' | null;
  words: string | null;
  /** `Spinning 2 committee, 21 October`; null while awaited. */
  by: string | null;
}

export interface DirectiveView extends Frame {
  view: 'directive';
  id: string;
  from: UnitRef;
  status: 'open' | 'answered' | 'withdrawn';
  /** `Directive from Textiles, sent 20 October`. */
  eyebrow: string;
  /** The policy itself. */
  sentence: string;
  /** `Two of three have answered. In force from 1 November 2026.` */
  lede: string;
  reason: string;
  answers: DirectiveAnswer[];
  acts: Act<DirectiveAct>[];
  acts_note: string | null;
}
