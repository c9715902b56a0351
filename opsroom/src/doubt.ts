// Does a figure deserve a second look before it goes? A doubt never blocks: what is right is right.
import type { Figure } from './view';

export type Doubt =
  | { kind: 'higher' | 'lower' }
  /** Off by a power of ten: `factor` times the last figure, or one part in `factor`; `meant` is what a slipped comma would explain. */
  | { kind: 'times_more' | 'times_less'; factor: number; meant: number };

/** What is odd about `value`, if anything. */
export function doubt(figure: Pick<Figure, 'expected' | 'previous'>, value: number): Doubt | null {
  const { expected, previous } = figure;
  if (expected && value >= expected.lower && value <= expected.upper) return null;
  const slip = previous ? slipped(previous.value, value) : null;
  if (slip) return slip;
  if (!expected) return null;
  return { kind: value > expected.upper ? 'higher' : 'lower' };
}

/** Within a factor of two of ten or a hundred times the last figure, or of a tenth or a hundredth of it. */
function slipped(last: number, value: number): Doubt | null {
  if (last === 0 || value === 0 || last < 0 !== value < 0) return null;
  const power = Math.round(Math.log10(value / last));
  if (power === 0 || Math.abs(power) > 3) return null;
  const rest = value / last / 10 ** power;
  if (rest < 0.5 || rest > 2) return null;
  const factor = 10 ** Math.abs(power);
  return { kind: power > 0 ? 'times_more' : 'times_less', factor, meant: power > 0 ? value / factor : value * factor };
}
