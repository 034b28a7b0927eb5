/** What the pictures of one document may come to: unpacked, a pixel takes four bytes. */
const MOST_PICTURES = 300;
const MOST_PIXELS = 60_000_000;

/** The pictures that are printed: from the first on, as many as a document may hold; others may be smaller and fit still. */
export function printed<P extends { width: number; height: number }>(pictures: readonly P[]): P[] {
  let left = MOST_PIXELS;
  const fitting = pictures.filter(({ width, height }) => {
    const fits = width * height <= left;
    if (fits) left -= width * height;
    return fits;
  });
  return fitting.slice(0, MOST_PICTURES);
}
