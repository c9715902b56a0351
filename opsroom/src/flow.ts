// What becomes of a drawing of the flow when somebody changes it, and how large is everything on it?
import type { Signature } from './me';
import type { FlowBody, FlowDrawing, FlowRibbon, FlowShown, FlowStep } from './view';

/** A drawing that somebody is making, and the one that it goes on from. Kept on the device until it is sent. */
export interface Draft {
  follows: string | null;
  drawing: FlowDrawing;
}

/** Steps that can be undone: as many as anybody remembers. */
const STEPS = 50;
/** Height of the bar of the largest capability, and the least that is seen. */
const BAR = { most: 44, least: 10 };
/** Width of the line of the largest volume, and the least that is told from one without a volume. */
const LINE = { most: 22, least: 3 };

export const nothing: FlowDrawing = { boxes: [], lines: [] };

/** A key of plain letters that no other box has. */
export function key_for(name: string, boxes: FlowStep[]): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 56) || 'box';
  const taken = new Set(boxes.map((box) => box.key));
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(key)) return key;
  }
}

export function with_box(drawing: FlowDrawing, name: string): FlowDrawing {
  return { ...drawing, boxes: [...drawing.boxes, { key: key_for(name, drawing.boxes), name, figure: null, part: null }] };
}

export function change_box(drawing: FlowDrawing, key: string, change: Partial<FlowStep>): FlowDrawing {
  return { ...drawing, boxes: drawing.boxes.map((box) => (box.key === key ? { ...box, ...change } : box)) };
}

/** Without a box, and without the lines that began or ended there. */
export function without_box(drawing: FlowDrawing, key: string): FlowDrawing {
  return { boxes: drawing.boxes.filter((box) => box.key !== key), lines: drawing.lines.filter((line) => line.from !== key && line.to !== key) };
}

/** Null where there is such a line already, or it would lead nowhere else. */
export function with_line(drawing: FlowDrawing, from: string, to: string): FlowDrawing | null {
  const is_there = drawing.lines.some((line) => line.from === from && line.to === to && line.what === '');
  if (from === to || is_there) return null;
  const figure = drawing.boxes.find((box) => box.key === from)?.figure ?? null;
  return { ...drawing, lines: [...drawing.lines, { from, to, what: '', figure }] };
}

export function change_line(drawing: FlowDrawing, index: number, change: Partial<FlowRibbon>): FlowDrawing {
  return { ...drawing, lines: drawing.lines.map((line, at) => (at === index ? { ...line, ...change } : line)) };
}

export function without_line(drawing: FlowDrawing, index: number): FlowDrawing {
  return { ...drawing, lines: drawing.lines.filter((_, at) => at !== index) };
}

/** The drawings before, with one more. */
export function remembered(before: FlowDrawing[], drawing: FlowDrawing): FlowDrawing[] {
  return [...before, drawing].slice(-STEPS);
}

export function is_same(one: FlowDrawing, other: FlowDrawing): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a box or a line shows; null where nothing, or what is not known here. */
export function shown_by(shown: FlowShown[], it: { figure: string | null; part?: string | null }): FlowShown | null {
  if (it.figure !== null) return shown.find((one) => one.figure?.key === it.figure) ?? null;
  if (it.part) return shown.find((one) => one.part?.path === it.part) ?? null;
  return null;
}

/** By the square root, each unit of measure by itself: what is four times as much is drawn twice as large. */
function scale(value: number, most: number, { most: largest, least }: { most: number; least: number }): number {
  return most > 0 && value > 0 ? Math.max(least, Math.sqrt(value / most) * largest) : least;
}

const largest = (values: (number | null)[]): number => Math.max(0, ...values.map((value) => value ?? 0));

/** How high the bar of each box is, by what could be done there. */
export function heights(drawing: FlowDrawing, shown: FlowShown[]): Record<string, number> {
  const of_boxes = drawing.boxes.map((box) => ({ key: box.key, load: shown_by(shown, box) }));
  const size = (load: FlowShown): number => load.capability ?? load.actuality ?? 0;
  const most = (unit: string): number => largest(of_boxes.map(({ load }) => (load?.unit_text === unit ? size(load) : null)));
  return Object.fromEntries(of_boxes.map(({ key, load }) => [key, load ? scale(size(load), most(load.unit_text), BAR) : 0]));
}

/** How wide each line is, by how much flows; null where that is not told. */
export function widths(drawing: FlowDrawing, shown: FlowShown[]): (number | null)[] {
  const loads = drawing.lines.map((line) => shown_by(shown, line));
  const most = (unit: string): number => largest(loads.map((load) => (load?.unit_text === unit ? load.actuality : null)));
  return loads.map((load) => (load?.actuality == null ? null : scale(load.actuality, most(load.unit_text), LINE)));
}

/** What is sent: words without the spaces around them. */
export function flow_body(unit: string, signature: Signature, { follows, drawing }: Draft): FlowBody {
  const boxes = drawing.boxes.map((box) => ({ ...box, name: box.name.trim() }));
  const lines = drawing.lines.map((line) => ({ ...line, what: line.what.trim() }));
  return { unit, follows, ...signature, boxes, lines };
}

/** A draft as it was kept, if it is one. */
export function read_draft(text: string | null): Draft | null {
  try {
    const read = JSON.parse(text ?? 'null') as Draft | null;
    return read && Array.isArray(read.drawing.boxes) && Array.isArray(read.drawing.lines) ? read : null;
  } catch {
    return null;
  }
}
