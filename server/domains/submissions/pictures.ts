import { refuse } from '#core/problem.ts';
import { turns } from '#core/turns.ts';
import { CLOSE_SIDE, isPlainJpeg, LOOK_SIDE } from './pictures.rules.ts';

/** Larger pictures are made smaller: twice what a screen shows of a page of paper. */
const LONGEST = 3000;
const THUMB = 360;
const MOST_PIXELS = 120_000_000;

export type Picture = {
  page: Uint8Array;
  thumb: Uint8Array;
  width: number;
  height: number;
  look: Buffer;
  close_look: Buffer;
};

/**
 * A picture as it may be shown to others: an upright JPEG of pixels alone, with a small one and its looks (17 x 17 and 64 x 64 greys).
 * What is such a JPEG already stays as it is, byte for byte. Refuses `file_unreadable`.
 */
export async function readPicture(bytes: Uint8Array, file_key: string): Promise<Picture> {
  try {
    return await inTurn(() => read(bytes));
  } catch (error) {
    return refuse('file_unreadable', { file_key, reason: error instanceof Error ? error.message : '' });
  }
}

/** One of 12 megapixels takes 200 MB while it is read. */
const inTurn = turns();

async function read(bytes: Uint8Array): Promise<Picture> {
  // Loaded with the first picture: most processes never see one.
  const { default: sharp } = await import('sharp');
  const options = { failOn: 'error', limitInputPixels: MOST_PIXELS } as const;
  const found = await sharp(bytes, options).metadata();
  const isFine = Math.max(found.width, found.height) <= LONGEST && isPlainJpeg(bytes);
  const page = isFine
    ? bytes
    : await sharp(bytes, options)
        .autoOrient()
        .flatten({ background: '#ffffff' })
        .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 86 })
        .toBuffer();
  const { width, height } = isFine ? found : await sharp(page).metadata();
  const thumb = await sharp(page, options)
    .resize({ width: THUMB, height: THUMB, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 72 })
    .toBuffer();
  const greys = (side: number) =>
    sharp(thumb).greyscale().resize({ width: side, height: side, fit: 'fill' }).raw().toBuffer();
  return { page, thumb, width, height, look: await greys(LOOK_SIDE), close_look: await greys(CLOSE_SIDE) };
}
