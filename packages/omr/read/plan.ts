import type { Bubble, Sheet } from '../geometry/geometry.ts';
import { bubblesOf, linesOf } from '../geometry/lines.ts';
import { median } from './statistics.ts';

/** A lock that is wrong by a row or a column, in millimetres. */
export type Shift = { x: number; y: number };

/** Points of a bubble that are looked at, in millimetres from its middle; `sector` is -1 inside, else the direction of 16; `open` are the
 * directions in which there is room for a circle before the next bubble.
 */
export type Probe = {
  x: Float32Array;
  y: Float32Array;
  sector: Int8Array;
  inside: number;
  /** Points outside beside those inside. */
  outsideShare: number;
  open: boolean[];
  openCount: number;
  /** Points in each direction. */
  counts: Uint16Array;
  /** How far from the middle it looks, in millimetres. */
  reach_x: number;
  reach_y: number;
};

/** A bubble, the line it stands in, the group of bubbles that look alike, and the block of rows and columns it is part of. */
export type Spot = { bubble: Bubble; line: number; group: number; block: number; probe: Probe };

/** Where a line of alternatives belongs: a place of the student number, or a column of a question. */
export type LineOwner = { question: number; column: number };

/** All that reading needs to know of a sheet's bubbles, worked out once. */
export type Plan = {
  spots: Spot[];
  lines: number[][];
  owners: LineOwner[];
  /** For each line those that are near enough to be as bright and as sharp. */
  neighbours: number[][];
  /** The spots that look alike, group by group, and all of them. */
  groups: number[][];
  everySpot: number[];
  /** How far rows and columns are apart in each block; 0 where there is only one. */
  pitches: Map<number, Shift>;
  /** Marks are narrower than this, at least in one direction. */
  widest_mm: number;
};

const step_mm = 0.18;
/** Directions around a bubble. */
export const sectors = 16;

/** Distances to the next bubble in a row and in a column, for each bubble; Infinity where there is none. */
function gaps(bubbles: readonly Bubble[]): { across: number[]; down: number[] } {
  const across = bubbles.map((one) =>
    Math.min(
      ...bubbles.map((other) =>
        other !== one && Math.abs(other.y_mm - one.y_mm) < one.height_mm / 2
          ? Math.abs(other.x_mm - one.x_mm)
          : Infinity,
      ),
    ),
  );
  const down = bubbles.map((one) =>
    Math.min(
      ...bubbles.map((other) =>
        other !== one && Math.abs(other.x_mm - one.x_mm) < one.width_mm / 2
          ? Math.abs(other.y_mm - one.y_mm)
          : Infinity,
      ),
    ),
  );
  return { across, down };
}

function probeOf(bubble: Bubble, square: boolean, limit_x: number, limit_y: number): Probe {
  const [rx, ry] = [bubble.width_mm / 2, bubble.height_mm / 2];
  const radius = (x: number, y: number) =>
    square ? Math.max(Math.abs(x / rx), Math.abs(y / ry)) : Math.hypot(x / rx, y / ry);
  const inner: [number, number, number][] = [];
  const outer: [number, number, number][] = [];
  const step = Math.min(step_mm, Math.min(rx, ry) / 7);
  for (let y = -Math.floor(limit_y / step) * step; y <= limit_y; y += step) {
    for (let x = -Math.floor(limit_x / step) * step; x <= limit_x; x += step) {
      const far = radius(x, y);
      const turn = Math.atan2(y / ry, x / rx) / (2 * Math.PI) + 1;
      if (far < 0.8) inner.push([x, y, -1]);
      else if (far > 1.15) outer.push([x, y, Math.floor(turn * sectors) % sectors]);
    }
  }
  const all = [...inner, ...outer];
  const reach = new Float64Array(sectors);
  for (const [x, y, sector] of outer) reach[sector] = Math.max(reach[sector] ?? 0, radius(x, y));
  const counts = new Uint16Array(sectors);
  for (const [, , sector] of outer) counts[sector] = (counts[sector] ?? 0) + 1;
  const open = Array.from(reach, (far) => far > 1.38);
  return {
    x: Float32Array.from(all, ([x]) => x),
    y: Float32Array.from(all, ([, y]) => y),
    sector: Int8Array.from(all, ([, , sector]) => sector),
    inside: inner.length,
    outsideShare: outer.length / Math.max(1, inner.length),
    open,
    openCount: open.filter(Boolean).length,
    counts,
    reach_x: limit_x,
    reach_y: limit_y,
  };
}

/** Bubbles that stand in rows and columns without a larger gap form a block. */
function blocksOf(bubbles: readonly Bubble[], across: readonly number[], down: readonly number[]): number[] {
  const blocks = bubbles.map((_, index) => index);
  const join = (from: number, to: number) => {
    for (const [index, block] of blocks.entries()) if (block === from) blocks[index] = to;
  };
  for (const [one, a] of bubbles.entries()) {
    for (const [other, b] of bubbles.entries()) {
      if (other >= one || blocks[one] === blocks[other]) continue;
      const [dx, dy] = [Math.abs(a.x_mm - b.x_mm), Math.abs(a.y_mm - b.y_mm)];
      const inRow = dy < a.height_mm / 2 && dx <= 1.4 * (across[one] ?? 0);
      const inColumn = dx < a.width_mm / 2 && dy <= 1.25 * (down[one] ?? 0);
      if (inRow || inColumn) join(blocks[one] ?? 0, blocks[other] ?? 0);
    }
  }
  return blocks;
}

/** The usual distance from a bubble of each block to the next one, sideways and down. */
function pitchesOf(
  blocks: readonly number[],
  across: readonly number[],
  down: readonly number[],
): Map<number, Shift> {
  const usual = (block: number, distances: readonly number[]) =>
    median(distances.filter((distance, index) => blocks[index] === block && Number.isFinite(distance)));
  return new Map(
    [...new Set(blocks)].map((block) => [block, { x: usual(block, across), y: usual(block, down) }]),
  );
}

/** How far around its middle a bubble is looked at: as far as a circle drawn around it goes, but not into its neighbour. */
const reachOf = (half: number, gap: number) => Math.min(1.7 * half, Math.max(1.25 * half, gap - half - 0.3));

const near_mm = 28;

function neighboursOf(lines: readonly (readonly number[])[], spots: readonly Spot[]): number[][] {
  const middles = lines.map((line) => spots[line[Math.floor(line.length / 2)] ?? 0]?.bubble);
  return middles.map((one) =>
    middles.flatMap((other, index) =>
      one && other && Math.hypot(other.x_mm - one.x_mm, other.y_mm - one.y_mm) <= near_mm ? [index] : [],
    ),
  );
}

/** Works out what to look at on a sheet. */
export function planOf(sheet: Sheet): Plan {
  const square = sheet.bubble_shape === 'rectangle';
  const owned = [
    ...(sheet.number_grid ?? []).map((bubbles, column) => ({ bubbles, owner: { question: -1, column } })),
    ...sheet.questions.flatMap((question, index) =>
      linesOf(question).map((bubbles, column) => ({ bubbles, owner: { question: index, column } })),
    ),
  ];
  const all = bubblesOf(sheet);
  const { across, down } = gaps(all);
  const blocks = blocksOf(all, across, down);
  const probes = new Map<string, Probe>();
  const groups = new Map<string, number>();
  const spots: Spot[] = [];
  const lines = owned.map(({ bubbles }, line) =>
    bubbles.map((bubble) => {
      const index = spots.length;
      const half = { x: bubble.width_mm / 2, y: bubble.height_mm / 2 };
      const limit_x = reachOf(half.x, across[index] ?? Infinity);
      const limit_y = reachOf(half.y, down[index] ?? Infinity);
      const shape = [half.x, half.y, limit_x, limit_y].map((value) => value.toFixed(2)).join(' ');
      const probe = probes.get(shape) ?? probeOf(bubble, square, limit_x, limit_y);
      probes.set(shape, probe);
      const look = `${bubble.label} ${half.x.toFixed(1)} ${half.y.toFixed(1)}`;
      const group = groups.get(look) ?? groups.size;
      groups.set(look, group);
      spots.push({ bubble, line, group, block: blocks[index] ?? 0, probe });
      return index;
    }),
  );
  const narrow = spots.map(({ bubble }) => Math.min(bubble.width_mm, bubble.height_mm));
  return {
    spots,
    lines,
    owners: owned.map(({ owner }) => owner),
    neighbours: neighboursOf(lines, spots),
    groups: [...Map.groupBy(spots.keys(), (index) => spots[index]?.group).values()],
    everySpot: [...spots.keys()],
    pitches: pitchesOf(blocks, across, down),
    widest_mm: Math.max(5, 1.5 * Math.max(0, ...narrow)),
  };
}
