import { type Box, componentsIn, type Grey } from './components.rules.ts';

/** Bubbles that stand in even rows and columns; the box is around their outer edges, in pixels. */
export type FoundGrid = {
  box: Box;
  rows: number;
  columns: number;
  bubble: { width: number; height: number };
};

/** What a bubble may be in millimetres, on its shorter and its longer side: smaller things are letters. */
const [shortest, least, largest] = [2, 3, 11];
/** So much of a grid must be seen before it is taken for one: printed labels and frames hide a bubble here and there. */
const shareOfCells = 0.6;

const widthOf = ({ left, right }: Box) => right - left;
const heightOf = ({ top, bottom }: Box) => bottom - top;
const middleOf = ({ left, top, right, bottom }: Box) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * The grids of bubbles in an area, from left to right and from top to bottom: a wider gap than usual begins another grid.
 * Empty where nothing looks like bubbles of one size in rows and columns.
 */
export function gridsIn(image: Grey, area: Box, dotsPerMm: number): FoundGrid[] {
  const bubbles = alike(componentsIn(image, area), dotsPerMm);
  if (bubbles.length < 4) return [];
  const size = { width: median(bubbles.map(widthOf)), height: median(bubbles.map(heightOf)) };
  const xs = linesOf(
    bubbles.map((one) => middleOf(one).x),
    size.width,
  );
  const ys = linesOf(
    bubbles.map((one) => middleOf(one).y),
    size.height,
  );
  const grids = groupsOf(xs).flatMap((columns) =>
    groupsOf(ys).flatMap((rows): FoundGrid[] => {
      const [left = 0, right = left] = [columns[0], columns.at(-1)];
      const [top = 0, bottom = top] = [rows[0], rows.at(-1)];
      const inside = bubbles.filter((one) => {
        const { x, y } = middleOf(one);
        return (
          Math.abs(x - (left + right) / 2) < (right - left + size.width) / 2 &&
          Math.abs(y - (top + bottom) / 2) < (bottom - top + size.height) / 2
        );
      });
      if (inside.length < rows.length * columns.length * shareOfCells) return [];
      const [w, h] = [size.width / 2, size.height / 2];
      const box = { left: left - w, top: top - h, right: right + w, bottom: bottom + h };
      return [{ box, rows: rows.length, columns: columns.length, bubble: size }];
    }),
  );
  return grids;
}

/** The boxes of the size that most have, of those that may be bubbles and are in no other. */
function alike(all: readonly Box[], dotsPerMm: number): Box[] {
  const possible = all.filter((box) => {
    const [width, height] = [widthOf(box) / dotsPerMm, heightOf(box) / dotsPerMm];
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    return short > shortest && long > least && long < largest && short / long > 0.33;
  });
  const outer = possible.filter((box) => !possible.some((other) => other !== box && holds(other, box)));
  const near = (a: number, b: number) => Math.abs(a - b) <= Math.max(2, 0.16 * b);
  const groups = outer.map((one) =>
    outer.filter((other) => near(widthOf(other), widthOf(one)) && near(heightOf(other), heightOf(one))),
  );
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

const holds = (outer: Box, inner: Box) =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom;

/** The places where middles gather: lines with fewer than a third of what the fullest has are strays. */
function linesOf(middles: readonly number[], size: number): number[] {
  const lines: number[][] = [];
  for (const middle of middles.toSorted((a, b) => a - b)) {
    const last = lines.at(-1);
    if (last && middle - (last.at(-1) ?? 0) < size * 0.35) last.push(middle);
    else lines.push([middle]);
  }
  const most = Math.max(...lines.map(({ length }) => length));
  return lines.filter(({ length }) => length > most / 3).map(median);
}

/** Lines that follow each other at the usual distance. */
function groupsOf(lines: readonly number[]): number[][] {
  const gaps = lines.slice(1).map((line, at) => line - (lines[at] ?? 0));
  const usual = Math.min(median(gaps), 1.6 * Math.min(...gaps));
  const groups: number[][] = [];
  for (const [at, line] of lines.entries()) {
    const isNext = at > 0 && line - (lines[at - 1] ?? 0) < usual * 1.22;
    if (isNext) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}
