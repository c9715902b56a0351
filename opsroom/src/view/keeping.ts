/** The shapes of the pages of how a unit is kept, and of who did what for it. */
import type { Page, Shape } from '../view';

export type DutyRow = Shape<'DutyRow'>;
export type DutyBoard = Shape<'DutyBoard'>;
export type CallRow = Shape<'CallRow'>;
export type CallBoard = Shape<'CallBoard'>;
export type HookRow = Shape<'HookRow'>;
export type NodeRow = Shape<'NodeRow'>;
export type DoneRow = Shape<'DoneRow'>;
export type SetupView = Page<'setup'>;
export type AuditView = Page<'audit'>;
export type HookAnswer = Shape<'MadeHook'>;
export type NodeAnswer = Shape<'NodeCode'>;
