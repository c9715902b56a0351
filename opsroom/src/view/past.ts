/** The shape of a page as it was. */
import type { Page } from '../view';

export type PastView = Page<'past'>;
