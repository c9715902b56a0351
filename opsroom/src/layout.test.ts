import { expect, test } from 'vitest';
import { layout, smooth, type Layout, type Size } from './layout';
import type { FlowDrawing } from './view';

const box: Size = { width: 160, height: 80 };
const drawn = (count: number, lines: [number, number][]): FlowDrawing => ({
  boxes: Array.from({ length: count }, (_, at) => ({ key: `b${at}`, name: `b${at}`, figure: null, part: null })),
  lines: lines.map(([from, to]) => ({ from: `b${from}`, to: `b${to}`, what: '', figure: null })),
});
const lay = (drawing: FlowDrawing, room: number): Layout => layout(drawing, { boxes: Object.fromEntries(drawing.boxes.map(({ key }) => [key, box])), words: drawing.lines.map(() => ({ width: 60, height: 20 })) }, room);
const overlaps = (laid: Layout): number => {
  const spots = Object.values(laid.boxes);
  return spots.flatMap((one, at) => spots.slice(at + 1).filter((other) => Math.abs(one.x - other.x) < box.width && Math.abs(one.y - other.y) < box.height)).length;
};

const chain: [number, number][] = [[0, 1], [1, 2], [2, 3], [2, 1]];

test('what_comes_first_lies_first_across_where_there_is_room_and_else_downwards', () => {
  const wide = lay(drawn(4, chain), 1400);
  expect(wide.across).toBe(true);
  const [x0, x1, x2, x3] = ['b0', 'b1', 'b2', 'b3'].map((key) => wide.boxes[key]?.x ?? 0) as [number, number, number, number];
  expect(x0 < x1 && x1 < x2 && x2 < x3).toBe(true);
  const narrow = lay(drawn(4, chain), 360);
  expect(narrow.across).toBe(false);
  expect((narrow.boxes['b0']?.y ?? 0) < (narrow.boxes['b3']?.y ?? 0)).toBe(true);
  expect(narrow.width).toBeLessThanOrEqual(360);
});

test('no_two_boxes_lie_on_each_other_and_none_outside', () => {
  const lines = Array.from({ length: 60 }, (_, at): [number, number] => [(at * 7) % 40, (at * 11 + 3) % 40]).filter(([from, to]) => from !== to);
  for (const laid of [lay(drawn(40, lines), 1400), lay(drawn(64, []), 360), lay(drawn(6, chain), 1400)]) {
    expect(overlaps(laid)).toBe(0);
    for (const { x, y } of Object.values(laid.boxes)) expect(x >= 0 && y >= 0 && x + box.width <= laid.width + 0.5 && y + box.height <= laid.height + 0.5).toBe(true);
  }
});

test('the_largest_drawing_is_laid_out_within_a_blink', () => {
  const lines = Array.from({ length: 160 }, (_, at): [number, number] => [(at * 13) % 64, (at * 29 + 5) % 64]).filter(([from, to]) => from !== to);
  const begun = performance.now();
  lay(drawn(64, lines), 1400);
  expect(performance.now() - begun).toBeLessThan(3_000);
});

test('a_line_that_leads_back_and_two_between_the_same_boxes_each_have_a_way', () => {
  const laid = lay(drawn(3, [[0, 1], [0, 1], [1, 0], [1, 2]]), 1400);
  expect(laid.lines.length).toBe(4);
  expect(new Set(laid.lines.map((line) => line.path)).size).toBe(4);
});

test('a_way_begins_and_ends_at_its_ends', () => {
  const at = (x: number, y: number) => ({ x, y });
  expect(smooth([at(0, 0), at(10, 5)])).toBe('M0.0 0.0L10.0 5.0');
  expect(smooth([at(0, 0), at(10, 5), at(20, 0)])).toBe('M0.0 0.0Q10.0 5.0 20.0 0.0');
  expect(smooth([at(0, 0), at(10, 0), at(20, 10), at(30, 10)])).toBe('M0.0 0.0Q10.0 0.0 15.0 5.0Q20.0 10.0 30.0 10.0');
});
