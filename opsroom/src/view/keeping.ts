/** The shapes of the pages of how a unit is kept, and of who did what for it. */
import type { Frame, UnitRef, When } from '../view';

/** Somebody to whom the duty can be handed. */
export interface DutyRow {
  person: string;
  name: string;
  title: string;
}

/** Who is told first. */
export interface DutyBoard {
  /** Null where nobody is on duty. */
  name: string | null;
  you: boolean;
  /** `on duty since Monday 08:00`, or what happens while nobody is. */
  standing: string;
  /** Empty where that is not the viewer's to do. */
  hand_to: DutyRow[];
  may_end: boolean;
}

/** Something that asked for somebody. */
export interface CallRow {
  /** What kind of thing, without figures. */
  text: string;
  at: When;
  outcome: 'waiting' | 'reached' | 'nobody' | 'past';
  standing: string;
  /** What was in the way, as a machine said it. */
  trouble: string | null;
}

export interface CallBoard {
  sentence: string;
  calls: CallRow[];
}

/** Another system that is told. */
export interface HookRow {
  id: string;
  url: string;
  since: When;
  /** Who set it up; empty once they have left. */
  by: string;
}

/** Another node that this one is tied to. */
export interface NodeRow {
  /** The part that lives there; of the node above, the level that does. */
  unit: UnitRef;
  side: 'above' | 'below';
  is_cut: boolean;
  /** The other was heard since they are tied. */
  is_heard: boolean;
  sentence: string;
  standing: string;
  /** The other's key, to be read out. */
  fingerprint: string;
  trouble: string | null;
}

export interface SetupView extends Frame {
  view: 'setup';
  sentence: string;
  lede: string;
  /** Null where nobody signs in. */
  duty: DutyBoard | null;
  calls: CallBoard | null;
  /** Null for those whose it is not to say, too. */
  hooks: HookRow[] | null;
  /** The key of this node, to be read out. */
  fingerprint: string;
  nodes: NodeRow[];
  /** Parts that may move to a node of their own, as far as the viewer may let them. */
  may_move: UnitRef[];
}

/** Who did what. */
export interface DoneRow {
  number: string;
  at: When;
  /** The role that signed, and who that is, by number. */
  by: string;
  member: string | null;
  /** `at the tablet “Hall 2”`, where it was signed with a PIN. */
  device: string | null;
  act: string;
  /** `Incident 41`, and where that is for those who see it. */
  thing: { text: string; address: string | null } | null;
  refused: string | null;
  /** Why, as the program said it to them. */
  why: string | null;
}

export interface AuditView extends Frame {
  view: 'audit';
  sentence: string;
  lede: string;
  /** The latest first. */
  records: DoneRow[];
  /** The number below which older ones go on. */
  older: string | null;
  is_latest: boolean;
  checkpoint: string;
  key: string;
}

/** `POST /api/v1/units/{id}/hooks`. Answers 201 with what is shown once. */
export interface HookAnswer {
  id: string;
  secret: string;
}

/** `POST /api/v1/units/{id}/nodes`. Answers 201 with what is shown once. */
export interface NodeAnswer {
  code: string;
  /** The code as a QR code: SVG. */
  qr?: string | null;
  until: string;
}
