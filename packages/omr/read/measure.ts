import { type Grey, sample } from './grey.ts';
import { type PaperMap, paperAt, paperOf } from './paper.ts';
import { type Plan, type Probe, type Spot, sectors } from './plan.ts';
import { density, toPixel, type Warp } from './warp.ts';

/** What a bubble looks like, before anything is taken for a mark. Darkness is 0 for paper and 1 for black. */
export type Look = {
  /** Mean darkness inside. */
  inner: number;
  /** Share of the inside that is clearly dark. */
  strong: number;
  /** Share of the inside over which its darkness is spread: a fill nearly all of it, a line little, however dark they are. */
  cover: number;
  /** Mean of the squares of darkness inside: what is faint counts for little, however far it is spread. */
  depth: number;
  /** Darkness that a good part of the inside is paler than: what lies between the lines of a printed character. */
  tint: number;
  /** Share of the directions around the outline in which something dark stands, and in which something pale does. */
  around: number;
  paleAround: number;
  /** How much stands outside the outline on two opposite sides, as of a line that goes across the bubble and on. */
  through: number;
  /** Mean darkness outside the outline. */
  rim: number;
  /** Share of what is looked at outside the outline that is dark. */
  outside: number;
  /** Brightness of the paper here, 0 to 255. */
  paper: number;
};

/** Darker than this is ink or graphite, not a shade of the paper. */
const strongDarkness = 0.4;
/** Lines around a bubble are thinner than the points are apart, so they look paler; a pale pencil's look like this. */
const lineDarkness = 0.26;
const paleDarkness = 0.11;

/** Where a bubble lies in the image: its middle, and pixels for a millimetre to the right and down. */
type Place = { cx: number; cy: number; ax: number; ay: number; dx: number; dy: number };

function placeOf(warp: Warp, { bubble }: Spot): Place {
  const { x_mm, y_mm, width_mm, height_mm } = bubble;
  const left = toPixel(warp, x_mm - width_mm / 2, y_mm);
  const right = toPixel(warp, x_mm + width_mm / 2, y_mm);
  const above = toPixel(warp, x_mm, y_mm - height_mm / 2);
  const below = toPixel(warp, x_mm, y_mm + height_mm / 2);
  return {
    cx: (left.x + right.x + above.x + below.x) / 4,
    cy: (left.y + right.y + above.y + below.y) / 4,
    ax: (right.x - left.x) / width_mm,
    ay: (right.y - left.y) / width_mm,
    dx: (below.x - above.x) / height_mm,
    dy: (below.y - above.y) / height_mm,
  };
}

/** Brightness at every point of the probe. Where all of it lies inside the image nothing is clamped, which is much faster. */
function fillValues(
  { width, height, data }: Grey,
  place: Place,
  { probe }: Spot,
  values: Float32Array,
): void {
  const { cx, cy, ax, ay, dx, dy } = place;
  const reachX = probe.reach_x * Math.abs(ax) + probe.reach_y * Math.abs(dx) + 2;
  const reachY = probe.reach_x * Math.abs(ay) + probe.reach_y * Math.abs(dy) + 2;
  const inside = cx > reachX && cy > reachY && cx < width - reachX && cy < height - reachY;
  const { x: xs, y: ys } = probe;
  for (let index = 0; index < xs.length; index += 1) {
    const x = xs[index] ?? 0;
    const y = ys[index] ?? 0;
    const px = cx + x * ax + y * dx - 0.5;
    const py = cy + x * ay + y * dy - 0.5;
    if (!inside) {
      values[index] = sample({ width, height, data }, px + 0.5, py + 0.5);
      continue;
    }
    const ix = px | 0;
    const iy = py | 0;
    const fx = px - ix;
    const at = iy * width + ix;
    const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
    const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
    values[index] = upper + (lower - upper) * (py - iy);
  }
}

/** The paper's brightness over a probe as a plane: at its middle, and how much more for a millimetre to the right and down. */
function planeOf(papers: PaperMap, { cx, cy, ax, ay, dx, dy }: Place, { probe }: Spot) {
  const [rx, ry] = [probe.reach_x, probe.reach_y];
  const at = (x: number, y: number) => paperAt(papers, cx + x * ax + y * dx, cy + x * ay + y * dy);
  const [left, right, above, below] = [at(-rx, 0), at(rx, 0), at(0, -ry), at(0, ry)];
  return {
    middle: (left + right + above + below + 2 * at(0, 0)) / 6,
    across: (right - left) / (2 * rx),
    down: (below - above) / (2 * ry),
  };
}

type Memory = { values: Float32Array; hits: Uint16Array; pale: Uint16Array; tones?: Uint16Array };

function shareOf(hits: Uint16Array, { open, openCount, counts }: Probe, least: number): number {
  if (openCount < 6) return 0;
  let around = 0;
  for (let sector = 0; sector < sectors; sector += 1) {
    if (open[sector] && (hits[sector] ?? 0) > least * (counts[sector] ?? 0)) around += 1;
  }
  return around / openCount;
}

/** The lesser of two opposite sides, where it is most. */
function throughOf(hits: Uint16Array, { counts }: Probe): number {
  const share = (sector: number) =>
    (hits[sector % sectors] ?? 0) / Math.max(1, counts[sector % sectors] ?? 0);
  let most = 0;
  for (let sector = 0; sector < sectors / 2; sector += 1) {
    const across = sector + sectors / 2;
    const there = Math.max(share(across - 1), share(across), share(across + 1));
    most = Math.max(most, Math.min(share(sector), there));
  }
  return most;
}

/** Darkness in steps, from a little lighter than paper on. */
const palest = -0.1;
const tonesPerUnit = 100;
const tinted = 0.35;

type PaperHere = ReturnType<typeof planeOf>;

function tintOf(
  tones: Uint16Array,
  { x: xs, y: ys, inside }: Probe,
  values: Float32Array,
  { middle, across, down }: PaperHere,
): number {
  tones.fill(0);
  for (let index = 0; index < inside; index += 1) {
    const paper = middle + across * (xs[index] ?? 0) + down * (ys[index] ?? 0);
    const tone = (1 - (values[index] ?? 0) / paper - palest) * tonesPerUnit;
    const at = tone < 0 ? 0 : tone > tones.length - 1 ? tones.length - 1 : tone | 0;
    tones[at] = (tones[at] ?? 0) + 1;
  }
  let left = tinted * inside;
  for (let at = 0; at < tones.length; at += 1) {
    const here = tones[at] ?? 0;
    if (here >= left) return palest + (at + left / here) / tonesPerUnit;
    left -= here;
  }
  return palest + tones.length / tonesPerUnit;
}

function lookAt(image: Grey, papers: PaperMap, warp: Warp, spot: Spot, memory: Memory): Look {
  const { probe } = spot;
  const { values, hits, pale, tones } = memory;
  const place = placeOf(warp, spot);
  fillValues(image, place, spot, values);
  const paperHere = planeOf(papers, place, spot);
  const { middle, across, down } = paperHere;
  const { x: xs, y: ys } = probe;
  let sum = 0;
  let squares = 0;
  let strong = 0;
  for (let index = 0; index < probe.inside; index += 1) {
    const paper = middle + across * (xs[index] ?? 0) + down * (ys[index] ?? 0);
    const dark = 1 - (values[index] ?? 0) / paper;
    sum += dark < -0.05 ? -0.05 : dark;
    squares += dark * dark;
    if (dark > strongDarkness) strong += 1;
  }
  hits.fill(0);
  pale.fill(0);
  let outside = 0;
  let rim = 0;
  for (let index = probe.inside; index < xs.length; index += 1) {
    const paper = middle + across * (xs[index] ?? 0) + down * (ys[index] ?? 0);
    const dark = 1 - (values[index] ?? 0) / paper;
    rim += dark < -0.05 ? -0.05 : dark;
    if (dark < paleDarkness) continue;
    const sector = probe.sector[index] ?? 0;
    pale[sector] = (pale[sector] ?? 0) + 1;
    if (dark < lineDarkness) continue;
    hits[sector] = (hits[sector] ?? 0) + 1;
    outside += 1;
  }
  const count = Math.max(1, xs.length - probe.inside);
  return {
    inner: sum / probe.inside,
    strong: strong / probe.inside,
    cover: sum > 0 ? (sum * sum) / (probe.inside * squares) : 0,
    depth: squares / probe.inside,
    tint: tones ? tintOf(tones, probe, values, paperHere) : 0,
    around: shareOf(hits, probe, 0.08),
    paleAround: shareOf(pale, probe, 0.14),
    through: throughOf(pale, probe),
    rim: rim / count,
    outside: outside / count,
    paper: middle,
  };
}

/** Looks at every bubble of a plan through a registration; `tints` are wanted only where a blank says what is printed there. */
export function measure(image: Grey, warp: Warp, plan: Plan, tints = false): Look[] {
  const papers = paperOf(image, density(warp), plan.widest_mm);
  const largest = plan.spots.reduce((most, { probe }) => Math.max(most, probe.x.length), 0);
  const memory = {
    values: new Float32Array(largest),
    hits: new Uint16Array(sectors),
    pale: new Uint16Array(sectors),
    ...(tints ? { tones: new Uint16Array(96) } : {}),
  };
  return plan.spots.map((spot) => lookAt(image, papers, warp, spot, memory));
}
