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
function stepsOf(grid: Uint8Array): boolean[] {
  const steps: boolean[] = [];
  for (let y = 0; y < LOOK_SIDE - 1; y++)
    for (let x = 0; x < LOOK_SIDE - 1; x++) {
      const at = y * LOOK_SIDE + x;
      steps.push((grid[at] ?? 0) - (grid[at + 1] ?? 0) > STEP);
    }
  return steps;
}

function turned(grid: Uint8Array): Uint8Array {
  return grid.map((_, at) => {
    const [y, x] = [Math.floor(at / LOOK_SIDE), at % LOOK_SIDE];
    return grid[(LOOK_SIDE - 1 - x) * LOOK_SIDE + y] ?? 0;
  });
}

/** Whether two pages are the same picture, whichever way up; pages with next to nothing on them are never. */
export function isSamePicture(one: Uint8Array, other: Uint8Array): boolean {
  let grid = one;
  const theirs = stepsOf(other);
  if (theirs.filter(Boolean).length < FEWEST_STEPS) return false;
  for (let quarter = 0; quarter < 4; quarter++) {
    const own = stepsOf(grid);
    if (own.filter((is, at) => is !== theirs[at]).length <= MOST_DIFFERENT) return true;
    grid = turned(grid);
  }
  return false;
}
