import { type Grey, localMean, sample } from '../read/grey.ts';
import type { Point } from '../read/homography.ts';
import { type Picture, turn } from './degrade-scan.ts';
import type { Paper } from './ink.ts';
import type { Random } from './random.ts';
import { addNoise, blur, type Scene, takePicture } from './scene.ts';

/** What makes a photo of a sheet hard, besides what every photo has: some perspective, uneven light, a desk around it. */
export const photoKinds = [
  'plain',
  'perspective',
  'shadow',
  'curled',
  'folded',
  'out_of_focus',
  'shaken',
  'dim',
  'far_away',
  'small_file',
  'upside_down',
  'sideways',
  'busy_desk',
  'edge_cut',
  'scanning_app',
] as const;
export type PhotoKind = (typeof photoKinds)[number];

type Page = { width_mm: number; height_mm: number };

/** Corners of the page as a camera sees it that is tilted, turned and not quite above the middle. */
function cornersOf(
  page: Page,
  kind: PhotoKind,
  size: { width: number; height: number },
  random: Random,
): Scene['corners'] {
  const tilt =
    kind === 'perspective'
      ? random.between(0.25, 0.5)
      : random.between(0, kind === 'scanning_app' ? 0.03 : 0.15);
  const toward = random.between(0, 2 * Math.PI);
  const roll =
    (random.normal(kind === 'perspective' ? 7 : kind === 'scanning_app' ? 0.5 : 3) * Math.PI) / 180;
  const distance = 1.5 * page.height_mm;
  const project = (x: number, y: number): Point => {
    const along = x * Math.cos(toward) + y * Math.sin(toward);
    const depth = distance + along * Math.sin(tilt);
    const [fx, fy] = [
      x - along * Math.cos(toward) * (1 - Math.cos(tilt)),
      y - along * Math.sin(toward) * (1 - Math.cos(tilt)),
    ];
    const [px, py] = [(fx * distance) / depth, (fy * distance) / depth];
    return { x: px * Math.cos(roll) - py * Math.sin(roll), y: px * Math.sin(roll) + py * Math.cos(roll) };
  };
  const [w, h] = [page.width_mm / 2, page.height_mm / 2];
  const raw = [project(-w, -h), project(w, -h), project(w, h), project(-w, h)];
  const spread = (pick: (point: Point) => number) => Math.max(...raw.map(pick)) - Math.min(...raw.map(pick));
  const part =
    kind === 'far_away'
      ? random.between(0.55, 0.7)
      : kind === 'edge_cut'
        ? random.between(1, 1.05)
        : kind === 'scanning_app'
          ? random.between(0.99, 1.015)
          : random.between(0.82, 0.97);
  const scale = part * Math.min(size.width / spread(({ x }) => x), size.height / spread(({ y }) => y));
  const middle = (pick: (point: Point) => number) =>
    (Math.max(...raw.map(pick)) + Math.min(...raw.map(pick))) / 2;
  const shift = kind === 'far_away' ? 0.08 : 0.012;
  const [mx, my] = [middle(({ x }) => x), middle(({ y }) => y)];
  const [sx, sy] = [random.normal(shift) * size.width, random.normal(shift) * size.height];
  const at = (point: Point | undefined) => ({
    x: ((point?.x ?? 0) - mx) * scale + size.width / 2 + sx,
    y: ((point?.y ?? 0) - my) * scale + size.height / 2 + sy,
  });
  return [at(raw[0]), at(raw[1]), at(raw[2]), at(raw[3])];
}

/** Light that falls off, and the shadow of a hand, a head or the phone itself with a soft edge. */
function lightOf(kind: PhotoKind, random: Random): Scene['light'] {
  const level = kind === 'dim' ? random.between(0.35, 0.5) : random.between(0.7, 0.95);
  const [gx, gy] = [random.normal(0.12), random.normal(0.12)];
  const vignette = random.between(0, 0.18);
  const dark = kind === 'shadow' ? [0, 1].map(() => random.between(0.3, 0.55)) : [random.between(0, 0.12)];
  const edges = dark.map((depth) => ({
    depth,
    angle: random.between(0, 2 * Math.PI),
    offset: random.between(-0.25, 0.25),
    soft: random.between(0.015, 0.12),
  }));
  return (x, y) => {
    const [cx, cy] = [x - 0.5, y - 0.5];
    let light = level * (1 + gx * cx + gy * cy) * (1 - vignette * (cx * cx + cy * cy) * 2);
    for (const { depth, angle, offset, soft } of edges) {
      const far = (cx * Math.cos(angle) + cy * Math.sin(angle) - offset) / soft;
      light *= 1 - depth / (1 + Math.exp(-far));
    }
    return Math.max(0.04, light);
  };
}

function wavesOf(kind: PhotoKind, random: Random): Scene['waves'] {
  const wave = (size: number, length: number) => ({
    x: random.normal(size),
    y: random.normal(size),
    length,
    phase: random.between(0, 6.28),
    angle: random.between(0, 3.14),
  });
  if (kind === 'curled') return [wave(2, random.between(280, 450)), wave(0.7, random.between(160, 260))];
  if (kind === 'folded') return [wave(0.7, random.between(130, 200)), wave(0.7, random.between(250, 400))];
  return [wave(0.35, random.between(250, 450))];
}

function backgroundOf(kind: PhotoKind, random: Random): Scene['background'] {
  const base = random.weighted([
    [random.between(30, 120), 5],
    [random.between(120, 190), 3],
    [random.between(190, 235), 2],
  ]);
  const stripes = kind === 'busy_desk' ? random.between(20, 60) : random.between(0, 10);
  const [fx, fy] = [random.between(5, 60), random.between(5, 60)];
  const boxes =
    kind === 'busy_desk'
      ? [0, 1, 2, 3, 4, 5].map(() => ({
          x: random.unit(),
          y: random.unit(),
          r: random.between(0.02, 0.08),
          value: random.between(0, 255),
        }))
      : [];
  return (x, y) => {
    for (const { x: bx, y: by, r, value } of boxes) if (Math.hypot(x - bx, y - by) < r) return value;
    return base + stripes * Math.sin(fx * x + 3 * Math.sin(fy * y));
  };
}

/** A hand that moves while the shutter is open. */
function shake(image: Grey, length: number, across: boolean): void {
  const line = new Float32Array(across ? image.width : image.height);
  const [lines, stride, step] = across ? [image.height, 1, image.width] : [image.width, image.width, 1];
  for (let row = 0; row < lines; row += 1) {
    for (let at = 0; at < line.length; at += 1) line[at] = image.data[row * step + at * stride] ?? 0;
    for (let at = 0; at < line.length; at += 1) {
      let sum = 0;
      for (let k = 0; k < length; k += 1) sum += line[Math.min(line.length - 1, at + k)] ?? 0;
      image.data[row * step + at * stride] = sum / length + 0.5;
    }
  }
}

/** What an app for scanning makes of a photo: paper becomes white whatever fell on it, and what is dark black. */
function whiten({ width, height, data }: Grey): void {
  const size = 32;
  const [columns, rows] = [Math.ceil(width / size), Math.ceil(height / size)];
  const papers = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const cell = Math.floor(y / size) * columns + Math.floor(x / size);
      papers[cell] = Math.max(papers[cell] ?? 0, data[y * width + x] ?? 0);
    }
  }
  const means = localMean({ width: columns, height: rows, data: papers }, 1);
  const small = { width: columns, height: rows, data: means };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const share = (data[y * width + x] ?? 0) / Math.max(1, sample(small, x / size, y / size));
      data[y * width + x] = Math.max(0, Math.min(255, 255 * (1.18 * share - 0.1)));
    }
  }
}

/** A photo of a sheet, as a phone's camera app stores it. `height` is that of the picture in pixels. */
export async function photograph(
  paper: Paper,
  page: Page,
  kind: PhotoKind,
  random: Random,
  height = 2400,
): Promise<Picture> {
  const tall = page.height_mm > page.width_mm;
  const size = {
    width: Math.round(tall ? height * 0.75 : height),
    height: tall ? height : Math.round(height * 0.75),
  };
  const sharpImage = takePicture(paper, {
    ...size,
    corners: cornersOf(page, kind, size, random),
    waves: wavesOf(kind, random),
    background: backgroundOf(kind, random),
    light: lightOf(kind, random),
  });
  const unit = height / 2400;
  const image = await blur(
    sharpImage,
    unit * (kind === 'out_of_focus' ? random.between(1.2, 2.2) : random.between(0.4, 0.9)),
  );
  if (kind === 'shaken') shake(image, Math.round(unit * random.between(3, 6)), random.chance(0.5));
  addNoise(image, kind === 'dim' ? random.between(4, 9) : random.between(1, 4), random);
  if (kind === 'scanning_app') whiten(image);
  const jpeg = kind === 'small_file' ? random.whole(22, 40) : random.whole(70, 92);
  const quarters = kind === 'upside_down' ? 2 : kind === 'sideways' ? random.pick([1, 3]) : 0;
  return { image: turn(image, quarters), jpeg };
}
