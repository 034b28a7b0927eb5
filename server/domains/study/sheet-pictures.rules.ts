/** Top left, top right, bottom right, bottom left, in shares of the width and height of the page's picture. */
export type Corners = readonly (readonly [number, number])[];
type Size = { width: number; height: number };
type Point = { x: number; y: number };

const MARGIN = 0.15;
/** Above columns of digits the number is written in boxes, beside that of the question. */
const BOXES = 0.14;
/** The number of a question is printed to the left of what is marked, about a line's height away. */
const NUMBER = { lines: 0.9, most_of_page: 0.022 };

/** The corners of an answer in pixels, with a margin and the printed number; whichever way up the page lies. */
export function widened(corners: Corners, { width, height }: Size): Point[] {
  const [a, b, c, d] = corners.map(([x, y]) => ({ x: x * width, y: y * height }));
  if (!a || !b || !c || !d) return [];
  const across = direction(a, b);
  const down = direction(a, d);
  const margin = Math.min(down.length, across.length) * MARGIN;
  const above = down.length > across.length ? down.length * BOXES : margin;
  const left = Math.min(down.length * NUMBER.lines, Math.max(width, height) * NUMBER.most_of_page);
  const move = ({ x, y }: Point, right: number, below: number): Point => ({
    x: x + across.x * right + down.x * below,
    y: y + across.y * right + down.y * below,
  });
  return [move(a, -left, -above), move(b, margin, -above), move(c, margin, margin), move(d, -left, margin)];
}

function direction(from: Point, to: Point) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const by = length === 0 ? 0 : 1 / length;
  return { x: (to.x - from.x) * by, y: (to.y - from.y) * by, length };
}
