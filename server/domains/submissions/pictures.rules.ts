const SOI = 0xd8;
const SOS = 0xda;
const EOI = 0xd9;
/** JFIF, ICC and Adobe say how to read the colours; every other segment of an application may say where it was taken. */
const toldByAll = [0xe0, 0xe2, 0xee];

/** Whether a JPEG is nothing but a picture: no EXIF, XMP, IPTC or comment in it, and nothing behind its end. */
export function isPlainJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return false;
  for (let at = 2; bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const isOfApplication = (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;
    if (isOfApplication && !toldByAll.includes(marker)) return false;
    if (marker === SOS) return endOf(bytes, at) === bytes.length;
    at += 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return false;
}

function endOf(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === EOI) return at + 2;
  return -1;
}

/** The side of the small grey picture by which pages are compared. */
export const LOOK_SIDE = 17;
/** Measured: the same photo made smaller and compressed again differs in up to 10 of 256 places, another one of the same sheet in 40 and more. */
const MOST_DIFFERENT = 24;
const FEWEST_STEPS = 24;
const STEP = 4;

/** Where it becomes darker to the right, by more than noise does. */
function stepsOf(grid: ArrayLike<number>): boolean[] {
  const steps: boolean[] = [];
  for (let y = 0; y < LOOK_SIDE - 1; y++)
    for (let x = 0; x < LOOK_SIDE - 1; x++) {
      const at = y * LOOK_SIDE + x;
      steps.push((grid[at] ?? 0) - (grid[at + 1] ?? 0) > STEP);
    }
  return steps;
}

function turned(grid: Float32Array): Float32Array {
  const side = Math.round(Math.sqrt(grid.length));
  return grid.map((_, at) => {
    const [y, x] = [Math.floor(at / side), at % side];
    return grid[(side - 1 - x) * side + y] ?? 0;
  });
}

/**
 * Whether two pages may be the same picture, whichever way up; pages with next to nothing on them are never. At this
 * glance photos of different pages of one book are often the same, so `isSameClosely` has to say so too.
 */
export function mayBeSame(one: Uint8Array, other: Uint8Array): boolean {
  let grid: Float32Array = Float32Array.from(one);
  const theirs = stepsOf(other);
  if (theirs.filter(Boolean).length < FEWEST_STEPS) return false;
  for (let quarter = 0; quarter < 4; quarter++) {
    const own = stepsOf(grid);
    if (own.filter((is, at) => is !== theirs[at]).length <= MOST_DIFFERENT) return true;
    grid = turned(grid);
  }
  return false;
}

export const CLOSE_SIDE = 64;
/**
 * Measured on 50 photos of 25 pages with one frame, of whose 1,225 pairs 91 are the same at a glance: two photos are alike
 * by 0.53 at most, one and its copy, made smaller, paler and compressed, by 0.94 at least.
 */
const LEAST_ALIKE = 0.8;
const AROUND = 2;
/** Greys: the edge of a dark desk must not drown what is printed. */
const FAINT = 6;

/** What stands out from its surroundings, at an even strength: light and paper are left out. */
function detailOf(grid: Uint8Array): Float32Array {
  const detail = new Float32Array(grid.length);
  for (let y = 0; y < CLOSE_SIDE; y++)
    for (let x = 0; x < CLOSE_SIDE; x++) {
      const at = y * CLOSE_SIDE + x;
      const step = (grid[at] ?? 0) - meanAround(grid, x, y);
      detail[at] = step / (Math.abs(step) + FAINT);
    }
  const mean = detail.reduce((sum, value) => sum + value, 0) / detail.length;
  const size = Math.sqrt(detail.reduce((sum, value) => sum + (value - mean) ** 2, 0)) || 1;
  return detail.map((value) => (value - mean) / size);
}

function meanAround(grid: Uint8Array, x: number, y: number): number {
  let [sum, count] = [0, 0];
  for (let v = Math.max(0, y - AROUND); v <= Math.min(CLOSE_SIDE - 1, y + AROUND); v++)
    for (let u = Math.max(0, x - AROUND); u <= Math.min(CLOSE_SIDE - 1, x + AROUND); u++) {
      sum += grid[v * CLOSE_SIDE + u] ?? 0;
      count += 1;
    }
  return sum / count;
}

/** Whether two pages are the same picture seen close up, whichever way up; by their greys in 64 x 64. */
export function isSameClosely(one: Uint8Array, other: Uint8Array): boolean {
  const theirs = detailOf(other);
  let own = detailOf(one);
  for (let quarter = 0; quarter < 4; quarter++) {
    const alike = own.reduce((sum, value, at) => sum + value * (theirs[at] ?? 0), 0);
    if (alike >= LEAST_ALIKE) return true;
    own = turned(own);
  }
  return false;
}
