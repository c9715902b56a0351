// How is a long series put on paper? uPlot draws the line; what stands under and over it is drawn here. It comes with the first long series.
import uPlot from 'uplot';
import { wall_time, type Columns, type Stretch } from './long';
import { clock, date, day, figure } from './say';
import type { Flag, IndicatorView, Lang } from './view';

export interface Paper {
  element: HTMLElement;
  width: number;
  height: number;
  zone: string;
  /** Read anew for every picture: the theme and what is known may change. */
  view: () => IndicatorView;
  lang: () => Lang;
  stretch: () => Stretch;
}

const DAY = 86_400_000;
const ms = (time: string): number => Date.parse(time);

/** A label as fine as the distance between two of them needs. */
function label(lang: Lang, at_ms: number, apart_ms: number, zone: string): string {
  const at = wall_time(at_ms, zone);
  if (apart_ms >= 300 * DAY) return at.slice(0, 4);
  if (apart_ms >= 27 * DAY) return `${date(lang, at).split(' ').at(-1) ?? ''} ${at.slice(2, 4)}`;
  if (apart_ms >= DAY) return date(lang, at);
  return at.slice(11, 16) === '00:00' ? day(lang, at) : clock(at);
}

/** The value that a signal stands at: of a share of many readings the one that stands out. */
function height_of(of: Columns, at_ms: number): number | null {
  const index = of.rows.findIndex((row) => row !== null && row.at_ms >= at_ms);
  const row = of.rows[index];
  if (!row) return null;
  return row.high - row.last > row.last - row.low ? row.high : row.low;
}

export class Picture {
  #paper: Paper;
  #plot: uPlot;
  #columns: Columns = { rows: [], at: [], low: [], high: [], last: [] };

  constructor(paper: Paper) {
    this.#paper = paper;
    const ink = (name: string) => () => this.#ink(name);
    const text = { stroke: ink('--ink-3'), font: '12.5px Inter, system-ui, sans-serif', ticks: { stroke: ink('--line'), width: 1, size: 5 } };
    this.#plot = new uPlot({
      width: paper.width,
      height: paper.height,
      ms: 1,
      tzDate: (at) => uPlot.tzDate(new Date(at), paper.zone),
      padding: [12, 10, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: false } },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: true }, y: { range: (_, low, high) => this.#range(low, high) } },
      axes: [
        { ...text, grid: { show: false }, space: 64, values: (_, splits) => splits.map((at, index) => label(paper.lang(), at, (splits[index + 1] ?? at) - at || at - (splits[index - 1] ?? at), paper.zone)) },
        { ...text, grid: { stroke: ink('--line-2'), width: 1 }, size: 58, values: (_, splits) => splits.map((value) => figure(paper.lang(), value, 0, 6)) },
      ],
      series: [
        {},
        { scale: 'y', stroke: 'transparent', points: { show: false } },
        { scale: 'y', stroke: 'transparent', points: { show: false } },
        // Between shares of many readings the line is only a help for the eye.
        { scale: 'y', stroke: () => this.#ink(this.#is_shared() ? '--edge' : '--act'), width: 1.2, points: { size: 5, fill: ink('--act'), stroke: ink('--act') } },
      ],
      bands: [{ series: [2, 1], fill: ink('--cap') }],
      hooks: { drawClear: [() => this.#under()], draw: [() => this.#over()] },
    }, [[], [], [], []], paper.element);
    // It is the box around it that is told to readers of screens, and reached by keys.
    paper.element.firstElementChild?.setAttribute('aria-hidden', 'true');
  }

  show(of: Columns): void {
    this.#columns = of;
    this.#plot.batch(() => {
      this.#plot.setData([of.at, of.low, of.high, of.last], false);
      this.#look();
    });
  }

  look(): void {
    this.#plot.batch(() => this.#look());
  }

  resize(width: number, height: number): void {
    this.#plot.setSize({ width, height });
  }

  redraw(): void {
    this.#plot.redraw(false, true);
  }

  /** The line at the cursor; none where there is no cursor. */
  point(at_ms: number | null): void {
    this.#plot.setCursor({ left: at_ms === null ? -10 : this.#plot.valToPos(at_ms, 'x'), top: 1 }, false);
  }

  /** Where the paper begins and how wide it is, in pixels of the page. */
  get paper(): { left: number; width: number } {
    return { left: this.#plot.bbox.left / devicePixelRatio, width: this.#plot.bbox.width / devicePixelRatio };
  }

  end(): void {
    this.#plot.destroy();
  }

  #look(): void {
    const { from, to } = this.#paper.stretch();
    this.#plot.setScale('x', { min: from, max: to });
  }

  #ink(name: string): string {
    return getComputedStyle(this.#paper.element).getPropertyValue(name);
  }

  /** Everything that is on the paper fits it: the readings, and of the rest what is in sight. */
  #range(low: number | null, high: number | null): [number, number] {
    const { beside, chart } = this.#paper.view();
    const { from, to } = this.#paper.stretch();
    const all = [low, high].filter((value): value is number => value !== null);
    beside.plan.forEach((one, index) => {
      const until = beside.plan[index + 1];
      if (one.value !== null && ms(one.from) < to && (!until || ms(until.from) > from)) all.push(one.value);
    });
    const incident = beside.spans.find((one) => one.kind === 'incident' && one.until === null);
    if (chart?.reference && incident && ms(incident.from) < to) all.push(chart.reference.lower, chart.reference.upper);
    for (const point of chart?.points ?? []) {
      if (point.lower !== null && point.upper !== null && ms(point.at) >= from && ms(point.at) <= to) all.push(point.lower, point.upper);
    }
    if (all.length === 0) return [0, 1];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const margin = (most - least || Math.abs(most) || 1) / 12;
    return [least - margin, most + margin];
  }

  /** Whether what is looked at is shares of several readings. */
  #is_shared(): boolean {
    const { from, to } = this.#paper.stretch();
    return this.#columns.rows.some((row) => row !== null && row.readings > 1 && row.at_ms >= from && row.since_ms <= to);
  }

  #x = (at: number): number => this.#plot.valToPos(at, 'x', true);
  #y = (value: number): number => this.#plot.valToPos(value, 'y', true);

  /** Draws inside the axes only. */
  #inside(draw: (pen: CanvasRenderingContext2D, box: uPlot.BBox) => void): void {
    const { ctx, bbox } = this.#plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw(ctx, bbox);
    ctx.restore();
  }

  /** Under the readings: what stands out in time, what was expected, the band to come back into. */
  #under(): void {
    const { beside, chart } = this.#paper.view();
    const { to } = this.#paper.stretch();
    this.#inside((pen, box) => {
      for (const one of beside.spans) {
        const left = this.#x(ms(one.from));
        const right = one.kind === 'level' ? left : this.#x(one.until ? ms(one.until) : to);
        if (one.kind === 'incident') {
          pen.fillStyle = this.#ink('--pain-soft');
          pen.fillRect(left, box.top, Math.max(right - left, 2), box.height);
          pen.fillStyle = this.#ink('--pain');
          pen.fillRect(left, box.top, Math.max(right - left, 2), 3 * devicePixelRatio);
        } else {
          this.#hatch(pen, box, left, right);
        }
      }
      const known = (chart?.points ?? []).filter((point) => point.lower !== null && point.upper !== null);
      if (known.length > 1) {
        pen.beginPath();
        known.forEach((point, index) => pen[index === 0 ? 'moveTo' : 'lineTo'](this.#x(ms(point.at)), this.#y(point.upper ?? 0)));
        [...known].reverse().forEach((point) => pen.lineTo(this.#x(ms(point.at)), this.#y(point.lower ?? 0)));
        pen.closePath();
        pen.fillStyle = this.#ink('--band');
        pen.fill();
      }
      if (chart?.reference) {
        const incident = beside.spans.find((one) => one.kind === 'incident' && one.until === null);
        const left = incident ? this.#x(ms(incident.from)) : box.left;
        pen.strokeStyle = this.#ink('--edge');
        pen.lineWidth = devicePixelRatio;
        for (const value of [chart.reference.lower, chart.reference.upper]) this.#line(pen, left, this.#y(value), box.left + box.width);
      }
    });
  }

  #hatch(pen: CanvasRenderingContext2D, box: uPlot.BBox, left: number, right: number): void {
    pen.strokeStyle = this.#ink('--pot');
    pen.lineWidth = devicePixelRatio;
    pen.beginPath();
    for (const x of [left, right]) {
      pen.moveTo(x, box.top);
      pen.lineTo(x, box.top + box.height);
    }
    pen.stroke();
    pen.save();
    pen.beginPath();
    pen.rect(left, box.top, right - left, 10 * devicePixelRatio);
    pen.clip();
    pen.beginPath();
    const [first, last] = [Math.max(left, box.left) - 20, Math.min(right, box.left + box.width) + 20];
    for (let x = first; x < last; x += 6 * devicePixelRatio) {
      pen.moveTo(x, box.top + 10 * devicePixelRatio);
      pen.lineTo(x + 10 * devicePixelRatio, box.top);
    }
    pen.stroke();
    pen.restore();
  }

  #line(pen: CanvasRenderingContext2D, left: number, y: number, right: number): void {
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(right, y);
    pen.stroke();
  }

  /** Over the readings: what was agreed, what was told, what was corrected. */
  #over(): void {
    const { beside } = this.#paper.view();
    const { from, to } = this.#paper.stretch();
    this.#inside((pen) => {
      pen.strokeStyle = this.#ink('--edge');
      pen.lineWidth = 1.5 * devicePixelRatio;
      pen.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
      beside.plan.forEach((one, index) => {
        const next = beside.plan[index + 1];
        if (one.value !== null) this.#line(pen, this.#x(ms(one.from)), this.#y(one.value), this.#x(next ? ms(next.from) : Math.max(to, ms(one.from))));
      });
      pen.setLineDash([]);
      for (const row of this.#columns.rows) {
        if (!row?.corrected || row.at_ms < from || row.at_ms > to) continue;
        this.#mark(pen, 'corrected', row.at_ms, row.last);
      }
      for (const one of beside.signals) {
        const at = ms(one.at);
        const value = at < from || at > to ? null : height_of(this.#columns, at);
        if (value !== null) this.#mark(pen, one.flag, at, value);
      }
    });
  }

  /** The signs of the short chart. */
  #mark(pen: CanvasRenderingContext2D, flag: Flag, at: number, value: number): void {
    const [x, y, unit] = [this.#x(at), this.#y(value), devicePixelRatio];
    const round = (radius: number): void => {
      pen.beginPath();
      pen.arc(x, y, radius * unit, 0, 7);
    };
    pen.fillStyle = this.#ink({ changed: '--pain', unusual: '--watch', better: '--joy' }[flag as string] ?? '--act');
    pen.strokeStyle = this.#ink('--act');
    pen.lineWidth = 1.4 * unit;
    if (flag === 'corrected') pen.fillRect(x - 3.6 * unit, y - 3.6 * unit, 7.2 * unit, 7.2 * unit);
    else if (flag === 'one_off') {
      round(6.5);
      pen.stroke();
    } else if (flag === 'better') {
      pen.beginPath();
      pen.moveTo(x, y - 5 * unit);
      pen.lineTo(x + 5 * unit, y + 3.6 * unit);
      pen.lineTo(x - 5 * unit, y + 3.6 * unit);
      pen.fill();
    } else {
      round(5);
      pen.fill();
    }
  }
}
