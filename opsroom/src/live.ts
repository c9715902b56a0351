// Is what we see still live? Time is an argument here; the page passes its own steady clock.

/** A beat comes every 5 s: one may be lost, two may not. */
export const BROKEN_AFTER_MS = 10_000;
export const HATCHED_AFTER_MS = 60_000;
/** Changes that come within this time after one are fetched once. */
export const COALESCE_MS = 250;

export type Freshness = 'live' | 'broken' | 'hatched';

/** How old may something look that was last heard of `heard_ms`? */
export function freshness(now_ms: number, heard_ms: number): Freshness {
  const silent_ms = now_ms - heard_ms;
  if (silent_ms < BROKEN_AFTER_MS) return 'live';
  return silent_ms < HATCHED_AFTER_MS ? 'broken' : 'hatched';
}

/** Does an announcement concern the view with this name? */
export function concerns(what: string[], name: string): boolean {
  return what.includes('*') || what.includes(name);
}

/**
 * Runs `act` at once, and once more for any number of calls while it runs or within `COALESCE_MS`: over a line that is slower than
 * what happens each answer is still shown, and not thrown away for the next.
 */
export function coalesced(act: () => Promise<void>): () => void {
  let rests = false;
  let wanted = false;
  const run = async (): Promise<void> => {
    rests = true;
    do {
      wanted = false;
      await Promise.allSettled([act(), new Promise((over) => setTimeout(over, COALESCE_MS))]);
    } while (wanted);
    rests = false;
  };
  return () => {
    if (rests) wanted = true;
    else void run();
  };
}

/**
 * Listens to a unit's events until the answer is called. Browsers hold six connections to a server, and a stream is one of them: of the tabs that look at the
 * same place one listens for all, and none that is hidden.
 */
export function listen(unit: string, viewer: string | null, heard: () => void, changed: (what: string[]) => void): () => void {
  const query = new URLSearchParams({ unit });
  if (viewer) query.set('as', viewer);
  const stream = `/api/v1/events?${query}`;
  const others = new BroadcastChannel(stream);
  let close = (): void => {};
  const take = (what: string[]): void => {
    heard();
    if (what.length > 0) changed(what);
  };
  const tell = (what: string[]): void => {
    take(what);
    others.postMessage(what);
  };
  others.onmessage = (event) => take(event.data as string[]);

  /** Runs until it is closed. */
  const hear = (): Promise<void> => new Promise((done) => {
    const source = new EventSource(stream);
    source.addEventListener('open', () => tell(['*']));
    source.addEventListener('beat', () => tell([]));
    source.addEventListener('changed', (event) => tell((JSON.parse((event as MessageEvent<string>).data) as { what: string[] }).what));
    // A stream that is refused does not come back: whoever was signed out elsewhere is led to the door.
    source.addEventListener('error', () => source.readyState === EventSource.CLOSED && changed(['*']));
    close = () => {
      source.close();
      done();
    };
  });
  const begin = (): void => {
    const turn = new AbortController();
    close = () => turn.abort();
    // Tabs take turns only where the line is encrypted, or on the machine itself; elsewhere each listens.
    if (navigator.locks) void navigator.locks.request(stream, { signal: turn.signal }, hear).catch(() => {});
    else void hear();
  };
  const look = (): void => {
    close();
    if (document.visibilityState === 'hidden') return;
    begin();
    changed(['*']);
  };
  begin();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
    others.close();
  };
}
