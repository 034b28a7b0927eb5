import type { Bubble } from '../geometry/geometry.ts';
import { drawStrokes, lighten, type Paper, type Stroke, type Tool } from './ink.ts';
import type { Random } from './random.ts';

export type MarkKind = 'fill' | 'scribble' | 'cross' | 'tick' | 'circle' | 'dash';
export type ToolKind = 'pen' | 'blue pen' | 'dark pencil' | 'pencil' | 'pale pencil';

/** How one student marks: the same hand and the same tool all over the sheet, more or less carefully. */
export type Hand = { kind: MarkKind; tool: ToolKind; base: Tool; careless: number; erases: boolean };

export function handOf(random: Random): Hand {
  const tool = random.weighted<ToolKind>([
    ['pen', 30],
    ['blue pen', 10],
    ['dark pencil', 25],
    ['pencil', 25],
    ['pale pencil', 10],
  ]);
  const bases: Record<ToolKind, Tool> = {
    pen: { darkness: random.between(0.82, 0.97), width_mm: random.between(0.4, 0.9), grain: 0.04 },
    'blue pen': { darkness: random.between(0.58, 0.75), width_mm: random.between(0.4, 0.8), grain: 0.06 },
    'dark pencil': { darkness: random.between(0.6, 0.8), width_mm: random.between(0.5, 0.9), grain: 0.25 },
    pencil: { darkness: random.between(0.38, 0.6), width_mm: random.between(0.5, 0.9), grain: 0.3 },
    'pale pencil': { darkness: random.between(0.2, 0.36), width_mm: random.between(0.6, 1), grain: 0.35 },
  };
  const kind = random.weighted<MarkKind>([
    ['fill', 62],
    ['scribble', 20],
    ['cross', 6],
    ['tick', 5],
    ['circle', 4],
    ['dash', 3],
  ]);
  return {
    kind,
    tool,
    base: bases[tool],
    careless: random.between(0, 1) ** 1.5,
    erases: tool.includes('pencil'),
  };
}

function fillStrokes(
  { x_mm, y_mm, width_mm, height_mm }: Bubble,
  hand: Hand,
  random: Random,
  gap: number,
): Stroke[] {
  const grow = 1 + random.normal(0.05 + 0.07 * hand.careless);
  const [rx, ry] = [
    (width_mm / 2) * Math.min(1.25, grow) * 0.92,
    (height_mm / 2) * Math.min(1.25, grow) * 0.92,
  ];
  const x0 = x_mm + random.normal(0.06 + 0.14 * hand.careless) * (width_mm / 2);
  const y0 = y_mm + random.normal(0.06 + 0.14 * hand.careless) * (height_mm / 2);
  const tilt = random.between(-0.5, 0.5);
  const points: { x: number; y: number }[] = [];
  let side = 1;
  for (let along = -1; along <= 1; along += (gap * hand.base.width_mm) / ry) {
    const half = Math.sqrt(Math.max(0.04, 1 - along * along)) * rx * (1 + random.normal(0.06));
    const y = y0 + along * ry;
    points.push({ x: x0 - side * half, y: y + side * tilt * 0.3 });
    points.push({ x: x0 + side * half, y: y - side * tilt * 0.3 + 0.3 * gap * hand.base.width_mm });
    side = -side;
  }
  return [points];
}

function roundStroke({ x_mm, y_mm, width_mm, height_mm }: Bubble, random: Random): Stroke[] {
  const [rx, ry] = [(width_mm / 2) * random.between(1.12, 1.4), (height_mm / 2) * random.between(1.15, 1.5)];
  const start = random.between(0, 6.28);
  const turn = random.between(6, 7);
  const drift = random.between(-0.1, 0.1);
  const steps = Array.from({ length: 26 }, (_, step) => start + (turn * step) / 25);
  return [
    steps.map((angle, step) => ({
      x: x_mm + rx * (1 + (drift * step) / 25) * Math.cos(angle),
      y: y_mm + ry * (1 - (drift * step) / 25) * Math.sin(angle),
    })),
  ];
}

/** The strokes of a mark of a kind on a bubble. */
export function strokesOf(bubble: Bubble, kind: MarkKind, hand: Hand, random: Random): Stroke[] {
  const { x_mm, y_mm, width_mm, height_mm } = bubble;
  const off = 0.08 + 0.15 * hand.careless;
  const at = (dx: number, dy: number) => ({
    x: x_mm + (dx + random.normal(off)) * (width_mm / 2),
    y: y_mm + (dy + random.normal(off)) * (height_mm / 2),
  });
  const size = random.between(0.75, 1.15);
  if (kind === 'cross')
    return [
      [at(-size, -size), at(size, size)],
      [at(size, -size), at(-size, size)],
    ];
  if (kind === 'tick') return [[at(-0.7 * size, -0.1), at(-0.15, 0.75 * size), at(0.9 * size, -1.1 * size)]];
  if (kind === 'dash')
    return [
      [at(-1, random.normal(0.15)), at(1, random.normal(0.15))],
      [at(-0.9, 0.1), at(0.9, 0.15)],
    ];
  if (kind === 'circle') return roundStroke(bubble, random);
  return fillStrokes(
    bubble,
    hand,
    random,
    kind === 'fill' ? random.between(0.5, 0.8) : random.between(0.9, 1.35),
  );
}

/** A mark as this student makes it. */
export function mark(paper: Paper, bubble: Bubble, hand: Hand, random: Random): void {
  const pressure = Math.min(1, Math.max(0.6, 1 + random.normal(0.08)));
  const tool = { ...hand.base, darkness: Math.min(0.98, hand.base.darkness * pressure) };
  drawStrokes(paper, strokesOf(bubble, hand.kind, hand, random), tool, random);
}

/** A mark that was rubbed out again: some of it stays, and a smear around it. */
export function erase(paper: Paper, bubble: Bubble, original: (at: number) => number, random: Random): void {
  const keep = random.weighted([
    [random.between(0, 0.1), 5],
    [random.between(0.08, 0.2), 4],
    [random.between(0.18, 0.28), 1],
  ]);
  const box = { x: bubble.x_mm, y: bubble.y_mm, rx: bubble.width_mm * 0.85, ry: bubble.height_mm * 0.85 };
  lighten(paper, box, keep, original);
  const smear = { darkness: random.between(0.01, 0.06), width_mm: 2.2, grain: 0.5 };
  const [x, y] = [box.x + random.normal(0.4), box.y + random.normal(0.4)];
  drawStrokes(
    paper,
    [
      [
        { x: x - 2, y: y - 0.5 },
        { x: x + 2, y: y + 0.5 },
      ],
    ],
    smear,
    random,
  );
}

/** Correction tape over a bubble, printed outline and all. */
export function tape(paper: Paper, bubble: Bubble, random: Random): void {
  const box = {
    x: bubble.x_mm + random.normal(0.2),
    y: bubble.y_mm + random.normal(0.2),
    rx: bubble.width_mm * random.between(0.6, 0.75),
    ry: bubble.height_mm * random.between(0.58, 0.8),
  };
  lighten(paper, box, 0, () => 255, random.chance(0.3) ? 248 : 255);
}

/** A line, a dot or a word where none belongs. */
export function stray(paper: Paper, near: Bubble, hand: Hand, random: Random): void {
  const x = near.x_mm + random.between(-12, 12);
  const y = near.y_mm + random.between(-3, 3);
  const tool = { ...hand.base, width_mm: Math.min(0.5, hand.base.width_mm) };
  if (random.chance(0.4)) {
    drawStrokes(
      paper,
      [
        [
          { x, y },
          { x: x + random.between(0.1, 0.5), y: y + random.between(0, 0.4) },
        ],
      ],
      tool,
      random,
    );
    return;
  }
  const length = random.between(3, 14);
  const tilt = random.between(-0.6, 0.6);
  const bow = random.normal(1);
  const points = [0, 0.5, 1].map((part) => ({
    x: x + length * part,
    y: y + length * part * tilt + (part === 0.5 ? bow : 0),
  }));
  drawStrokes(paper, [points], tool, random);
}
