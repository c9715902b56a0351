/** The shapes of the Room: cards, tiles, the unit as a whole, the telex. */
import type { Page, Shape } from '../view';

export type FigureState = Shape<'FigureState'>;
export type Card = Shape<'Card'>;
export type Tile = Shape<'Tile'>;
export type TileGroup = Shape<'TileGroup'>;
export type Whole = Shape<'Whole'>;
export type TelexLine = Shape<'TelexLine'>;
export type Seen = Shape<'Seen'>;
export type RoomView = Page<'room'>;
