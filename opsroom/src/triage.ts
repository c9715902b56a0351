// In which order is what waits gone through, where there is more of it than one can see at once?
import type { Card, RoomView } from './view';

/** What waits for a unit: what was passed up to it first, each part in the order of the Room, which is what is due first. */
export function waiting(view: RoomView): Card[] {
  return [...view.passed_up, ...view.ours];
}

/** The kinds of things that wait, with how many there are of each, in the order in which they come. */
export function kinds(cards: Card[]): { tag: string; count: number }[] {
  const tags = [...new Set(cards.map((card) => card.tag))];
  return tags.map((tag) => ({ tag, count: cards.filter((card) => card.tag === tag).length }));
}

/** The order in which they come: of one kind, if one was chosen, and what was put off for later today last. */
export function turn(cards: Card[], tag: string, later: string[]): Card[] {
  const chosen = cards.filter((card) => tag === '' || card.tag === tag);
  const is_later = (card: Card): boolean => later.includes(card.incident);
  return [...chosen.filter((card) => !is_later(card)), ...chosen.filter(is_later)];
}

/** The same by the day on which their time ends; what has no clock, as a person's alarm, comes first. */
export function by_day(cards: Card[]): { day: string; cards: Card[] }[] {
  const day = (card: Card): string => card.clock?.ends?.at.slice(0, 10) ?? '';
  const days = [...new Set(cards.map(day))].sort();
  return days.map((one) => ({ day: one, cards: cards.filter((card) => day(card) === one) }));
}

/** What comes after that one in its turn; the first where it is the last, or has gone. */
export function next(order: Card[], incident: string, step: 1 | -1): string {
  const at = order.findIndex((card) => card.incident === incident);
  const to = at < 0 ? 0 : (at + step + order.length) % order.length;
  return order[to]?.incident ?? '';
}
