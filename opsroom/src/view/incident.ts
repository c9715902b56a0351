/** The shapes of an incident's page, and of what is done there. */
import type { Page, Shape } from '../view';

export type ChangeKind = Shape<'ChangeKind'>;
export type Chance = Shape<'Chance'>;
export type Rung = Shape<'Rung'>;
export type Words = Shape<'Words'>;
export type Obligation = Shape<'ObligationShown'>;
export type IncidentView = Page<'incident'>;
