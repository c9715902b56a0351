// Which page does an address mean, and where does its view come from?
import type { DoorView } from './view';

export type Route =
  | { page: 'units' | 'me' }
  | { page: 'door'; kind: DoorView['kind']; code: string | null; trouble?: string }
  | { page: 'room' | 'today' | 'plan' | 'people' | 'sharing' | 'setup'; unit: string }
  | { page: 'flow'; unit: string; drawing: string | null }
  | { page: 'audit'; unit: string; before: string | null }
  | { page: 'incident' | 'agreement' | 'directive'; unit: string; id: string }
  | { page: 'indicator'; unit: string; key: string };

const doors = new Map<string, DoorView['kind']>([['sign-in', 'sign_in'], ['first', 'first'], ['join', 'join']]);

/** `/chile/textiles/i/41` is the incident 41; the level is in the address. */
export function route(pathname: string, search = ''): Route {
  const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  const last = parts.at(-1);
  const before = parts.at(-2);
  const unit = (dropped: number): string => parts.slice(0, parts.length - dropped).join('/');
  if (last === undefined) return { page: 'units' };
  const door = parts.length === 1 ? doors.get(last) : undefined;
  if (door) {
    const query = new URLSearchParams(search);
    const trouble = query.get('trouble');
    return { page: 'door', kind: door, code: query.get('code'), ...(trouble ? { trouble } : {}) };
  }
  if (parts.length === 1 && last === 'me') return { page: 'me' };
  if (parts.length > 3 && parts.at(-3) === 'plan' && before === 'a') return { page: 'agreement', unit: unit(3), id: last };
  if (parts.length > 3 && parts.at(-3) === 'plan' && before === 'd') return { page: 'directive', unit: unit(3), id: last };
  if (parts.length > 2 && before === 'i') return { page: 'incident', unit: unit(2), id: last };
  if (parts.length > 2 && before === 's') return { page: 'indicator', unit: unit(2), key: last };
  if (parts.length > 1 && last === 'report') return { page: 'today', unit: unit(1) };
  if (parts.length > 1 && last === 'plan') return { page: 'plan', unit: unit(1) };
  if (parts.length > 1 && last === 'flow') return { page: 'flow', unit: unit(1), drawing: new URLSearchParams(search).get('drawing') };
  if (parts.length > 1 && (last === 'people' || last === 'sharing' || last === 'setup')) return { page: last, unit: unit(1) };
  if (parts.length > 1 && last === 'audit') return { page: 'audit', unit: unit(1), before: new URLSearchParams(search).get('before') };
  return { page: 'room', unit: unit(0) };
}

/** The endpoint of the route's view. */
export function endpoint(to: Route, lang: string): string {
  const query = new URLSearchParams();
  if ('id' in to) query.set('id', to.id);
  else if ('unit' in to) query.set('unit', to.unit);
  if (to.page === 'indicator') query.set('indicator', to.key);
  if (to.page === 'flow' && to.drawing !== null) query.set('drawing', to.drawing);
  if (to.page === 'door') query.set('kind', to.kind);
  if (to.page === 'door' && to.code !== null) query.set('code', to.code);
  if (to.page === 'door' && to.trouble) query.set('trouble', to.trouble);
  if (to.page === 'audit' && to.before !== null) query.set('before', to.before);
  query.set('lang', lang);
  return `/api/v1/views/${to.page}?${query}`;
}

/** The name under which a change of the route's view is announced. */
export function announced(to: Route): string {
  if (to.page === 'indicator') return `indicator:${to.key}`;
  return 'id' in to ? `${to.page}:${to.id}` : to.page;
}

const endings = { room: '', today: '/report', flow: '/flow', plan: '/plan', people: '/people', sharing: '/sharing', setup: '/setup', audit: '/audit' };

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
