// Which rows of the tree of units are to be seen?
import type { UnitRow } from './view';

/** Rows come depth first; a row is seen when everything above it is open. */
export function seen(rows: UnitRow[], open: (row: UnitRow) => boolean): UnitRow[] {
  let hidden_below = Infinity;
  return rows.filter((row) => {
    if (row.depth > hidden_below) return false;
    hidden_below = open(row) ? Infinity : row.depth;
    return true;
  });
}

/** Rows whose name or path has `wanted` in it. */
export function found(rows: UnitRow[], wanted: string): UnitRow[] {
  const needle = wanted.trim().toLowerCase();
  return rows.filter(({ unit }) => `${unit.name} ${unit.path}`.toLowerCase().includes(needle));
}
