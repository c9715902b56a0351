// Where does each box and each line of a drawing lie? Layers by dagre (docs/decisions/0021): what comes first lies first.
import { Graph, layout as lay_out } from '@dagrejs/dagre';
import type { FlowDrawing } from './view';

export interface Size {
  width: number;
  height: number;
}
export interface Spot {
  x: number;
  y: number;
}
export interface Layout extends Size {
  /** From left to right, or from top to bottom. */
  across: boolean;
  /** The upper left corner of each box. */
  boxes: Record<string, Spot>;
  /** Of each line its way, the middle of its words, and where and how its arrow points. */
  lines: { path: string; words: Spot; tip: Spot; angle: number }[];
}
export interface Sizes {
  boxes: Record<string, Size>;
  /** Of the words of each line. */
  words: Size[];
}

/** Room for the widest line at the edge of the drawing. */
const MARGIN = 12;
/** Between boxes that lie beside each other. */
const BETWEEN = 20;

function layers(drawing: FlowDrawing, sizes: Sizes, across: boolean, between = BETWEEN): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: across ? 'LR' : 'TB', nodesep: between, ranksep: across ? 36 : 40, edgesep: 12, marginx: MARGIN, marginy: MARGIN });
  for (const box of drawing.boxes) graph.setNode(box.key, { ...sizes.boxes[box.key] });
  drawing.lines.forEach((line, index) => graph.setEdge(line.from, line.to, { ...sizes.words[index], labelpos: 'c', minlen: 1 }, String(index)));
  lay_out(graph);
  const corner = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Spot & Size>): Spot => ({ x: x - width / 2, y: y - height / 2 });
  const boxes = Object.fromEntries(drawing.boxes.map((box) => [box.key, corner(graph.node(box.key) as Spot & Size)]));
  const lines = drawing.lines.map((line, index) => {
    const edge = graph.edge(line.from, line.to, String(index)) as { points: Spot[]; x: number; y: number };
    const [before, tip] = edge.points.slice(-2) as [Spot, Spot];
    return { path: smooth(edge.points), words: { x: edge.x, y: edge.y }, tip, angle: (Math.atan2(tip.y - before.y, tip.x - before.x) * 180) / Math.PI };
  });
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return { across, width, height, boxes, lines };
}

/** A way through the middles between its points, so that it bends without corners. */
export function smooth(points: Spot[]): string {
  const at = ({ x, y }: Spot): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const [first, ...rest] = points as [Spot, ...Spot[]];
  const last = rest.pop() ?? first;
  const ends = rest.map((point, index) => {
    const next = rest[index + 1];
    return next ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : last;
  });
  const bends = rest.map((point, index) => `Q${at(point)} ${at(ends[index] as Spot)}`);
  return `M${at(first)}${bends.join('')}${bends.length === 0 ? `L${at(last)}` : ''}`;
}

/** Boxes that nothing joins, in rows as wide as there is room. */
function rows(drawing: FlowDrawing, sizes: Sizes, room: number): Layout {
  const boxes: Record<string, Spot> = {};
  let [x, y, high, width] = [0, 0, 0, 0];
  for (const { key } of drawing.boxes) {
    const size = sizes.boxes[key] ?? { width: 0, height: 0 };
    if (x > 0 && x + size.width > room) [x, y, high] = [0, y + high + BETWEEN, 0];
    boxes[key] = { x, y };
    x += size.width + BETWEEN;
    [high, width] = [Math.max(high, size.height), Math.max(width, x - BETWEEN)];
  }
  return { across: true, width, height: y + high, boxes, lines: [] };
}

/** How wide a drawing is that lies across. Heights do not change that. */
export function width_across(drawing: FlowDrawing, box: number, words: number[]): number {
  const boxes = Object.fromEntries(drawing.boxes.map(({ key }) => [key, { width: box, height: 1 }]));
  return layers(drawing, { boxes, words: words.map((width) => ({ width, height: 1 })) }, true).width;
}

/** What is joined lies in layers, across if there is room and else downwards; what nothing joins comes below. */
export function layout(drawing: FlowDrawing, sizes: Sizes, room: number): Layout {
  const ends = new Set(drawing.lines.flatMap((line) => [line.from, line.to]));
  const joined = { boxes: drawing.boxes.filter((box) => ends.has(box.key)), lines: drawing.lines };
  const alone = rows({ boxes: drawing.boxes.filter((box) => !ends.has(box.key)), lines: [] }, sizes, room);
  if (joined.boxes.length === 0) return alone;
  const across = layers(joined, sizes, true);
  const main = across.width <= room ? across : layers(joined, sizes, false);
  if (Object.keys(alone.boxes).length === 0) return main;
  const below = main.height + BETWEEN;
  const moved = Object.entries(alone.boxes).map(([key, spot]) => [key, { x: spot.x + MARGIN, y: spot.y + below }] as const);
  return { ...main, width: Math.max(main.width, alone.width + MARGIN), height: below + alone.height, boxes: { ...main.boxes, ...Object.fromEntries(moved) } };
}
