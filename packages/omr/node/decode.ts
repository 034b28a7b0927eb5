import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Grey } from '../read/grey.ts';

/** Longer sides than this are made smaller while decoding: 200 dpi of A4 and more than a photo of it can show. */
const longest = 2600;

/**
 * Decodes a JPEG, PNG, WebP, TIFF or GIF image (a file's path or its bytes) into a grey one, upright by its EXIF.
 * Larger images than reading needs are made smaller on the way. Throws what sharp throws for files that are no image.
 */
export async function decodeImage(
  input: string | Uint8Array,
  options: { longest?: number } = {},
): Promise<Grey> {
  const bytes = typeof input === 'string' ? await readFile(input) : input;
  const source = sharp(bytes, { sequentialRead: true, limitInputPixels: 200_000_000 });
  const { width = 0, height = 0, orientation = 1, hasAlpha, channels = 3, depth } = await source.metadata();
  const limit = options.longest ?? longest;
  let pipeline = orientation === 1 ? source : source.autoOrient();
  if (hasAlpha) pipeline = pipeline.flatten({ background: '#ffffff' });
  // A whole divisor lets the JPEG decoder itself make the image smaller, which halves the time.
  const divisor = Math.max(width, height) / limit;
  if (divisor > 1) {
    const exact = divisor <= 2 && divisor > 1.25 ? 2 : divisor;
    const [w, h] = orientation >= 5 ? [height, width] : [width, height];
    pipeline = pipeline.resize(Math.round(w / exact), Math.round(h / exact), {
      fit: 'fill',
      kernel: 'linear',
    });
  }
  // The green channel is as good a grey as any for ink on paper, and costs no conversion.
  // A JPEG that is grey already is left as it is: turning it into the same grey would take as long again as decoding it.
  const isPlain = depth === 'uchar' && channels !== 2;
  const plain = isPlain ? pipeline : pipeline.toColourspace('b-w');
  const one = channels < 3 ? plain.extractChannel(0) : plain.extractChannel(depth === 'uchar' ? 1 : 0);
  const { data, info } = await one.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}
