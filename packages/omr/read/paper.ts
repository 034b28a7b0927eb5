import { type Grey, localMean, sample, shrink } from './grey.ts';

/** The brightness that the paper has at every place, whatever is printed or written on it: an image made smaller by `factor`. */
export type PaperMap = Grey & { factor: number };

/** Cells of the map for each millimetre: fine enough to follow the edge of a shadow. */
const cells_per_mm = 1.3;

/** The largest (or smallest) of each cell and the next `length - 1` ones, which lie `stride` apart, in place. */
function forward(data: Uint8Array, stride: number, length: number, most: boolean): void {
  let done = 1;
  while (done < length) {
    const step = Math.min(done, length - done) * stride;
    const end = data.length - step;
    if (most) {
      for (let at = 0; at < end; at += 1) {
        const here = data[at] ?? 0;
        const there = data[at + step] ?? 0;
        data[at] = here > there ? here : there;
      }
    } else {
      for (let at = 0; at < end; at += 1) {
        const here = data[at] ?? 0;
        const there = data[at + step] ?? 0;
        data[at] = here < there ? here : there;
      }
    }
    done += step / stride;
  }
}

/** Fills what is darker than paper and narrower than `size` cells; edges that go on farther, like those of shadows, stay where they are. */
function closed({ width, height, data }: Grey, size: number): Uint8Array {
  const wide = width + 2 * size;
  const high = height + 2 * size;
  const cells = new Uint8Array(wide * high);
  for (let y = 0; y < high; y += 1) {
    const row = Math.min(height - 1, Math.max(0, y - size)) * width;
    const to = y * wide;
    cells.fill(data[row] ?? 0, to, to + size);
    cells.set(data.subarray(row, row + width), to + size);
    cells.fill(data[row + width - 1] ?? 0, to + size + width, to + wide);
  }
  forward(cells, 1, size, true);
  forward(cells, wide, size, true);
  // Looking back from where the windows began undoes the shift that looking forward made.
  cells.reverse();
  forward(cells, 1, size, false);
  forward(cells, wide, size, false);
  cells.reverse();
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const from = (y + size) * wide + size;
    out.set(cells.subarray(from, from + width), y * width);
  }
  return out;
}

/** What the paper of an image is like, when marks are at most `widest_mm` wide in one direction. */
export function paperOf(image: Grey, dotsPerMm: number, widest_mm: number): PaperMap {
  const factor = Math.max(1, Math.floor(dotsPerMm / cells_per_mm));
  const small = shrink(image, factor);
  const size = Math.max(3, Math.round((widest_mm * dotsPerMm) / factor));
  const { width, height } = small;
  const data = localMean({ width, height, data: closed(small, size) }, 1);
  return { width, height, data, factor };
}

/** The paper's brightness at a place of the image that the map was made of; never 0. */
export const paperAt = (map: PaperMap, x: number, y: number): number =>
  Math.max(1, sample(map, x / map.factor, y / map.factor));
