/** What the pages of the telex show: messages and what happened, and the board. */
import type { Page, Shape } from '../view';

export type TelexFilter = Shape<'TelexFilter'>;
export type TelexTo = Shape<'TelexTo'>;
export type MessageShown = Shape<'MessageShown'>;
export type TelexItem = Shape<'TelexItem'>;
export type TelexAddress = Shape<'TelexAddress'>;
export type TelexAbout = Shape<'TelexAbout'>;
export type TelexView = Page<'telex'>;

export type PostKind = Shape<'PostKind'>;
export type PostRow = Shape<'PostRow'>;
export type BoardView = Page<'board'>;
