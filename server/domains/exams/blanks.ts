import { refuse } from '#core/problem.ts';
import { turns } from '#core/turns.ts';
import { tiltOf } from './tilt.rules.ts';

/** The scan of an empty sheet, upright and straight, as a grey JPEG. */
export type Blank = { bytes: Uint8Array; width: number; height: number; tilt_degrees: number };

/** Less than this is no slant that anybody sees, and turning costs sharpness. */
const LEAST_DEGREES = 0.08;
const LEAST_SIDE = 700;
/** An empty sheet is a simple page: one that takes longer is none, and somebody waits. */
const PAGE_MS = 20_000;

/** A large one takes two hundred megabytes while it is read. */
const inTurn = turns();

/**
 * Reads an image or a PDF of one page, turned clockwise by so many degrees, and straightens what lies askew. Refuses
 * `file_unreadable` with its reason: no_picture, several_pages, or too_small for finding bubbles on it.
 */
export function straighten(bytes: Uint8Array, turn: number): Promise<Blank> {
  return inTurn(() => straightened(bytes, turn));
}

async function straightened(bytes: Uint8Array, turn: number): Promise<Blank> {
  const { default: sharp } = await import('sharp');
  const page = await onlyPage(bytes);
  const raw = { width: page.width, height: page.height, channels: 1 as const };
  const turned = await sharp(page.data, { raw })
    .rotate(turn)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = turned.info;
  if (Math.max(width, height) < LEAST_SIDE) refuse('file_unreadable', { reason: 'too_small' });
  const found = tiltOf({ width, height, data: turned.data });
  const tilt_degrees = Math.abs(found) < LEAST_DEGREES ? 0 : found;
  const size = { width, height, channels: 1 as const };
  const straight = await sharp(turned.data, { raw: size })
    .rotate(-tilt_degrees, { background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info } = straight;
  const jpeg = await sharp(straight.data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .extract({
      left: Math.floor((info.width - width) / 2),
      top: Math.floor((info.height - height) / 2),
      width,
      height,
    })
    .jpeg({ quality: 90 })
    .toBuffer();
  return { bytes: jpeg, width, height, tilt_degrees };
}

async function onlyPage(bytes: Uint8Array) {
  // Loaded with the first blank: most processes never see one.
  const { decodePages } = await import('@seodang/omr/node');
  let pages = 0;
  const counted = (count: number) => {
    pages = count;
    if (count > 1) throw new RangeError('several pages');
  };
  try {
    for await (const page of decodePages(bytes, { counted, page_ms: PAGE_MS })) return page;
  } catch {
    // Told below: what cannot be read has many faces.
  }
  return refuse('file_unreadable', { reason: pages > 1 ? 'several_pages' : 'no_picture' });
}
