// How does the page talk to the server?
import type { Problem } from './view';

/** The server answered, and said no. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

/** How long an answer is waited for: a poor line needs some seconds, and what hangs for longer holds up what comes after it. */
const PATIENCE_MS = 20_000;

let off_ms = 0;

/** How far the clock of this device is off, as the server's last answer says. */
export const clock_off_ms = (): number => off_ms;

/** Nobody answered. */
export class Unreachable extends Error {}

/** What the page does when the server wants to know who is there. */
export interface Gate {
  /** Nobody is signed in: to the door. */
  sign_in(): void;
  /** The password is wanted once more. Whether it was given. */
  prove(by_provider: boolean): Promise<boolean>;
}

let gate: Gate = { sign_in: () => {}, prove: () => Promise.resolve(false) };

/** Set once, where the page begins. */
export function stand_at(gate_of_the_page: Gate): void {
  gate = gate_of_the_page;
}

const is = (cause: unknown, type: string): boolean => cause instanceof Refused && cause.problem.status === 401 && cause.problem.type === type;

/** What goes with an act beside its words. */
export type Beside = Record<string, string>;

async function ask(path: string, viewer: string | null, options: RequestInit = {}): Promise<unknown> {
  const headers = new Headers(options.headers);
  if (viewer) headers.set('Cybersyn-As', viewer);
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS), ...options, headers });
    off_ms = Date.now() - Date.parse(response.headers.get('Date') ?? new Date().toISOString());
    text = await response.text();
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  if (response.ok) return text ? JSON.parse(text) : {};
  throw new Refused(problem(response.status, text));
}

function problem(status: number, text: string): Problem {
  try {
    const read = JSON.parse(text) as Omit<Partial<Problem>, 'problems'> & { problems?: { message?: string }[] };
    // A report none of which was taken says for each reading why.
    const detail = [read.detail ?? '', ...(read.problems ?? []).map((one) => one.message ?? '')].filter(Boolean).join(' ');
    return { type: read.type ?? 'about:blank', title: read.title ?? String(status), status, detail, ...(read.field ? { field: read.field } : {}), ...(read.problems ? { problems: read.problems } : {}) };
  } catch {
    return { type: 'about:blank', title: String(status), status, detail: text.slice(0, 200) };
  }
}

const posted = (body: object, beside: Beside = {}): RequestInit => ({ method: 'POST', headers: { 'Content-Type': 'application/json', ...beside }, body: JSON.stringify(body) });

/** Whoever is not signed in any more is led to the door; the caller hears of it as of every refusal. */
async function signed_in(asked: () => Promise<unknown>): Promise<unknown> {
  try {
    return await asked();
  } catch (cause) {
    if (is(cause, '/problems/sign-in')) gate.sign_in();
    throw cause;
  }
}

/** An act for which the password is wanted once more is done again, once, when it was given. */
async function proven(asked: () => Promise<unknown>): Promise<unknown> {
  try {
    return await asked();
  } catch (cause) {
    if (!is(cause, '/problems/prove') || !(await gate.prove((cause as Refused).problem.field === 'provider'))) throw cause;
    return asked();
  }
}

export async function get<Answer>(path: string, viewer: string | null): Promise<Answer> {
  return (await signed_in(() => ask(path, viewer))) as Answer;
}

/** What takes the server longer than usual is given more patience. */
export async function post<Answer>(path: string, viewer: string | null, body: object, beside: Beside = {}, patience_ms = PATIENCE_MS): Promise<Answer> {
  return (await signed_in(() => proven(() => ask(path, viewer, { ...posted(body, beside), signal: AbortSignal.timeout(patience_ms) })))) as Answer;
}

/** What is said at the door and nowhere else: a refusal is about what was entered, and for the form alone. */
export async function knock<Answer>(path: string, body: object): Promise<Answer> {
  return (await ask(path, null, posted(body))) as Answer;
}
