import type { Grey } from '../read/grey.ts';
import type { Random } from './random.ts';

/** A sheet of paper as an image: `density` dots a millimetre. */
export type Paper = Grey & { density: number };

/** What a mark is made with: how dark, how wide its line is, how grainy (pencil on paper leaves white spots). */
export type Tool = { darkness: number; width_mm: number; grain: number };

export type Stroke = readonly { x: number; y: number }[];

const distanceTo = (x: number, y: number, a: { x: number; y: number }, b: { x: number; y: number }) => {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length > 0 ? Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length)) : 0;
  return Math.hypot(x - a.x - part * dx, y - a.y - part * dy);
};

/** Draws strokes (millimetres) that together make one mark: crossings are a little darker than single lines. */
export function drawStrokes(paper: Paper, strokes: readonly Stroke[], tool: Tool, random: Random): void {
  const { density } = paper;
  const points = strokes.flat();
  const reach = tool.width_mm;
  const left = Math.max(0, Math.floor((Math.min(...points.map(({ x }) => x)) - reach) * density));
  const right = Math.min(paper.width, Math.ceil((Math.max(...points.map(({ x }) => x)) + reach) * density));
  const top = Math.max(0, Math.floor((Math.min(...points.map(({ y }) => y)) - reach) * density));
  const bottom = Math.min(paper.height, Math.ceil((Math.max(...points.map(({ y }) => y)) + reach) * density));
  const half = (tool.width_mm / 2) * density;
  for (let py = top; py < bottom; py += 1) {
    for (let px = left; px < right; px += 1) {
      let nearest = Infinity;
      const [x, y] = [(px + 0.5) / density, (py + 0.5) / density];
      for (const stroke of strokes) {
        for (let index = 1; index < stroke.length; index += 1) {
          const [a, b] = [stroke[index - 1], stroke[index]];
          if (a && b) nearest = Math.min(nearest, distanceTo(x, y, a, b));
        }
      }
      const cover = Math.min(1, Math.max(0, half + 0.5 - nearest * density));
      if (cover <= 0) continue;
      const grain = tool.grain > 0 ? Math.max(0, 1 - tool.grain * random.unit() * 1.6) : 1;
      const at = py * paper.width + px;
      paper.data[at] = (paper.data[at] ?? 255) * (1 - cover * tool.darkness * grain);
    }
  }
}

/** Lightens or whitens an area: an eraser leaves a part of the darkness and a smear, tape leaves nothing but white. */
export function lighten(
  paper: Paper,
  box: { x: number; y: number; rx: number; ry: number },
  keep: number,
  original: (at: number) => number,
  white = 255,
): void {
  const { density } = paper;
  for (let py = Math.floor((box.y - box.ry) * density); py < (box.y + box.ry) * density; py += 1) {
    for (let px = Math.floor((box.x - box.rx) * density); px < (box.x + box.rx) * density; px += 1) {
      if (px < 0 || py < 0 || px >= paper.width || py >= paper.height) continue;
      const at = py * paper.width + px;
      const under = original(at);
      paper.data[at] = white < 255 || keep === 0 ? white : under - (under - (paper.data[at] ?? 255)) * keep;
    }
  }
}
