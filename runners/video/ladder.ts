/** A rendition to be made; sizes are even, the picture upright, its pixels square. */
export type Rung = {
  name: string;
  width: number;
  height: number;
  crf: number;
  /** Bits per second that no second of it may exceed for long. */
  max_rate: number;
};

export type Picture = { width: number; height: number };

const heights = [1080, 720, 480, 360];
/** The first one to be made: small enough to be there soon, large enough to read a blackboard. */
const first_height = 480;
/** A source between two rungs gets its own only when that shows. */
const worth_a_rung = 1.1;
const max_rate_1080 = 5_000_000;
const crf = 23;

/** The nearest even size that is not above the source's. */
const even = (size: number, source: number) =>
  Math.max(2, Math.min(Math.round(size / 2) * 2, Math.floor(source / 2) * 2));

function rungOf({ width, height }: Picture, short: number): Rung {
  const scale = short / Math.min(width, height);
  const pixels = width * height * scale ** 2;
  return {
    name: `${short}p`,
    width: even(width * scale, width),
    height: even(height * scale, height),
    crf,
    // Fewer pixels need more bits each.
    max_rate: Math.round((max_rate_1080 * (pixels / (1920 * 1080)) ** 0.75) / 1000) * 1000,
  };
}

/** Rungs up to the source's size, never above it, largest first; sizes go by the shorter side. */
export function ladderOf(picture: Picture, max_height: number): Rung[] {
  const short = Math.min(picture.width, picture.height);
  const top = Math.min(even(short, short), max_height);
  const fitting = heights.filter((height) => height <= top);
  const shorts = top > (fitting[0] ?? 0) * worth_a_rung ? [top, ...fitting] : fitting;
  return shorts.map((short) => rungOf(picture, short));
}

/** The rung that is published first, and those that follow. */
export function firstAndRest(ladder: Rung[]): { first: Rung; rest: Rung[] } {
  const small = ladder.filter(({ width, height }) => Math.min(width, height) <= first_height);
  const first = small[0] ?? ladder.at(-1);
  if (!first) throw new Error('a ladder has rungs');
  return { first, rest: ladder.filter((rung) => rung !== first) };
}

export type FrameRate = { num: number; den: number };

const usual: FrameRate[] = [
  ...[10, 12, 15, 20].map((num) => ({ num, den: 1 })),
  ...[
    { num: 24_000, den: 1001 },
    { num: 24, den: 1 },
    { num: 25, den: 1 },
  ],
  ...[
    { num: 30_000, den: 1001 },
    { num: 30, den: 1 },
    { num: 50, den: 1 },
  ],
  ...[
    { num: 60_000, den: 1001 },
    { num: 60, den: 1 },
  ],
];

const near = 0.02;

/** The constant frame rate of the output: the usual one nearest to the source's average, or the next above; at most 60. */
export function frameRateOf(average: number, base: number): FrameRate {
  const claimed = average || base || 30;
  const rate = Math.min(60, claimed > 61 && claimed / 2 <= 61 ? claimed / 2 : claimed);
  const distance = ({ num, den }: FrameRate) => Math.abs(num / den / rate - 1);
  const nearest = usual.toSorted((a, b) => distance(a) - distance(b))[0];
  const above = usual.find(({ num, den }) => num / den >= rate);
  return (nearest && distance(nearest) <= near ? nearest : above) ?? { num: 60, den: 1 };
}

/** Frames of one segment of about four seconds; the same for all renditions, so their key frames fall together. */
export const framesPerSegment = ({ num, den }: FrameRate): number =>
  Math.round((segment_seconds * num) / den);
export const segment_seconds = 4;
