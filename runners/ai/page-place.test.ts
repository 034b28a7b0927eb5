import type { Grey } from '@seodang/omr';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { jpegOf, photoOf, printedPage, workbookPage } from '../testing/workbook.ts';
import { dice } from './likeness.ts';
import { placeAmong } from './page-place.ts';
import { type PagePrint, printOf } from './page-print.ts';
import { cropsOf } from './region-crops.ts';

let pages: Grey[];
let prints: PagePrint[];

beforeAll(async () => {
  pages = [];
  prints = [];
  for (const page of [37, 38, 39]) {
    const printed = await printedPage(await workbookPage('고2 수학 A', page));
    pages.push(printed);
    prints.push(await printOf(await jpegOf(printed)));
  }
}, 180_000);

const pageAt = (at: number) => pages[at] as Grey;
const placeOf = async (photo: Buffer) => placeAmong(await printOf(photo), prints);

const kinds = ['plain', 'perspective', 'shadow', 'upside_down'] as const;

test('photos from any side, in any light, with a student’s hand on the page, each show their page of three', async () => {
  const told: { at: number; sight: string }[] = [];
  for (const [n, kind] of kinds.entries())
    told.push({ at: -1, ...(await placeOf(await photoOf(pageAt(n % 3), kind, n + 5))) });
  expect(told.map(({ at }) => at)).toEqual(kinds.map((_, n) => n % 3));
  expect(told.filter(({ sight }) => sight === 'sure').length).toBeGreaterThanOrEqual(3);
}, 180_000);

test('a photo of half a page tells how much of the page is in it, and where the page lies', async () => {
  const { width, height, data } = pageAt(2);
  const half = await sharp(data, { raw: { width, height, channels: 1 } })
    .extract({ left: 0, top: 0, width, height: Math.round(height / 2) })
    .jpeg()
    .toBuffer();
  const place = await placeOf(half);
  expect(place).toMatchObject({ sight: 'sure', at: 2 });
  if (place.sight === 'none') throw new Error('nothing is shown');
  expect(place.covered).toBeCloseTo(0.5, 1);
  for (const [n, [x, y]] of [
    [0, 0],
    [1, 0],
    [1, 2],
    [0, 2],
  ].entries()) {
    expect(place.corners[n]?.[0]).toBeCloseTo(x ?? 0, 1);
    expect(place.corners[n]?.[1]).toBeCloseTo(y ?? 0, 1);
  }
}, 180_000);

/** Two pictures of one size against each other: 1 is the same, 0 is nothing in common. */
async function likenessOf(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((picture) =>
      sharp(picture).greyscale().resize(160, 60, { fit: 'fill' }).blur(1.5).raw().toBuffer(),
    ),
  );
  const mean = (all: Iterable<number> = []) => [...all].reduce((sum, value) => sum + value, 0) / 9600;
  const [ma, mb] = [mean(a), mean(b)];
  let [aa, bb, ab] = [0, 0, 0];
  for (const [at, value] of (a ?? []).entries()) {
    const [x, y] = [value - ma, (b?.[at] ?? 0) - mb];
    [aa, bb, ab] = [aa + x * x, bb + y * y, ab + x * y];
  }
  return ab / Math.sqrt(aa * bb);
}

test('answers are cut from photos where the page has them, from any side and of bent paper; what is not in the photo is not', async () => {
  const whole: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const regions = [
    { id: 7, box: [0.08, 0.12, 0.6, 0.2] as [number, number, number, number] },
    { id: 8, box: [0.08, 0.45, 0.6, 0.53] as [number, number, number, number] },
  ];
  const page = await jpegOf(pageAt(0));
  const own = await cropsOf(page, whole, regions);
  expect(own.map(({ region_id, covered }) => [region_id, covered])).toEqual([
    [7, 1],
    [8, 1],
  ]);
  for (const kind of ['perspective', 'upside_down', 'curled'] as const) {
    const photo = await photoOf(pageAt(0), kind, 5, 0);
    const place = await placeOf(photo);
    if (place.sight === 'none') throw new Error(`${kind}: nothing is shown`);
    const crops = await cropsOf(photo, place.corners, regions);
    for (const [at, { body }] of crops.entries())
      expect(await likenessOf(body, own[at]?.body ?? page), `${kind} ${at}`).toBeGreaterThan(0.6);
    expect(await likenessOf(crops[1]?.body ?? page, own[0]?.body ?? page), kind).toBeLessThan(0.5);
  }
  const lower: typeof whole = [
    [0, -0.6],
    [1, -0.6],
    [1, 0.4],
    [0, 0.4],
  ];
  expect((await cropsOf(page, lower, regions)).map(({ region_id }) => region_id)).toEqual([]);
  const part = (await cropsOf(page, lower, [{ id: 9, box: [0.1, 0.5, 0.5, 0.8] }]))[0];
  expect(part).toMatchObject({ region_id: 9, covered: expect.closeTo(2 / 3, 1) });
}, 180_000);

test('another page of the same book, a page of another book, and paper without print are never taken for one of them', async () => {
  const other = await printedPage(await workbookPage('고2 수학 A', 52));
  const strange = await printedPage(await workbookPage('영어 독해 특강', 3));
  const empty = { width: 800, height: 1130, data: new Uint8Array(800 * 1130).fill(240) };
  for (const [page, kind] of [
    [other, 'plain'],
    [strange, 'shadow'],
    [empty, 'plain'],
  ] as const)
    expect((await placeOf(await photoOf(page, kind, 11))).sight).not.toBe('sure');
}, 180_000);

test('of two pages that are the same, none is named for sure', async () => {
  const same = await printOf(await jpegOf(pageAt(1)));
  const photo = await printOf(await photoOf(pageAt(1), 'plain', 3));
  expect(placeAmong(photo, [...prints, same]).sight).toBe('perhaps');
}, 180_000);

test('a page that would lie partly behind the camera is not shown', () => {
  const next = dice(2 ** 32);
  const blobs = Array.from({ length: 400 }, (_, n) => ({
    ...{ x: 15 + (n % 20) * 30, y: 15 + Math.floor(n / 20) * 30 },
    bits: Uint32Array.from({ length: 8 }, next),
  }));
  const small = { width: 60, height: 60, data: new Uint8Array(3600) };
  const photo = { width: 600, height: 600, small, features: blobs };
  // Seen so, what lies 600 pixels to the right on the page is endlessly far away.
  const features = blobs.map(({ x, y, bits }) => {
    const depth = 1 + 0.0025 * x;
    return { x: (1.5 * x) / depth, y: y / depth, bits };
  });
  const page = { width: 500, height: 600, small, features };
  expect(placeAmong(photo, [page]).sight).toBe('perhaps');
  expect(placeAmong(photo, [{ ...page, width: 800 }]).sight).toBe('none');
});
