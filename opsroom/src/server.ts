// How does the page talk to the server?
import type { Problem } from './view';

/** The server answered, and said no. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

async function ask(path: string, viewer: string | null, options: RequestInit = {}): Promise<unknown> {
  const headers = new Headers(options.headers);
  if (viewer) headers.set('Cybersyn-As', viewer);
  let response: Response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  const text = await response.text();
  if (response.ok) return text ? JSON.parse(text) : {};
  throw new Refused(problem(response.status, text));
}

function problem(status: number, text: string): Problem {
  try {
    const read = JSON.parse(text) as Partial<Problem> & { problems?: { message: string }[] };
    // A report none of which was taken says for each reading why.
    const detail = [read.detail ?? '', ...(read.problems ?? []).map((one) => one.message)].filter(Boolean).join(' ');
    return { type: read.type ?? 'about:blank', title: read.title ?? String(status), status, detail };
  } catch {
    return { type: 'about:blank', title: String(status), status, detail: text.slice(0, 200) };
  }
}

export async function get<Answer>(path: string, viewer: string | null): Promise<Answer> {
  return (await ask(path, viewer)) as Answer;
}

export async function post<Answer>(path: string, viewer: string | null, body: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  return (await ask(path, viewer, { method: 'POST', headers, body: JSON.stringify(body) })) as Answer;
}
