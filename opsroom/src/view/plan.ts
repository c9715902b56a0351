/** The shapes of the Plan: agreements, directives and their answers. */
import type { Page, Shape } from '../view';

export type AgreementKind = Shape<'AgreementKind'>;
export type PlanLine = Shape<'PlanLine'>;
export type Proposable = Shape<'Proposable'>;
export type Announced = Shape<'Announced'>;
export type Amount = Shape<'Amount'>;
export type Consent = Shape<'Consent'>;
export type Move = Shape<'Move'>;
export type DirectiveAnswer = Shape<'DirectiveAnswerShown'>;
export type PlanView = Page<'plan'>;
export type AgreementView = Page<'agreement'>;
export type DirectiveView = Page<'directive'>;
