import { createHash } from 'node:crypto';
import { turns } from '#core/turns.ts';

/** Twice what a phone shows across. */
const LONGEST = 1600;
const MOST_PIXELS = 60_000_000;

export type Picture = { name: string; bytes: Buffer; width: number; height: number };

/**
 * A picture as it is kept: upright, at most 1,600 pixels, pixels alone, whatever the file said besides. Photos stay JPEG,
 * everything else is PNG, where lines stay sharp. Undefined when it is no picture.
 */
export function readPicture(bytes: Uint8Array): Promise<Picture | undefined> {
  return inTurn(() => read(bytes).catch(() => undefined));
}

/** A large one takes a hundred megabytes while it is read. */
const inTurn = turns();

async function read(given: Uint8Array): Promise<Picture | undefined> {
  // Loaded with the first picture: most processes never see one.
  const { default: sharp } = await import('sharp');
  const image = sharp(given, { failOn: 'error', limitInputPixels: MOST_PIXELS });
  const { format } = await image.metadata();
  if (!['jpeg', 'png', 'webp', 'gif'].includes(format)) return undefined;
  const upright = image
    .autoOrient()
    .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true });
  const kept = format === 'jpeg' ? upright.jpeg({ quality: 84 }) : upright.png({ compressionLevel: 9 });
  const { data: bytes, info } = await kept.toBuffer({ resolveWithObject: true });
  return picturedAs(format === 'jpeg' ? 'jpg' : 'png', bytes, info);
}

/** A picture by the name that is its own: the same pixels have the same. */
export function picturedAs(
  ending: 'jpg' | 'png',
  bytes: Buffer,
  { width, height }: { width: number; height: number },
): Picture {
  const hash = createHash('sha256').update(bytes).digest('base64url');
  return { name: `${hash}.${ending}`, bytes, width, height };
}
