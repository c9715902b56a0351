// Where is the reader, who are they, and what do they see? The one state of the page.
import type { Component } from 'svelte';
import Room from './pages/Room.svelte';
import { keep, remembered } from './keep';
import { coalesced, concerns, freshness, listen, type Freshness } from './live';
import { eyes } from './me';
import { announced, back_at, endpoint, has_past, route, type Route } from './route';
import { adopt, say as saying } from './say';
import { get, knock, Refused } from './server';
import type { Lang, Me, Problem, View } from './view';
import type { Word } from './words/en';

type Kind = View['view'];
export type Theme = 'auto' | 'day' | 'dark';

/** The Room comes with the first load; what is opened for one thing comes by itself, the others in two pieces when one is asked for. */
export async function page_of(kind: Kind): Promise<unknown> {
  if (kind === 'room') return Room;
  if (kind === 'units') return (await import('./pages/Units.svelte')).default;
  if (kind === 'today') return (await import('./pages/Today.svelte')).default;
  if (kind === 'indicator') return (await import('./pages/indicator')).page;
  if (kind === 'incident') return (await import('./pages/told')).page;
  if (kind === 'agreement' || kind === 'directive') return (await import('./pages/terms')).terms[kind];
  if (kind === 'door') return (await import('./pages/Door.svelte')).default;
  if (kind === 'people') return (await import('./pages/People.svelte')).default;
  if (kind === 'flow') return (await import('./pages/Flow.svelte')).default;
  if (kind === 'sharing') return (await import('./pages/Sharing.svelte')).default;
  if (kind === 'setup') return (await import('./pages/Setup.svelte')).default;
  if (kind === 'audit') return (await import('./pages/Audit.svelte')).default;
  if (kind === 'telex') return (await import('./pages/Telex.svelte')).default;
  if (kind === 'board') return (await import('./pages/Board.svelte')).default;
  if (kind === 'past') return (await import('./pages/Past.svelte')).default;
  if (kind === 'minute') return (await import('./pages/Minute.svelte')).default;
  if (kind === 'me') return (await import('./pages/Me.svelte')).default;
  return (await import('./pages/lists')).lists[kind];
}

/** Whether the address leads to a door that opens with the code in it. */
const has_code = (to: Route): to is Route & { page: 'door'; code: string } => to.page === 'door' && to.code !== null;

class Here {
  lang = $state<Lang>('en');
  viewer = $state<string | null>(null);
  theme = $state<Theme>('auto');
  wall = $state(false);
  route = $state<Route>({ page: 'units' });
  view = $state.raw<View | null>(null);
  page = $state.raw<Component<{ view: never }> | null>(null);
  /** Nobody answered the last time the page asked. */
  unreachable = $state(false);
  freshness = $state<Freshness>('live');

  #heard_ms = 0;
  #stop_listening: (() => void) | null = null;
  #listened = '';
  #asked = 0;

  /** Takes over a page that the server has made. */
  async start(inlined: View | null): Promise<void> {
    const query = new URLSearchParams(location.search);
    this.viewer = keep.getItem('as');
    this.#take_eyes();
    const wished = query.get('lang') ?? keep.getItem('lang') ?? inlined?.lang ?? navigator.language.slice(0, 2);
    this.lang = wished === 'es' ? 'es' : 'en';
    this.choose_theme((keep.getItem('theme') as Theme | null) ?? 'auto');
    this.wall = query.get('wall') === '1';
    if (this.wall) {
      document.documentElement.dataset.mode = 'wall';
      adopt((await import('./style/wall.css?inline')).default);
    }
    // The story of a rehearsal stands at an address that may be a unit's elsewhere: only the server says that it is there.
    this.route = inlined?.view === 'minute' ? { page: 'minute' } : route(location.pathname, location.search, location.hash);
    const stale = inlined !== null && this.#settle(inlined);
    const fits = inlined?.view === 'problem' || (inlined?.lang === this.lang && (inlined.view === 'door' || inlined.view === 'minute' || this.viewer === null || inlined.viewer?.path === this.viewer));
    if (inlined && fits && !stale && !has_code(this.route)) await this.#show(this.route, inlined);
    else await this.refresh();
    document.documentElement.lang = this.lang;
    addEventListener('popstate', () => void this.#visit());
    document.addEventListener('click', (event) => this.#follow(event));
    setInterval(() => (this.freshness = this.#listened ? freshness(performance.now(), this.#heard_ms) : 'broken'), 1000);
    setInterval(() => document.visibilityState === 'visible' && !this.looks_back && void this.refresh(), 60_000);
  }

  /** Who is signed in; null where the page asks who somebody is. */
  get me(): Me | null {
    return this.view?.me ?? null;
  }

  /** The time that is looked back at. */
  get looks_back(): string | undefined {
    return has_past(this.route) ? this.route.at : undefined;
  }

  say = (key: Word, values?: Record<string, string | number>): string => saying(this.lang, key, values);

  /** An address that keeps what belongs to the screen and not to the page. */
  href(path: string): string {
    if (this.wall) return `${path}?wall=1`;
    return this.looks_back ? back_at(path, this.looks_back) : path;
  }

  /** Where a unit's Room is. Who has no eyes yet and is asked for none looks with the unit's own, or would meet only boundaries. */
  room(path: string): string {
    return this.viewer === null && !this.me ? `/${path}?as=${encodeURIComponent(path)}` : this.href(`/${path}`);
  }

  async go(href: string): Promise<void> {
    history.pushState(null, '', href);
    await this.#visit();
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }

  /** The same page at another time: the reader stays where they are on it. */
  async turn_to(href: string): Promise<void> {
    history.replaceState(null, '', href);
    await this.#visit();
  }

  /** To the door, and from there back to the present page. What was not sent yet stays on the device. */
  async sign_in(): Promise<void> {
    const { to_the_door } = await import('./frame/away');
    // Of several that were refused at once the first has led there.
    if (this.route.page === 'door') return;
    history.replaceState(null, '', to_the_door());
    await this.#visit();
  }

  /** After signing out: nothing on the page is of the person who was here. */
  leave(): void {
    this.#forget_eyes();
    location.replace('/sign-in');
  }

  /** Fetches the view of the present address again. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    const to = this.route;
    try {
      const view = has_code(to) ? await knock<View>(endpoint(to, this.lang), { code: to.code }) : await get<View>(endpoint(to, this.lang), this.viewer);
      if (asked === this.#asked) await this.#show(to, view);
    } catch (cause) {
      if (asked !== this.#asked) return;
      if (cause instanceof Refused) await this.#show(to, this.#trouble(cause.problem));
      else this.unreachable = true;
    }
  }

  async choose_lang(lang: Lang): Promise<void> {
    this.lang = lang;
    this.#remember('lang', lang);
    document.documentElement.lang = lang;
    await this.refresh();
  }

  async choose_viewer(path: string): Promise<void> {
    this.viewer = path;
    this.#remember('as', path);
    this.#listen('');
    await this.refresh();
  }

  choose_theme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'auto') {
      keep.removeItem('theme');
      delete document.documentElement.dataset.theme;
    } else {
      keep.setItem('theme', theme);
      document.documentElement.dataset.theme = theme;
    }
  }

  /** Kept on the device, and as a cookie for the first paint, which the server makes. */
  #remember(what: 'as' | 'lang', value: string): void {
    keep.setItem(what, value);
    document.cookie = remembered(what, value, 31_536_000);
  }

  /** `?as=` in an address chooses the eyes, and then leaves the address, so that it can be passed on. */
  #take_eyes(): void {
    const address = new URL(location.href);
    const chosen = address.searchParams.get('as');
    if (!chosen) return;
    if (eyes(chosen, this.me, null) === chosen) {
      if (chosen !== this.viewer) this.#listen('');
      this.viewer = chosen;
      this.#remember('as', chosen);
    }
    address.searchParams.delete('as');
    history.replaceState(null, '', address);
  }

  #forget_eyes(): void {
    keep.removeItem('as');
    document.cookie = remembered('as', '', 0);
  }

  /** Who is signed in looks with the eyes of their own units. Whether other ones were kept here from before. */
  #settle(view: View): boolean {
    const known = eyes(this.viewer, view.me, view.viewer);
    const stale = this.viewer !== null && known !== this.viewer;
    if (stale) this.#forget_eyes();
    this.viewer = known;
    return stale;
  }

  async #visit(): Promise<void> {
    this.#take_eyes();
    this.route = route(location.pathname, location.search, location.hash);
    await this.refresh();
  }

  async #show(to: Route, view: View): Promise<void> {
    const page = (await (to.page === 'waiting' && view.view === 'room' ? import('./pages/Waiting.svelte').then((piece) => piece.default) : page_of(view.view))) as Component<{ view: never }>;
    if (to !== this.route) return;
    this.#settle(view);
    this.view = view;
    this.page = page;
    this.unreachable = false;
    document.title = view.title;
    // What was done stands still, and who audits need hear nothing else.
    this.#listen('unit' in to && to.page !== 'audit' && !this.looks_back && this.viewer ? to.unit : '');
  }

  #listen(unit: string): void {
    if (unit === this.#listened) return this.#hear();
    this.#stop_listening?.();
    this.#stop_listening = null;
    this.#listened = unit;
    this.#hear();
    if (!unit) return;
    const refetch = coalesced(() => this.refresh());
    this.#stop_listening = listen(unit, this.viewer, () => this.#hear(), (what) => {
      if (concerns(what, announced(this.route))) refetch();
    });
  }

  #hear(): void {
    this.#heard_ms = performance.now();
    this.freshness = this.#listened ? 'live' : 'broken';
  }

  #trouble(problem: Problem): View {
    const { now = { at: '', text: '' }, crumbs = [], keys = [], place = null, viewer = null, me = null } = this.view ?? {};
    return { view: 'problem', lang: this.lang, title: problem.title, now, viewer, place, crumbs, keys, me, problem };
  }

  #follow(event: MouseEvent): void {
    const link = (event.target as Element | null)?.closest('a');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.origin !== location.origin || link.hasAttribute('download') || link.target) return;
    if (link.getAttribute('href')?.startsWith('#') || link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    void this.go(link.href);
  }
}

export const here = new Here();
