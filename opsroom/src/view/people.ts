/** The shapes of the pages for people: signing in, who belongs to a unit, and what belongs to oneself. */
import type { Frame, Time, UnitRef, When } from '../view';

/** `source`: a machine that reports; `wall`: a read-only display; `tablet`: a shared device on the floor. */
export type Role = 'worker' | 'committee' | 'coordinator' | 'auditor' | 'source' | 'wall' | 'tablet';

/** Who is signed in. */
export interface Me {
  name: string;
  /** Looks after this installation. */
  operator: boolean;
  /** What they are a member of. `title` is what they sign with there: `shift lead`. */
  units: { unit: UnitRef; role: Role; title: string }[];
}

/** `/sign-in`, `/first?code=`, `/join?code=`. */
export interface DoorView extends Frame {
  view: 'door';
  kind: 'sign_in' | 'first' | 'join';
  sentence: string;
  lede: string;
  /** The code of the address; null when there is none. */
  code: string | null;
  /** `join`: what one is invited to; null when the code is missing or holds no longer. */
  unit: UnitRef | null;
  /** Null for a device, which takes its place with the code alone. */
  role_text: string | null;
  /** What one will sign with. */
  title_text: string | null;
  /** Whether it is for a display or a tablet. */
  device: boolean;
  /** Whether it is for another password, and for nothing else. */
  anew: boolean;
  /** What the system is called to which one may sign in instead, and why it let nobody in just now. */
  provider: string | null;
  trouble: string | null;
  /** The least length of a password. */
  password_letters: number;
  signed_in: boolean;
}

export interface Member {
  person: string;
  name: string;
  role: Role;
  role_text: string;
  title: string;
  since: When;
  /** The one who looks. */
  you: boolean;
  may_dismiss: boolean;
  /** A group of the sign-in brought it, and takes it along when it goes. */
  brought: boolean;
}

/** A place that is kept for somebody who has not come yet. */
export interface Invitation {
  id: string;
  role_text: string;
  title: string;
  until: When;
}

/** A role for which somebody can be invited, and what they may then do. */
export interface RoleOffer {
  role: Role;
  text: string;
  what: string;
}

/** The key of a machine, a wall or a tablet. */
export interface Device {
  person: string;
  name: string;
  role: Role;
  role_text: string;
  since: When;
}

export interface PeopleView extends Frame {
  view: 'people';
  sentence: string;
  lede: string;
  members: Member[];
  invitations: Invitation[];
  may_invite: boolean;
  roles: RoleOffer[];
  /** Parts below without a committee: its first member is invited from here. */
  parts: { unit: UnitRef }[];
  devices: Device[];
}

/** Somewhere one is signed in. `text` says on what: `Firefox on Android`. */
export interface Session {
  id: string;
  text: string;
  began: When;
  last: When;
  this: boolean;
}

/** An address of mail at which one is told. `confirmed`: the code that was sent there was given. */
export interface Way {
  id: string;
  address: string;
  lang: string;
  on: boolean;
  confirmed: boolean;
  quiet: { from: string; until: string } | null;
}

export interface WaysAnswer {
  has_mail: boolean;
  ways: Way[];
}

export interface MeView extends Frame {
  view: 'me';
  sentence: string;
  lede: string;
  login: string;
  /** One-time codes are asked for when signing in. */
  totp: boolean;
  /** One of the roles asks for them. */
  totp_wanted: boolean;
  /** There is a PIN with which to sign at shared tablets; null for whoever signs at none. */
  pin: boolean | null;
  password_letters: number;
  memberships: { unit: UnitRef; role: Role; role_text: string; title: string }[];
  sessions: Session[];
}

/** `POST /api/v1/session`. Answers 200 `{"to_code": true}` where a one-time code is still needed. */
export interface SessionBody {
  login: string;
  password: string;
  code?: string;
}

/** `POST /api/v1/first`, on the first start only. Answers 201, signed in. */
export interface FirstBody {
  code: string;
  login: string;
  name: string;
  password: string;
}

/** `POST /api/v1/join`. Who is signed in sends the code alone. Answers 201 `{"unit": path}`, signed in. */
export interface JoinBody {
  code: string;
  login?: string;
  name?: string;
  password?: string;
}

/** `POST /api/v1/units/{id}/invitations`. Answers 201 with what is shown once. */
export interface InvitationBody {
  role: Role;
  title: string;
  /** The path of a part without a committee. */
  for?: string;
}

export interface InvitationAnswer {
  code: string;
  /** A path of this site. */
  link: string;
  /** The whole link as a QR code: SVG. */
  qr?: string | null;
  until: Time;
}

/** `POST /api/v1/units/{id}/devices`. Answers 201 `{"link": …}`, a path of this site that is opened once on the device. */
export interface DeviceBody {
  role: 'wall' | 'tablet';
  title: string;
}

/** `POST /api/v1/totp`. `uri` begins with `otpauth://`. */
export interface TotpAnswer {
  secret: string;
  uri: string;
  /** `uri` as a QR code: SVG. */
  qr?: string | null;
}

/** `GET /api/v1/units/{id}/signers`, asked by a shared tablet of the unit: who may sign there. */
export interface Signers {
  signers: { person: string; name: string; title: string }[];
}

/** `POST /api/v1/signing`: with what the next act is signed, once. */
export interface SigningAnswer {
  signing: string;
  seconds: number;
}
