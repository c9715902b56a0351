// What was entered and has not reached the server yet? Kept on the device, sent in order, never shown as sent before it is.

/** Where things are kept: `localStorage` on a device, a map in a test. */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** One thing to send. `refused` holds the server's words when it will never take it as it is. */
export interface Kept {
  key: string;
  kind: 'report' | 'alarm' | 'message';
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
  #running: Partial<Record<Kept['kind'], Promise<void> | undefined>> = {};

  constructor(keep: Keep, send: (kept: Kept) => Promise<Outcome>) {
    this.#keep = keep;
    this.#send = send;
  }

  all(): Kept[] {
    try {
      return JSON.parse(this.#keep.getItem(SLOT) ?? '[]') as Kept[];
    } catch {
      // What others wrote there is nothing of ours.
      return [];
    }
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

  /**
   * Sends what waits, and stops at the first that nobody answers. Alarms go their own way: a report that a slow server holds does not hold them. One run
   * at a time of each.
   */
  async flush(sent: (kept: Kept, answer: unknown) => void): Promise<void> {
    await Promise.all((['alarm', 'report', 'message'] as const).map((kind) => (this.#running[kind] ??= this.#run(kind, sent))));
  }

  async #run(kind: Kept['kind'], sent: (kept: Kept, answer: unknown) => void): Promise<void> {
    // It is known to run before it looks, so that what is added meanwhile is seen by it.
    await null;
    const tried = new Set<string>();
    const next = (): Kept | undefined => this.waiting().find((kept) => kept.kind === kind && !tried.has(kept.key));
    for (let kept = next(); kept; kept = next()) {
      tried.add(kept.key);
      const outcome = await this.#send(kept);
      if ('later' in outcome) break;
      if ('no' in outcome) this.#refuse(kept.key, outcome.no);
      else {
        this.drop(kept.key);
        sent(kept, outcome.sent);
      }
    }
    this.#running[kind] = undefined;
  }

  #refuse(key: string, words: string): void {
    this.#write(this.all().map((kept) => (kept.key === key ? { ...kept, refused: words } : kept)));
  }

  #write(all: Kept[]): void {
    this.#keep.setItem(SLOT, JSON.stringify(all));
  }
}

/** A name that nobody else has. `randomUUID` is there only where the line is encrypted, or on the machine itself. */
export function random(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The device's name as a source of reports: made once, then its seq counts from 1. */
export function mark(keep: Keep, random: () => string, now_s: () => number): { source: string; epoch: number; seq: number } {
  const kept = JSON.parse(keep.getItem('source') ?? 'null') as { source: string; epoch: number; seq: number } | null;
  const last = kept ?? { source: `form:${random()}`, epoch: now_s(), seq: 0 };
  const next = { ...last, seq: last.seq + 1 };
  keep.setItem('source', JSON.stringify(next));
  return next;
}
