// Which page does an address mean, and where does its view come from?
import type { DoorView } from './view';

type Meant =
  | { page: 'units' | 'me' | 'minute' }
  | { page: 'door'; kind: DoorView['kind']; code: string | null; trouble?: string }
  | { page: 'room' | 'waiting' | 'today' | 'plan' | 'people' | 'sharing' | 'setup'; unit: string }
  | { page: 'flow'; unit: string; drawing: string | null }
  | { page: 'audit'; unit: string; before: string | null }
  | { page: 'telex' | 'board'; unit: string; asked: Record<string, string> }
  | { page: 'incident' | 'agreement' | 'directive'; unit: string; id: string }
  | { page: 'indicator'; unit: string; key: string };
/** With the time that is looked back at; the server says of which pages there is no past. */
export type Route = Meant & { at?: string };

const doors = new Map<string, DoorView['kind']>([['sign-in', 'sign_in'], ['first', 'first'], ['join', 'join']]);

/** `/chile/textiles/i/41` is the incident 41; the level is in the address. */
export function route(pathname: string, search = '', hash = ''): Route {
  const query = new URLSearchParams(search);
  // A display on a wall shows the present.
  const at = query.get('wall') === '1' ? null : query.get('at');
  return at === null ? meant(pathname, search, hash) : { ...meant(pathname, search, hash), at };
}

function meant(pathname: string, search: string, hash: string): Meant {
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const last = parts.at(-1);
  const before = parts.at(-2);
  const query = new URLSearchParams(search);
  const unit = (dropped: number): string => parts.slice(0, parts.length - dropped).join('/');
  if (last === undefined) return { page: 'units' };
  // A code stands after `#`, which no browser sends anywhere; the page sends it in a body.
  const door = parts.length === 1 ? doors.get(last) : undefined;
  if (door) {
    const trouble = query.get('trouble');
    return { page: 'door', kind: door, code: hash.slice(1) || null, ...(trouble ? { trouble } : {}) };
  }
  if (parts.length === 1 && last === 'me') return { page: 'me' };
  if (parts.length > 3 && parts.at(-3) === 'plan' && before === 'a') return { page: 'agreement', unit: unit(3), id: last };
  if (parts.length > 3 && parts.at(-3) === 'plan' && before === 'd') return { page: 'directive', unit: unit(3), id: last };
  if (parts.length > 2 && before === 'i') return { page: 'incident', unit: unit(2), id: last };
  if (parts.length > 2 && before === 's') return { page: 'indicator', unit: unit(2), key: last };
  if (parts.length > 1 && last === 'report') return { page: 'today', unit: unit(1) };
  if (parts.length > 1 && last === 'plan') return { page: 'plan', unit: unit(1) };
  if (parts.length > 1 && last === 'flow') return { page: 'flow', unit: unit(1), drawing: query.get('drawing') };
  if (parts.length > 1 && (last === 'people' || last === 'sharing' || last === 'setup')) return { page: last, unit: unit(1) };
  if (parts.length > 1 && last === 'audit') return { page: 'audit', unit: unit(1), before: query.get('before') };
  if (parts.length > 1 && last === 'telex') return { page: 'telex', unit: unit(1), asked: asked(search, ['filter', 'search', 'before', 'about']) };
  if (parts.length > 2 && before === 'telex' && last === 'board') return { page: 'board', unit: unit(2), asked: asked(search, ['kind', 'search', 'before']) };
  if (parts.length > 2 && before === 'telex' && last === 'waiting') return { page: 'waiting', unit: unit(2) };
  return { page: 'room', unit: unit(0) };
}

/** What an address asks for by these names. */
function asked(search: string, names: string[]): Record<string, string> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name) as string]] : [])));
}

/** What waits, gone through one by one, is the Room's view. */
const view_of = (to: Route): string => (to.page === 'waiting' ? 'room' : to.page);

/** The endpoint of the route's view. */
export function endpoint(to: Route, lang: string): string {
  const query = new URLSearchParams();
  if ('id' in to) query.set('id', to.id);
  else if ('unit' in to) query.set('unit', to.unit);
  if (to.page === 'indicator') query.set('indicator', to.key);
  if (to.page === 'flow' && to.drawing !== null) query.set('drawing', to.drawing);
  if (to.page === 'door') query.set('kind', to.kind);
  if (to.page === 'door' && to.trouble) query.set('trouble', to.trouble);
  if (to.page === 'audit' && to.before !== null) query.set('before', to.before);
  if (to.at !== undefined) query.set('at', to.at);
  if ('asked' in to) for (const [name, value] of Object.entries(to.asked)) query.set(name, value);
  query.set('lang', lang);
  return `/api/v1/views/${view_of(to)}?${query}`;
}

/** The name under which a change of the route's view is announced. */
export function announced(to: Route): string {
  if (to.page === 'indicator') return `indicator:${to.key}`;
  return 'id' in to ? `${to.page}:${to.id}` : view_of(to);
}

const endings = { room: '', today: '/report', flow: '/flow', plan: '/plan', people: '/people', sharing: '/sharing', setup: '/setup', audit: '/audit', telex: '/telex', board: '/telex/board', waiting: '/telex/waiting' };

/** The address of a unit's page. */
export function address(unit: string, page: keyof typeof endings = 'room'): string {
  return `/${unit}${endings[page]}`;
}

/** The page on which `viewer` asks `unit` to be let see figures. */
export function asking_at(viewer: string, unit: string): string {
  return `${address(viewer, 'sharing')}?for=${encodeURIComponent(unit)}`;
}

/** Whom an address of that page means to ask; empty where nobody is meant. */
export function asked_at(search: string): string {
  return new URLSearchParams(search).get('for') ?? '';
}

const with_a_past = new Set<Route['page']>(['room', 'incident', 'plan', 'flow', 'indicator', 'agreement', 'directive']);

/** Whether a page can be shown as it was. */
export const has_past = (to: Route): boolean => with_a_past.has(to.page);

/** The address of a page as it was; what has no past is shown as it is. */
export function back_at(path: string, time: string): string {
  const [pathname = '', search = ''] = path.split('?');
  if (!has_past(route(pathname, search))) return path;
  return `${path}${search ? '&' : '?'}at=${encodeURIComponent(time)}`;
}
