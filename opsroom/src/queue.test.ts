import { expect, test } from 'vitest';
import { is_final, mark, Queue, type Keep, type Kept, type Outcome } from './queue';

function memory(): Keep {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

function thing(key: string, kind: Kept['kind'] = 'report'): Kept {
  return { key, kind, unit: 'chile', viewer: 'chile', path: '/api/v1/reports', body: { key }, kept_at: '2026-10-16T17:31:00Z', refused: null };
}

/** A server that answers what it is told to, and a list of what it was sent. */
function server(...outcomes: Outcome[]) {
  const seen: string[] = [];
  return { seen, send: (kept: Kept) => Promise.resolve((seen.push(kept.key), outcomes[seen.length - 1] ?? { sent: {} })) };
}

test('what_waits_goes_in_order_and_is_gone_when_it_was_taken', async () => {
  const { seen, send } = server();
  const queue = new Queue(memory(), send);
  queue.add(thing('a'));
  queue.add(thing('b'));
  const taken: string[] = [];
  await queue.flush((kept) => taken.push(kept.key));
  expect(seen).toEqual(['a', 'b']);
  expect(taken).toEqual(['a', 'b']);
  expect(queue.all()).toEqual([]);
});

test('an_alarm_goes_before_the_figures', async () => {
  const { seen, send } = server();
  const queue = new Queue(memory(), send);
  queue.add(thing('figures'));
  queue.add(thing('alarm', 'alarm'));
  await queue.flush(() => {});
  expect(seen).toEqual(['alarm', 'figures']);
});

test('a_report_that_a_slow_server_holds_does_not_hold_an_alarm', async () => {
  const seen: string[] = [];
  let let_go = (): void => {};
  const queue = new Queue(memory(), (kept) => {
    seen.push(kept.key);
    return kept.kind === 'alarm' ? Promise.resolve({ sent: {} }) : new Promise((done) => (let_go = () => done({ later: true })));
  });
  queue.add(thing('figures'));
  const first = queue.flush(() => {});
  await new Promise((done) => setTimeout(done));
  expect(seen).toEqual(['figures']);
  queue.add(thing('alarm', 'alarm'));
  const told: string[] = [];
  const second = queue.flush((kept) => told.push(kept.key));
  await new Promise((done) => setTimeout(done));
  expect([seen.toSorted(), told]).toEqual([['alarm', 'figures'], ['alarm']]);
  let_go();
  await Promise.all([first, second]);
  expect(queue.waiting().map((kept) => kept.key)).toEqual(['figures']);
});

test('what_others_wrote_into_the_storage_is_nothing_of_ours', () => {
  const keep = memory();
  keep.setItem('queue', '{"half');
  expect(new Queue(keep, server().send).all()).toEqual([]);
});

test('without_signal_nothing_is_lost_and_nothing_counts_as_sent', async () => {
  const { seen, send } = server({ later: true });
  const queue = new Queue(memory(), send);
  queue.add(thing('a'));
  queue.add(thing('b'));
  const taken: string[] = [];
  await queue.flush((kept) => taken.push(kept.key));
  expect(seen).toEqual(['a']);
  expect(taken).toEqual([]);
  expect(queue.waiting().map((kept) => kept.key)).toEqual(['a', 'b']);
});

test('what_is_refused_stays_to_be_read_and_does_not_hold_up_the_rest', async () => {
  const { seen, send } = server({ no: 'unknown indicator' });
  const queue = new Queue(memory(), send);
  queue.add(thing('bad'));
  queue.add(thing('good'));
  await queue.flush(() => {});
  expect(seen).toEqual(['bad', 'good']);
  expect(queue.all().map((kept) => [kept.key, kept.refused])).toEqual([['bad', 'unknown indicator']]);
  await queue.flush(() => {});
  expect(seen).toEqual(['bad', 'good']);
});

test('what_is_kept_survives_the_page', () => {
  const keep = memory();
  new Queue(keep, server().send).add(thing('a'));
  expect(new Queue(keep, server().send).all().map((kept) => kept.key)).toEqual(['a']);
});

test('two_flushes_at_once_send_each_thing_once', async () => {
  const { seen, send } = server();
  const queue = new Queue(memory(), send);
  queue.add(thing('a'));
  await Promise.all([queue.flush(() => {}), queue.flush(() => {})]);
  expect(seen).toEqual(['a']);
});

test('words_added_before_it_leaves_go_with_it_and_it_can_be_taken_back', () => {
  const queue = new Queue(memory(), server().send);
  queue.add(thing('a', 'alarm'));
  queue.change('a', { words: 'steam' });
  expect(queue.all()[0]?.body).toEqual({ words: 'steam' });
  queue.drop('a');
  expect(queue.all()).toEqual([]);
});

test('a_device_is_one_source_and_its_reports_count_up', () => {
  const keep = memory();
  const first = mark(keep, () => 'abcd1234', () => 1_792_000_000);
  const second = mark(keep, () => 'ffffffff', () => 1_800_000_000);
  expect(first).toEqual({ source: 'form:abcd1234', epoch: 1_792_000_000, seq: 1 });
  expect(second).toEqual({ ...first, seq: 2 });
});

test('only_what_the_server_will_never_take_is_given_up', () => {
  expect([400, 403, 404, 413, 422].filter(is_final)).toEqual([400, 403, 404, 413, 422]);
  expect([0, 408, 429, 500, 503].filter(is_final)).toEqual([]);
});

test('what_was_entered_waits_for_the_next_one_who_signs_in', async () => {
  // A session ended over night; the alarm of the morning was refused with 401 and must go out after the next sign-in.
  const statuses = [401, 200];
  const queue = new Queue(memory(), () => {
    const status = statuses.shift() ?? 200;
    return Promise.resolve(status === 200 ? { sent: {} } : is_final(status) ? { no: 'never' } : { later: true as const });
  });
  queue.add(thing('alarm', 'alarm'));
  await queue.flush(() => {});
  expect(queue.waiting().length).toBe(1);
  await queue.flush(() => {});
  expect(queue.all()).toEqual([]);
});
