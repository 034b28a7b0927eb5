import sharp from 'sharp';

type Wish = { width?: number; height?: number; gps?: boolean };

/** A JPEG of a written page, another one for each seed; with `gps` its EXIF says that it was taken lying, and where. */
export async function photo(
  seed: number,
  { width = 480, height = 640, gps = false }: Wish = {},
): Promise<Buffer> {
  let state = seed * 7919 + 17;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const lines = Array.from({ length: 26 }, () => {
    const [x, y] = [next() * 80, next() * 96];
    return `<rect x="${x}" y="${y}" width="${8 + next() * 24}" height="${1 + next() * 5}" fill="#223"/>`;
  });
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100"
    preserveAspectRatio="none"><rect width="100" height="100" fill="#f4f1ea"/>${lines.join('')}</svg>`;
  const drawn = sharp(Buffer.from(page)).jpeg({ quality: 85 });
  if (!gps) return drawn.toBuffer();
  const place = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '37/1 33/1 59/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '126/1 58/1 41/1',
  };
  return drawn
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'Seodang' }, IFD3: place })
    .toBuffer();
}
