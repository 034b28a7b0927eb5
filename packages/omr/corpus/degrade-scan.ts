import sharp from 'sharp';
import type { Grey } from '../read/grey.ts';
import type { Homography } from '../read/homography.ts';
import type { Paper } from './ink.ts';
import type { Random } from './random.ts';
import { addNoise, blur, lay, type Scene, takePicture } from './scene.ts';

/** What a scanner, a feeder or a photocopier does to a page, besides the little that every one does. */
export const scanKinds = [
  'clean',
  'rotated',
  'upside_down',
  'sideways',
  '100_dpi',
  '150_dpi',
  '300_dpi',
  '400_dpi',
  'bilevel',
  'photocopy',
  'faded',
  'dark',
  'blurred',
  'noisy',
  'jpeg',
  'gutter_shadow',
  'cropped',
  'scaled',
  'stretched',
  'bleed_through',
  'crumpled',
] as const;
export type ScanKind = (typeof scanKinds)[number];

/** An image as it comes out of a device, and the JPEG quality that it is stored with. */
export type Picture = { image: Grey; jpeg: number; lossless?: boolean };

type Page = { width_mm: number; height_mm: number };

const dpiOf = (kind: ScanKind, random: Random): number => {
  if (kind === '100_dpi') return 100;
  if (kind === '150_dpi') return 150;
  if (kind === '300_dpi') return 300;
  if (kind === '400_dpi') return 400;
  return kind === 'bilevel' ? random.pick([200, 300]) : 200;
};

function placeOf(page: Page, kind: ScanKind, dpi: number, random: Random): Homography {
  const scale = (dpi / 25.4) * (kind === 'scaled' ? random.between(0.93, 1.04) : 1 + random.normal(0.003));
  const stretch = kind === 'stretched' ? random.between(0.975, 1.025) : 1 + random.normal(0.001);
  const degrees = kind === 'rotated' ? random.between(2, 6) * random.pick([-1, 1]) : random.normal(0.5);
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [cx, cy] = [page.width_mm / 2, page.height_mm / 2];
  const move =
    kind === 'cropped'
      ? { x: random.between(-9, 9), y: random.between(-9, 9) }
      : { x: random.normal(0.8), y: random.normal(0.8) };
  const [a, b, d, e] = [c * scale, -s * scale * stretch, s * scale, c * scale * stretch];
  const right = scale * (cx + move.x) - a * cx - b * cy;
  const down = scale * (cy + move.y) - d * cx - e * cy;
  return [a, b, right, d, e, down, 0, 0];
}

/** A band of shadow along one side, as of a bound book or a lid that is not shut. */
function lightOf(kind: ScanKind, random: Random): Scene['light'] {
  const even = random.between(0.97, 1);
  const tilt = random.normal(0.01);
  if (kind !== 'gutter_shadow') return (x, y) => even + tilt * (x - y);
  const depth = random.between(0.3, 0.6);
  const wide = random.between(0.08, 0.25);
  const left = random.chance(0.5);
  return (x) => even * (1 - depth * Math.exp(-(((left ? x : 1 - x) / wide) ** 2)));
}

/** Contrast of copies: darks get darker and pale ones are lost, or the other way round. */
function toneOf(kind: ScanKind, random: Random): ((value: number) => number) | undefined {
  if (kind === 'photocopy') {
    const [middle, steep] = [random.between(150, 195), random.between(0.016, 0.03)];
    return (value) => 250 / (1 + Math.exp(-(value - middle) * steep * 2)) + 2;
  }
  if (kind === 'faded') {
    const strength = random.between(0.4, 0.6);
    return (value) => 252 - (252 - value) * strength;
  }
  if (kind === 'dark') {
    const [paper, gamma] = [random.between(150, 190), random.between(1, 1.4)];
    return (value) => 8 + paper * (value / 255) ** gamma;
  }
  return undefined;
}

function speckle(image: Grey, random: Random, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const [x, y] = [random.whole(0, image.width - 4), random.whole(0, image.height - 4)];
    const [size, value] = [random.whole(1, 3), random.chance(0.8) ? random.between(0, 90) : 255];
    for (let py = y; py < y + size; py += 1)
      for (let px = x; px < x + size; px += 1) image.data[py * image.width + px] = value;
  }
}

function bilevel(image: Grey, threshold: number): void {
  for (let at = 0; at < image.data.length; at += 1)
    image.data[at] = (image.data[at] ?? 0) < threshold ? 0 : 255;
}

/** The other side's marks shine through: mirrored, blurred, pale. */
export function bleedThrough(paper: Paper, back: Grey, strength: number): void {
  for (let y = 0; y < paper.height; y += 1) {
    for (let x = 0; x < paper.width; x += 1) {
      const shade = 255 - (back.data[y * back.width + (back.width - 1 - x)] ?? 255);
      const at = y * paper.width + x;
      paper.data[at] = (paper.data[at] ?? 255) * (1 - (strength * shade) / 255);
    }
  }
}

/** Turns an image by quarter turns with the hands of the clock. */
export function turn(image: Grey, quarters: number): Grey {
  if (quarters % 4 === 0) return image;
  const { width, height, data } = image;
  const out = new Uint8Array(data.length);
  if (quarters % 4 === 2) {
    for (let at = 0; at < data.length; at += 1) out[data.length - 1 - at] = data[at] ?? 0;
    return { width, height, data: out };
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = quarters % 4 === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      out[at] = data[y * width + x] ?? 0;
    }
  }
  return { width: height, height: width, data: out };
}

async function finish(picture: Grey, kind: ScanKind, random: Random): Promise<Picture> {
  const image = await blur(picture, kind === 'blurred' ? random.between(1.1, 1.9) : random.between(0.3, 0.6));
  addNoise(image, kind === 'noisy' ? random.between(9, 18) : random.between(1, 4), random);
  if (kind === 'photocopy') speckle(image, random, random.whole(100, 1500));
  if (kind === 'bilevel') bilevel(image, random.between(120, 190));
  if (kind === 'upside_down') return { image: turn(image, 2), jpeg: 80 };
  if (kind === 'sideways') return { image: turn(image, random.pick([1, 3])), jpeg: 80 };
  if (kind === 'jpeg') return { image, jpeg: random.whole(18, 40) };
  return { image, jpeg: random.whole(70, 90), ...(kind === 'bilevel' ? { lossless: true } : {}) };
}

/** Paper that was crumpled or is wavy with damp, pressed flat again by the scanner's lid. */
const wavesOf = (kind: ScanKind, random: Random): Scene['waves'] =>
  kind === 'crumpled'
    ? [0, 1, 2].map(() => ({
        x: random.normal(0.35),
        y: random.normal(0.35),
        length: random.between(90, 260),
        phase: random.between(0, 6.28),
        angle: random.between(0, 3.14),
      }))
    : [
        {
          x: random.normal(0.06),
          y: random.normal(0.1),
          length: 200,
          phase: random.between(0, 6.28),
          angle: 1.57,
        },
      ];

/** A sheet of paper as a device of some kind delivers it. */
export function scan(paper: Paper, page: Page, kind: ScanKind, random: Random): Promise<Picture> {
  const dpi = dpiOf(kind, random);
  const map = placeOf(page, kind, dpi, random);
  const lid = random.weighted([
    [random.between(225, 255), 4],
    [random.between(0, 40), 1],
  ]);
  const tone = toneOf(kind, random);
  const picture = takePicture(paper, {
    width: Math.round((page.width_mm * dpi) / 25.4),
    height: Math.round((page.height_mm * dpi) / 25.4),
    corners: lay(page, map),
    waves: wavesOf(kind, random),
    background: () => lid,
    light: lightOf(kind, random),
    ...(tone ? { tone } : {}),
  });
  return finish(picture, kind, random);
}

/** The file that a device stores. */
export const encode = ({ image, jpeg, lossless }: Picture): Promise<Buffer> => {
  const raw = sharp(image.data, { raw: { width: image.width, height: image.height, channels: 1 } });
  return lossless ? raw.png({ compressionLevel: 2 }).toBuffer() : raw.jpeg({ quality: jpeg }).toBuffer();
};
