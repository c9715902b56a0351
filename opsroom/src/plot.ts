// Where does each reading stand on the paper? Pure arithmetic, no elements.
import type { Band, Chart, Line, Mark, Point } from './view';

export interface Scale {
  y(value: number): number;
  low: number;
  high: number;
}

/** A scale from values to pixels, `top` to `bottom`, with a margin of a twelfth on both sides. */
export function scale(values: number[], top: number, bottom: number): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const margin = (most - least || Math.abs(most) || 1) / 12;
  const low = least - margin;
  const high = most + margin;
  return { low, high, y: (value) => bottom - ((value - low) / (high - low)) * (bottom - top) };
}

/** Every value that must fit on the paper. */
export function extent(chart: Chart): number[] {
  const band = (of: Band | null): number[] => (of ? [of.lower, of.upper] : []);
  const point = (of: Point): number[] => [of.value, of.lower ?? of.value, of.upper ?? of.value];
  const all = [...chart.points.flatMap(point), ...band(chart.reference), ...band(chart.expected)];
  return all.length > 0 ? all : [0, 1];
}

/** The number of the slot before which a moment lies: readings and due readings have equal room, whatever the nights between them. */
export function slot_of(at: string, slots: string[], kind: Mark['kind']): number {
  const moment = Date.parse(at);
  // A change counts its own first reading; a clock that ends with a reading ends after it.
  const next = slots.findIndex((slot) => (kind === 'since' ? Date.parse(slot) >= moment : Date.parse(slot) > moment));
  return next < 0 ? slots.length : next;
}

/** Which of `count` labels can stand with `room` pixels each when each needs `needed`. The last is always one of them. */
export function labelled(count: number, room: number, needed: number): Set<number> {
  const every = Math.max(1, Math.ceil(needed / Math.max(room, 0.001)));
  return new Set(Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % every === 0));
}

/** `M… L…` through points, broken where one is null. */
export function path(points: ([number, number] | null)[]): string {
  let pen = 'M';
  const out: string[] = [];
  for (const point of points) {
    if (point) out.push(`${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`);
    pen = point ? 'L' : 'M';
  }
  return out.join('');
}

/** The outline of the bands of consecutive points, for as far as the filter expected anything. */
export function ribbon(points: Point[], x: (index: number) => number, y: (value: number) => number): string {
  const known = points.map((point, index) => ({ ...point, index })).filter((point) => point.lower !== null && point.upper !== null);
  if (known.length < 2) return '';
  const upper = known.map((point) => `${x(point.index).toFixed(1)} ${y(point.upper ?? 0).toFixed(1)}`);
  const lower = known.map((point) => `${x(point.index).toFixed(1)} ${y(point.lower ?? 0).toFixed(1)}`).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}

export interface Sketch {
  line: string;
  band: { y: number; height: number; width: number } | null;
  /** Where the days begin that are not released yet; null when all are. */
  unreleased: number | null;
}

/** The small line of 42 days in a box of `width` × `height`. */
export function sketch(line: Line, width: number, height: number): Sketch {
  const known = line.values.filter((value): value is number => value !== null);
  const bounds = [line.lower, line.upper].filter((value): value is number => value !== null);
  // What is as expected looks quiet: its band takes two thirds of the height.
  const { y } = scale(known.length + bounds.length > 0 ? [...known, ...bounds] : [0, 1], height / 6, (height * 5) / 6);
  const step = (width - 2) / Math.max(line.values.length - 1, 1);
  const last = line.values.length - 1 - line.unreleased;
  const end = 1 + last * step;
  return {
    line: path(line.values.map((value, index) => (value === null ? null : [1 + index * step, y(value)]))),
    band: line.lower === null || line.upper === null ? null : { y: y(line.upper), height: y(line.lower) - y(line.upper), width: end },
    unreleased: line.unreleased > 0 ? end : null,
  };
}
