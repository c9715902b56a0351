// What was entered and has not reached the server yet? Kept on the device, sent in order, never shown as sent before it is.

/** Where things are kept: `localStorage` on a device, a map in a test. */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** One thing to send. `refused` holds the server's words when it will never take it as it is. */
export interface Kept {
  key: string;
  kind: 'report' | 'alarm';
  unit: string;
  viewer: string | null;
  path: string;
  body: object;
  kept_at: string;
  refused: string | null;
}

/** `later`: nobody answered, or the server is busy; it stays. `no`: the server will never take it. */
export type Outcome = { sent: unknown } | { later: true } | { no: string };

/**
 * Will the server never take it? Not so when it is busy (408, 429), does not answer (0) or fails, or when nobody is signed in (401): then
 * it waits for the next one who signs in.
 */
export function is_final(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

const SLOT = 'queue';

export class Queue {
  #keep: Keep;
  #send: (kept: Kept) => Promise<Outcome>;
  #running: Promise<void> | null = null;

  constructor(keep: Keep, send: (kept: Kept) => Promise<Outcome>) {
    this.#keep = keep;
    this.#send = send;
  }

  all(): Kept[] {
    return JSON.parse(this.#keep.getItem(SLOT) ?? '[]') as Kept[];
  }

  waiting(): Kept[] {
    return this.all().filter((kept) => kept.refused === null);
  }

  add(kept: Kept): void {
    this.#write([...this.all(), kept]);
  }

  drop(key: string): void {
    this.#write(this.all().filter((kept) => kept.key !== key));
  }

  change(key: string, body: object): void {
    this.#write(this.all().map((kept) => (kept.key === key ? { ...kept, body } : kept)));
  }

  /** Sends what waits, alarms before reports, and stops at the first that nobody answers. One run at a time. */
  flush(sent: (kept: Kept, answer: unknown) => void): Promise<void> {
    this.#running ??= this.#run(sent).finally(() => (this.#running = null));
    return this.#running;
  }

  async #run(sent: (kept: Kept, answer: unknown) => void): Promise<void> {
    const tried = new Set<string>();
    for (let next = this.#next(tried); next; next = this.#next(tried)) {
      tried.add(next.key);
      const outcome = await this.#send(next);
      if ('later' in outcome) return;
      if ('no' in outcome) this.#refuse(next.key, outcome.no);
      else {
        this.drop(next.key);
        sent(next, outcome.sent);
      }
    }
  }

  #next(tried: Set<string>): Kept | undefined {
    const open = this.waiting().filter((kept) => !tried.has(kept.key));
    return open.find((kept) => kept.kind === 'alarm') ?? open[0];
  }

  #refuse(key: string, words: string): void {
    this.#write(this.all().map((kept) => (kept.key === key ? { ...kept, refused: words } : kept)));
  }

  #write(all: Kept[]): void {
    this.#keep.setItem(SLOT, JSON.stringify(all));
  }
}

/** The device's name as a source of reports: made once, then its seq counts from 1. */
export function mark(keep: Keep, random: () => string, now_s: () => number): { source: string; epoch: number; seq: number } {
  const kept = JSON.parse(keep.getItem('source') ?? 'null') as { source: string; epoch: number; seq: number } | null;
  const last = kept ?? { source: `form:${random()}`, epoch: now_s(), seq: 0 };
  const next = { ...last, seq: last.seq + 1 };
  keep.setItem('source', JSON.stringify(next));
  return next;
}
