import type { MatchPayload } from '@seodang/contract/homework-match.ts';
import type { Corners } from '@seodang/contract/homework-pages.ts';
import { cutOut, type Grey } from '@seodang/omr';
import sharp from 'sharp';
import { type Homography, homographyOf, mapped, type Point } from './homography.ts';

type Region = MatchPayload['references'][number]['regions'][number];
export type Crop = { region_id: number; covered: number; body: Buffer };

/** Paper bends and hands write over the edge: so much of the page is shown around each region. */
const margin = 0.012;
const least_covered = 0.5;
const longest = 1400;
const grid = 12;

/**
 * The regions of a page as a photo shows them, upright, each as a JPEG; the corners are where the page lies, in parts of
 * the photo. Those of which less than half is in the photo are left out.
 */
export async function cropsOf(photo: Buffer, corners: Corners, regions: readonly Region[]): Promise<Crop[]> {
  const onPhoto = placesBy(corners);
  const wanted = regions
    .map((region) => ({ ...region, covered: onPhoto ? coveredBy(onPhoto, region) : 0 }))
    .filter(({ covered }) => covered >= least_covered);
  if (!onPhoto || wanted.length === 0) return [];
  const planes = await planesOf(photo);
  const crops: Crop[] = [];
  for (const { id: region_id, box, covered } of wanted) {
    const body = await cutBy(planes, cornersOf(onPhoto, box));
    if (body) crops.push({ region_id, covered, body });
  }
  return crops;
}

/** From places of the page to places of the photo, both in parts. */
function placesBy([a, b, c, d]: Corners): Homography | undefined {
  const at = ([x, y]: [number, number]): Point => ({ x, y });
  return homographyOf([
    { from: { x: 0, y: 0 }, to: at(a) },
    { from: { x: 1, y: 0 }, to: at(b) },
    { from: { x: 1, y: 1 }, to: at(c) },
    { from: { x: 0, y: 1 }, to: at(d) },
  ]);
}

function coveredBy(map: Homography, { box: [left, top, right, bottom] }: Region): number {
  let seen = 0;
  for (let v = 0; v < grid; v++)
    for (let u = 0; u < grid; u++) {
      const { x, y } = mapped(map, {
        x: left + ((u + 0.5) / grid) * (right - left),
        y: top + ((v + 0.5) / grid) * (bottom - top),
      });
      if (x >= 0 && y >= 0 && x <= 1 && y <= 1) seen += 1;
    }
  return seen / grid ** 2;
}

function cornersOf(map: Homography, [left, top, right, bottom]: Region['box']): Point[] {
  const [x0, y0, x1, y1] = [left - margin, top - margin, right + margin, bottom + margin];
  return [
    mapped(map, { x: x0, y: y0 }),
    mapped(map, { x: x1, y: y0 }),
    mapped(map, { x: x1, y: y1 }),
    mapped(map, { x: x0, y: y1 }),
  ];
}

/** Red, green and blue by themselves: what is cut is one picture at a time. */
async function planesOf(photo: Buffer): Promise<Grey[]> {
  const { data, info } = await sharp(photo)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return Array.from({ length: channels }, (_, channel) => {
    const plane = new Uint8Array(width * height);
    for (let at = 0; at < plane.length; at++) plane[at] = data[at * channels + channel] ?? 0;
    return { width, height, data: plane };
  });
}

async function cutBy(planes: readonly Grey[], corners: readonly Point[]): Promise<Buffer | undefined> {
  const inPixels = ({ width, height }: Grey) => corners.map(({ x, y }) => ({ x: x * width, y: y * height }));
  const cut = planes.flatMap((plane) => cutOut(plane, inPixels(plane), longest) ?? []);
  const [first] = cut;
  if (!first || cut.length < planes.length) return undefined;
  const { width, height } = first;
  const pixels = new Uint8Array(width * height * cut.length);
  for (const [channel, { data }] of cut.entries())
    for (let at = 0; at < data.length; at++) pixels[at * cut.length + channel] = data[at] ?? 0;
  const channels = cut.length === 3 ? 3 : 1;
  return sharp(pixels, { raw: { width, height, channels } }).jpeg({ quality: 76 }).toBuffer();
}
