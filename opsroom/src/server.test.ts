import { beforeEach, expect, test, vi } from 'vitest';
import { get, knock, post, Refused, stand_at } from './server';

const answers: Response[] = [];
const asked: { path: string; options: RequestInit }[] = [];
const gate = { sign_in: vi.fn(), prove: vi.fn<() => Promise<boolean>>() };

beforeEach(() => {
  answers.length = asked.length = 0;
  gate.sign_in.mockReset();
  gate.prove.mockReset();
  stand_at(gate);
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    asked.push({ path, options });
    const next = answers.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError('no line'));
  });
});

const refusal = (status: number, type: string, more: object = {}): Response =>
  new Response(JSON.stringify({ type, title: type, status, detail: `because ${type}`, ...more }), { status });
const sign_in = (): Response => refusal(401, '/problems/sign-in');
const prove = (): Response => refusal(401, '/problems/prove');
const fine = (): Response => new Response('{"id":"7"}');

test('who_is_not_signed_in_is_led_to_the_door', async () => {
  answers.push(sign_in(), sign_in());
  await expect(get('/api/v1/views/me', null)).rejects.toThrow(Refused);
  await expect(post('/api/v1/alarms', null, {})).rejects.toThrow(Refused);
  expect(gate.sign_in).toHaveBeenCalledTimes(2);
});

test('no_other_refusal_and_no_silence_leads_there', async () => {
  answers.push(refusal(403, '/problems/sign-in'), refusal(401, 'about:blank'), new Response('down', { status: 502 }));
  for (let turn = 0; turn < 4; turn += 1) await expect(get('/api/v1/views/me', null)).rejects.toThrow();
  expect(gate.sign_in).not.toHaveBeenCalled();
});

test('an_act_is_done_again_once_the_password_was_given', async () => {
  gate.prove.mockResolvedValue(true);
  answers.push(prove(), fine());
  expect(await post('/api/v1/directives', 'chile', { words: 'x' })).toEqual({ id: '7' });
  expect(gate.prove).toHaveBeenCalledTimes(1);
  expect(asked.map(({ path, options }) => [path, options.body])).toEqual(Array(2).fill(['/api/v1/directives', '{"words":"x"}']));
  expect(asked.map(({ options }) => new Headers(options.headers).get('Cybersyn-As'))).toEqual(['chile', 'chile']);
});

test('it_is_done_again_once_and_not_twice', async () => {
  gate.prove.mockResolvedValue(true);
  answers.push(prove(), prove(), fine());
  await expect(post('/api/v1/directives', null, {})).rejects.toThrow('because /problems/prove');
  expect(gate.prove).toHaveBeenCalledTimes(1);
  expect(asked.length).toBe(2);
});

test('without_the_password_it_is_not_done_again', async () => {
  gate.prove.mockResolvedValue(false);
  answers.push(prove(), fine());
  await expect(post('/api/v1/directives', null, {})).rejects.toThrow('because /problems/prove');
  expect(asked.length).toBe(1);
});

test('a_session_that_ended_meanwhile_leads_to_the_door', async () => {
  gate.prove.mockResolvedValue(true);
  answers.push(prove(), sign_in());
  await expect(post('/api/v1/directives', null, {})).rejects.toThrow(Refused);
  expect(gate.sign_in).toHaveBeenCalledTimes(1);
});

test('what_is_refused_at_the_door_is_for_the_form_alone', async () => {
  answers.push(refusal(401, '/problems/sign-in', { field: 'password' }), prove());
  await expect(knock('/api/v1/session', {})).rejects.toMatchObject({ problem: { field: 'password' } });
  await expect(knock('/api/v1/session/prove', {})).rejects.toThrow(Refused);
  expect(gate.sign_in).not.toHaveBeenCalled();
  expect(gate.prove).not.toHaveBeenCalled();
});
