/** The shapes of the flow: how the work goes through a unit, as its people drew it. */
import type { Page, Shape } from '../view';

export type FlowShown = Shape<'FlowShown'>;
export type FlowStep = Shape<'FlowStep'>;
export type FlowRibbon = Shape<'FlowRibbon'>;
export type FlowDrawing = Shape<'FlowDrawing'>;
export type FlowVersion = Shape<'FlowVersion'>;
export type FlowView = Page<'flow'>;
export type FlowBody = Shape<'NewFlow'>;
