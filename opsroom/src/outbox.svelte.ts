// What of this device is still on its way? The queue joined to the network and to the page.
import { keep } from './keep';
import type { Signature } from './me';
import { is_final, mark, Queue, random, type Kept, type Outcome } from './queue';
import { post, Refused } from './server';
import type { AlarmAnswer, AlarmBody, MessageAnswer, MessageBody, ReadingBody, ReportAnswer, ReportBody } from './view';

/** How often to try again while something waits. */
const RETRY_MS = 15_000;

const next_mark = () => mark(keep, () => random().slice(0, 8), () => Math.floor(Date.now() / 1000));

class Outbox {
  kept = $state.raw<Kept[]>([]);
  /** The last try was answered. */
  signal = $state(true);
  /** The status with which the server could not take something for now; null where it did, and where nobody answered. */
  busy = $state<number | null>(null);
  /** What is kept is lost with the page. */
  forgets = $state(false);
  /** What the server said about what it took, by the key under which it was kept. */
  answers = $state.raw<Record<string, ReportAnswer | AlarmAnswer | MessageAnswer>>({});

  #queue = new Queue(keep, (kept) => this.#send(kept));

  constructor() {
    this.kept = this.#queue.all();
    addEventListener('online', () => void this.flush());
    // Another tab has sent something, or kept it.
    addEventListener('storage', () => (this.kept = this.#queue.all()));
    setInterval(() => this.#queue.waiting().length > 0 && void this.flush(), RETRY_MS);
    void this.flush();
  }

  report(unit: string, viewer: string | null, readings: ReadingBody[], signed: Signature = {}): string {
    const body: ReportBody = { ...signed, ...next_mark(), readings };
    return this.#keep({ kind: 'report', unit, viewer, path: '/api/v1/reports', body });
  }

  alarm(unit: string, viewer: string | null, kind: AlarmBody['kind'], signature: Signature): string {
    const key = random();
    const body: AlarmBody = { unit, kind, ...signature, words: '', key };
    return this.#keep({ kind: 'alarm', unit, viewer, path: '/api/v1/alarms', body }, key);
  }

  message(viewer: string | null, written: Omit<MessageBody, 'source' | 'epoch' | 'seq'>): string {
    const body: MessageBody = { ...written, ...next_mark() };
    return this.#keep({ kind: 'message', unit: written.unit, viewer, path: '/api/v1/messages', body });
  }

  /** Words added before the alarm has left go with it. */
  add_words(key: string, words: string): void {
    const kept = this.kept.find((one) => one.key === key);
    if (kept) this.#queue.change(key, { ...kept.body, words });
    this.kept = this.#queue.all();
  }

  drop(key: string): void {
    this.#queue.drop(key);
    this.kept = this.#queue.all();
  }

  async flush(): Promise<void> {
    await this.#queue.flush((kept, answer) => {
      this.answers = { ...this.answers, [kept.key]: answer as ReportAnswer | AlarmAnswer | MessageAnswer };
      this.kept = this.#queue.all();
    });
    this.kept = this.#queue.all();
    this.signal = this.#queue.waiting().length === 0;
    this.forgets = keep.fails;
  }

  async #send(kept: Kept): Promise<Outcome> {
    this.busy = null;
    try {
      return { sent: await post(kept.path, kept.viewer, kept.body) };
    } catch (cause) {
      if (!(cause instanceof Refused)) return { later: true };
      const { status, type } = cause.problem;
      if (type === '/problems/sequence' && kept.kind === 'report') return this.#numbered_anew(kept);
      if (type === '/problems/sequence' && kept.kind === 'message') return this.#renumbered(kept);
      if (is_final(status)) return { no: cause.message };
      this.busy = status;
      return { later: true };
    }
  }

  /** Another tab, or a copy of this device, has used the number: what is the same counts once all the same. */
  async #numbered_anew(kept: Kept): Promise<Outcome> {
    try {
      return { sent: await post(kept.path, kept.viewer, { ...kept.body, ...next_mark() }) };
    } catch (cause) {
      return cause instanceof Refused && is_final(cause.problem.status) ? { no: cause.message } : { later: true };
    }
  }

  /** A message under a number that is taken was not taken in. Its new number is kept before it is tried, so that it counts once whatever is lost on the way. */
  #renumbered(kept: Kept): Outcome {
    this.#queue.change(kept.key, { ...kept.body, ...next_mark() });
    setTimeout(() => void this.flush());
    return { later: true };
  }

  #keep(what: Omit<Kept, 'key' | 'kept_at' | 'refused'>, key: string = random()): string {
    this.#queue.add({ ...what, key, kept_at: new Date().toISOString(), refused: null });
    this.kept = this.#queue.all();
    this.forgets = keep.fails;
    void this.flush();
    return key;
  }
}

export const outbox = new Outbox();
