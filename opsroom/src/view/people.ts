/** The shapes of the pages for people: signing in, who belongs to a unit, and what belongs to oneself. */
import type { Page, Shape } from '../view';

export type Role = Shape<'Role'>;
export type Me = Shape<'Me'>;
export type Member = Shape<'MemberRow'>;
export type Invitation = Shape<'InvitationRow'>;
export type RoleOffer = Shape<'RoleRow'>;
export type Device = Shape<'DeviceRow'>;
export type Session = Shape<'SessionRow'>;
/** A day of the week, Monday the first, as the server names it. */
export type Day = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
export type Way = Omit<Shape<'Way'>, 'digest'> & { digest: { day: Day; hour: number } | null };
export type WaysAnswer = Omit<Shape<'Ways'>, 'ways'> & { ways: Way[] };
export type DoorView = Page<'door'>;
export type PeopleView = Page<'people'>;
export type MeView = Page<'me'>;

export type SessionBody = Shape<'SignIn'>;
export type FirstBody = Shape<'First'>;
export type JoinBody = Shape<'Join'>;
export type InvitationBody = Shape<'NewInvitation'>;
export type InvitationAnswer = Shape<'Invited'>;
export type DeviceBody = Shape<'NewDevice'>;
export type TotpAnswer = Shape<'Codes'>;
export type Signers = Shape<'Signers'>;
export type SigningAnswer = Shape<'SigningBegun'>;
