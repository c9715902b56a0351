// Where can one go from here, and what of it is meant?
import { address } from './route';
import { found } from './tree';
import type { UnitRef, UnitRow } from './view';

export interface Goal {
  href: string;
  name: string;
  /** The unit's address; empty for pages of the present one. */
  where: string;
}

/** Goals shown at once: a list of hundreds helps nobody. */
const shown = 12;

/** Pages of the present unit whose names have `wanted` in them, then units, those that begin so first. */
export function goals(pages: { page: Parameters<typeof address>[1]; name: string }[], place: UnitRef | null, units: UnitRow[], wanted: string): Goal[] {
  const needle = wanted.trim().toLowerCase();
  const near = place ? pages.filter(({ name }) => name.toLowerCase().includes(needle)).map(({ page, name }) => ({ href: address(place.path, page), name, where: '' })) : [];
  const begins = ({ unit }: UnitRow): number => (unit.name.toLowerCase().startsWith(needle) ? 0 : 1);
  const far = found(units, wanted).toSorted((a, b) => begins(a) - begins(b)).map(({ unit }) => ({ href: address(unit.path), name: unit.name, where: unit.path }));
  return [...near, ...far].slice(0, shown);
}
