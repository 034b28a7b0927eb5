import sharp from 'sharp';
import type { Grey } from '../read/grey.ts';
import { apply, type Homography, homographyOf, inverse, type Point } from '../read/homography.ts';
import type { Paper } from './ink.ts';
import type { Random } from './random.ts';

/** How a camera or scanner sees a sheet: where its corners come to lie, how it is bent, lit and blurred. */
export type Scene = {
  width: number;
  height: number;
  /** Corners of the page in the image: top left, top right, bottom right, bottom left. */
  corners: readonly [Point, Point, Point, Point];
  /** Paper that is not flat: how far (mm) places are moved, as waves over the page. */
  waves: readonly { x: number; y: number; length: number; phase: number; angle: number }[];
  background: (x: number, y: number) => number;
  /** Multiplies the brightness, by place in the image (0 to 1). */
  light: (x: number, y: number) => number;
  /** What a copier makes of each brightness. */
  tone?: (value: number) => number;
};

function bendOf(waves: Scene['waves'], x: number, y: number): Point {
  let [dx, dy] = [0, 0];
  for (const wave of waves) {
    const along = (x * Math.cos(wave.angle) + y * Math.sin(wave.angle)) / wave.length;
    const bend = Math.sin(2 * Math.PI * along + wave.phase);
    dx += wave.x * bend;
    dy += wave.y * bend;
  }
  return { x: dx, y: dy };
}

/** Places on the page and light change smoothly over a picture, so they are worked out every eighth pixel. */
const cell = 8;

type Nodes = { columns: number; mx: Float32Array; my: Float32Array; light: Float32Array };

function nodesOf(scene: Scene, back: Homography): Nodes {
  const columns = Math.ceil(scene.width / cell) + 1;
  const rows = Math.ceil(scene.height / cell) + 1;
  const nodes = {
    columns,
    mx: new Float32Array(columns * rows),
    my: new Float32Array(columns * rows),
    light: new Float32Array(columns * rows),
  };
  for (let at = 0; at < columns * rows; at += 1) {
    const [x, y] = [(at % columns) * cell, Math.floor(at / columns) * cell];
    const flat = apply(back, x + 0.5, y + 0.5);
    const bend = bendOf(scene.waves, flat.x, flat.y);
    nodes.mx[at] = flat.x + bend.x;
    nodes.my[at] = flat.y + bend.y;
    nodes.light[at] = scene.light(x / scene.width, y / scene.height);
  }
  return nodes;
}

/** The paper's value between its pixels; -1 beside the paper. */
function paperAt(paper: Paper, mx: number, my: number): number {
  const px = mx * paper.density - 0.5;
  const py = my * paper.density - 0.5;
  if (px < 0 || py < 0 || px >= paper.width - 1 || py >= paper.height - 1) return -1;
  const ix = px | 0;
  const iy = py | 0;
  const fx = px - ix;
  const at = iy * paper.width + ix;
  const upper = (paper.data[at] ?? 0) * (1 - fx) + (paper.data[at + 1] ?? 0) * fx;
  const lower = (paper.data[at + paper.width] ?? 0) * (1 - fx) + (paper.data[at + paper.width + 1] ?? 0) * fx;
  return upper + (lower - upper) * (py - iy);
}

/** The picture that is taken of a sheet of paper. */
export function takePicture(paper: Paper, scene: Scene): Grey {
  const { width, height, tone } = scene;
  const [width_mm, height_mm] = [paper.width / paper.density, paper.height / paper.density];
  const places = lay({ width_mm, height_mm }, [1, 0, 0, 0, 1, 0, 0, 0]);
  const map = homographyOf(places.map((from, index) => ({ from, to: scene.corners[index] ?? from })));
  if (!map) throw new RangeError('the corners of a page are not in a line');
  if (tone) {
    const toned = Uint8Array.from({ length: 256 }, (_, value) => Math.max(0, Math.min(255, tone(value))));
    for (let at = 0; at < paper.data.length; at += 1) paper.data[at] = toned[paper.data[at] ?? 0] ?? 0;
  }
  const { columns, mx, my, light } = nodesOf(scene, inverse(map));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const fy = (y % cell) / cell;
    for (let column = 0; column * cell < width; column += 1) {
      const at = Math.floor(y / cell) * columns + column;
      const left = (table: Float32Array) => (table[at] ?? 0) * (1 - fy) + (table[at + columns] ?? 0) * fy;
      const right = (table: Float32Array) =>
        (table[at + 1] ?? 0) * (1 - fy) + (table[at + columns + 1] ?? 0) * fy;
      let [x_mm, y_mm, lit] = [left(mx), left(my), left(light)];
      const [dx, dy, dl] = [
        (right(mx) - x_mm) / cell,
        (right(my) - y_mm) / cell,
        (right(light) - lit) / cell,
      ];
      const end = Math.min(width, (column + 1) * cell);
      for (let x = column * cell; x < end; x += 1) {
        const seen = paperAt(paper, x_mm, y_mm);
        const value = seen < 0 ? scene.background(x / width, y / height) : seen;
        data[y * width + x] = Math.max(0, Math.min(255, value * lit));
        x_mm += dx;
        y_mm += dy;
        lit += dl;
      }
    }
  }
  return { width, height, data };
}

/** Blurs as a lens does; `radius` in pixels, about that of the spot that a point becomes. */
export async function blur(image: Grey, radius: number): Promise<Grey> {
  const { width, height } = image;
  const raw = { width, height, channels: 1 as const };
  const sigma = Math.max(0.3, radius);
  const { data } = await sharp(image.data, { raw })
    .blur({ sigma })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** Adds the grain of a sensor. */
export function addNoise(image: Grey, deviation: number, random: Random): void {
  if (deviation <= 0) return;
  const table = Float32Array.from({ length: 4096 }, () => random.normal(deviation));
  let at = random.whole(0, 4095);
  for (let index = 0; index < image.data.length; index += 1) {
    at = (at * 5 + 1 + (index & 7)) & 4095;
    image.data[index] = Math.max(0, Math.min(255, (image.data[index] ?? 0) + (table[at] ?? 0) + 0.5));
  }
}

/** Where the corners come when a page of this size is turned and moved in an image. */
export function lay(page: { width_mm: number; height_mm: number }, map: Homography): Scene['corners'] {
  const { width_mm: w, height_mm: h } = page;
  return [apply(map, 0, 0), apply(map, w, 0), apply(map, w, h), apply(map, 0, h)];
}
