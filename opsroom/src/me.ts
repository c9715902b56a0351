// Who is signed in, and what follows from it for eyes and signatures?
import type { Me, UnitRef } from './view';

/** What an act is signed with: the role that somebody wrote, or nothing, as the server then signs with the member's title. */
export type Signature = { by?: string };

export function signature(me: Me | null, by: string): Signature {
  return me ? {} : { by };
}

/** The same for figures, which nobody has to sign. */
export function signed(me: Me | null, by: string | null): Signature {
  return me || !by?.trim() ? {} : { by: by.trim() };
}

/** Whether this is a tablet that the people of a unit share. */
export const is_shared = (me: Me | null): boolean => me?.units.some((one) => one.role === 'tablet') ?? false;

/** The units of a member, each once: who holds two roles in one has two titles there. */
export function own_units(me: Me): { unit: UnitRef; titles: string[] }[] {
  const units = new Map(me.units.map(({ unit }) => [unit.path, unit]));
  return [...units.values()].map((unit) => ({ unit, titles: [...new Set(me.units.filter((one) => one.unit.path === unit.path).map((one) => one.title))] }));
}

/** What the server will sign with in the unit through whose eyes somebody looks; null where that is not known here. */
export function title(me: Me | null, viewer: string | null): string | null {
  const titles = me ? own_units(me).find((one) => one.unit.path === viewer)?.titles : [];
  return titles?.length === 1 ? (titles[0] ?? null) : null;
}

/** Whose eyes are used: a member's are among their own units; the chosen ones come first, then those that the server took. */
export function eyes(chosen: string | null, me: Me | null, taken: UnitRef | null): string | null {
  if (!me) return chosen;
  const own = me.units.map((one) => one.unit.path);
  const known = [chosen, taken?.path].find((path) => path && own.includes(path));
  return known ?? own[0] ?? null;
}
