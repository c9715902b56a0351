import { expect, test } from 'vitest';
import { change_box, change_line, flow_body, heights, is_same, key_for, nothing, read_draft, remembered, shown_by, widths, with_box, with_line, without_box, without_line } from './flow';
import type { FlowDrawing, FlowShown } from './view';

const load = (key: string, unit_text: string, actuality: number | null, capability: number | null): FlowShown => ({
  figure: { key, name: key, unit_text, decimals: 1 }, part: null, state: 'as_expected', state_text: null,
  actuality, capability, potentiality: null, unit_text, decimals: 1, short_text: null, pressing: false, text: '',
});
const shown = [load('yarn', 't a day', 8, 16), load('cotton', 't a day', 2, 4), load('power', 'kWh', 500, null), load('none', 't', null, null)];
const step = (key: string, figure: string | null = null) => ({ key, name: key, figure, part: null });
const drawing: FlowDrawing = {
  boxes: [step('a', 'yarn'), step('b', 'cotton'), step('c', 'power'), step('d')],
  lines: [{ from: 'a', to: 'b', what: '', figure: 'yarn' }, { from: 'b', to: 'c', what: '', figure: 'cotton' }, { from: 'c', to: 'a', what: '', figure: null }],
};

test('a_key_is_made_of_plain_letters_and_is_nobody_elses', () => {
  expect(key_for('Ñandú & Co. ', [])).toBe('nandu-co');
  expect(key_for('Spinning', [step('spinning'), step('spinning-2')])).toBe('spinning-3');
  expect(key_for('纺', [])).toBe('box');
  expect(key_for('x'.repeat(200), []).length).toBeLessThanOrEqual(64);
});

test('a_box_takes_its_lines_with_it', () => {
  const left = without_box(drawing, 'a');
  expect(left.boxes.map((box) => box.key)).toEqual(['b', 'c', 'd']);
  expect(left.lines).toEqual([drawing.lines[1]]);
  expect(drawing.lines.length).toBe(3);
});

test('a_line_leads_to_another_box_once_and_may_lead_back', () => {
  expect(with_line(drawing, 'a', 'a')).toBeNull();
  expect(with_line(drawing, 'a', 'b')).toBeNull();
  expect(with_line(drawing, 'b', 'a')?.lines.at(-1)).toEqual({ from: 'b', to: 'a', what: '', figure: 'cotton' });
  expect(without_line(drawing, 1).lines.map((line) => line.from)).toEqual(['a', 'c']);
  expect(change_line(drawing, 2, { what: 'steam' }).lines[2]?.what).toBe('steam');
});

test('a_new_box_shows_nothing_until_it_is_told_to', () => {
  const more = with_box(nothing, 'Carding');
  expect(more.boxes).toEqual([{ key: 'carding', name: 'Carding', figure: null, part: null }]);
  expect(change_box(more, 'carding', { figure: 'yarn' }).boxes[0]?.figure).toBe('yarn');
});

test('sizes_go_by_the_square_root_within_one_unit_of_measure', () => {
  const { a = 0, b = 0, c = 0, d = 0 } = heights(drawing, shown);
  expect(a / b).toBeCloseTo(2);
  expect(c).toBe(a);
  expect(d).toBe(0);
  const [yarn = 0, cotton = 0, none] = widths(drawing, shown);
  expect((yarn ?? 0) / (cotton ?? 1)).toBeCloseTo(2);
  expect(none).toBeNull();
  expect(widths({ ...drawing, lines: [{ from: 'a', to: 'b', what: '', figure: 'none' }] }, shown)).toEqual([null]);
});

test('what_a_box_shows_is_found_by_figure_or_part', () => {
  expect(shown_by(shown, { figure: 'cotton' })?.figure?.key).toBe('cotton');
  expect(shown_by(shown, { figure: 'gone' })).toBeNull();
  expect(shown_by(shown, { figure: null, part: 'chile/mill' })).toBeNull();
});

test('only_so_many_steps_back_are_remembered', () => {
  let before: FlowDrawing[] = [];
  for (let count = 0; count < 60; count += 1) before = remembered(before, drawing);
  expect(before.length).toBe(50);
  expect(is_same(drawing, structuredClone(drawing))).toBe(true);
});

test('what_is_kept_is_a_draft_or_nothing', () => {
  const draft = { follows: '7', drawing };
  expect(read_draft(JSON.stringify(draft))).toEqual(draft);
  for (const text of [null, '', '{', '7', '{"drawing":{}}', '{"drawing":null}']) expect(read_draft(text), text ?? '').toBeNull();
});

test('what_is_sent_names_the_drawing_it_goes_on_from', () => {
  const spaced = change_box(drawing, 'd', { name: ' Dispatch ' });
  const body = flow_body('chile/mill', { by: 'lead' }, { follows: null, drawing: spaced });
  expect(body).toMatchObject({ unit: 'chile/mill', follows: null, by: 'lead' });
  expect(body.boxes[3]?.name).toBe('Dispatch');
});
