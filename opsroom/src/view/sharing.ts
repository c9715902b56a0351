/** The shapes of sharing: which figures a unit opens to another, and who asks to see some. */
import type { Page, Shape } from '../view';

export type SharingAct = Shape<'Act_SharingAct'>['act'];
export type OpeningState = Shape<'OpeningState'>;
export type OpeningRow = Shape<'OpeningRow'>;
export type RequestRow = Shape<'RequestRow'>;
export type LookedRow = Shape<'LookedRow'>;
export type SharingView = Page<'sharing'>;

export type OpeningBody = Shape<'NewOpening'>;
export type RequestBody = Shape<'NewRequest'>;
