import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';

type Point = { x: number; y: number };
export type Box = Point & { width: number; height: number };
type Grip = { kind: 'draw' | 'move' | 'size'; from: Point; box: Box; at: number };

const between = (a: Point, b: Point): Box => ({
  ...{ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y) },
  ...{ width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) },
});

/** Where a grip has brought a box that was held at one point and is now at another. */
function pulled({ kind, from, box }: Grip, to: Point): Box {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (kind === 'draw') return between(from, to);
  if (kind === 'move') return { ...box, x: box.x + dx, y: box.y + dy };
  return { ...box, width: box.width + dx, height: box.height + dy };
}

type Boxes = {
  boxAt: (at: number) => Box | undefined;
  select: (at: number) => void;
  change: (at: number, box: Box) => void;
  /** A box that was drawn where none was; undefined while nothing is to be drawn. */
  draw: ((box: Box) => void) | undefined;
  least: number;
};

/** Boxes on a picture that are drawn, moved and sized with mouse, pen or finger; in the units of the picture's view box. */
export function useBoxGrip({ boxAt, select, change, draw, least }: Boxes) {
  const svg = useRef<SVGSVGElement>(null);
  const [grip, setGrip] = useState<Grip>();
  const [drawn, setDrawn] = useState<Box>();
  const pointOf = (event: PointerEvent): Point => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix) : { x: 0, y: 0 };
  };
  const hold = (event: PointerEvent, kind: Grip['kind'], at: number) => {
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    const box = boxAt(at) ?? between(from, from);
    if (kind !== 'draw') select(at);
    setGrip({ kind, from, box, at });
  };
  const pull = (event: PointerEvent) => {
    if (!grip) return;
    const box = pulled(grip, pointOf(event));
    if (grip.kind === 'draw') setDrawn(box);
    else change(grip.at, box);
  };
  const letGo = () => {
    if (grip?.kind === 'draw' && drawn && drawn.width > least && drawn.height > least) draw?.(drawn);
    setGrip(undefined);
    setDrawn(undefined);
  };
  return { svg, drawn, hold, pull, letGo };
}
export type Hold = ReturnType<typeof useBoxGrip>['hold'];

const step = 0.5;
const moves: Record<string, Point> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

type Keyed = { box: Box; change: (box: Box) => void; remove: () => void; leave: () => void };

/** The same by keys: arrows move, with shift they size, and delete removes. */
export const boxKeys =
  ({ box, change, remove, leave }: Keyed) =>
  (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else if (event.key === 'Escape') leave();
    else if (!move) return;
    else if (event.shiftKey) change({ ...box, width: box.width + move.x, height: box.height + move.y });
    else change({ ...box, x: box.x + move.x, y: box.y + move.y });
    event.preventDefault();
  };
