/** Twice a second, so many greys: enough to tell black, still and sharp. */
export const look = { width: 64, height: 36, per_second: 2 } as const;
const look_bytes = look.width * look.height;
const silent_level = 100;
const black_seconds = 1;
const still_seconds = 5;
const most_frames = 12;

type Span = [from: number, to: number];
/** What the pictures of a video are like, two a second; `dark` and `moved` are means of greys of 0 to 255. */
export type Glance = { bright_share: number; moved: number; sharp: number };

/** Reads raw grey pictures of the size above, one after the other. */
export async function readGlances(pipe: AsyncIterable<Buffer>): Promise<Glance[]> {
  const glances: Glance[] = [];
  let before: Buffer | null = null;
  for await (const picture of piecesOf(pipe, look_bytes)) {
    glances.push(glanceAt(picture, before));
    before = picture;
  }
  return glances;
}

/** Cuts a stream into pieces of one size; what is left over is dropped. */
async function* piecesOf(pipe: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of pipe) {
    held = Buffer.concat([held, chunk]);
    for (; held.length >= size; held = held.subarray(size)) yield Buffer.from(held.subarray(0, size));
  }
}

function glanceAt(picture: Buffer, before: Buffer | null): Glance {
  let [bright, moved, sharp] = [0, 0, 0];
  for (let at = 0; at < look_bytes; at++) {
    const grey = picture[at] ?? 0;
    if (grey > 40) bright += 1;
    if (before) moved += Math.abs(grey - (before[at] ?? 0));
    if ((at + 1) % look.width !== 0) sharp += Math.abs(grey - (picture[at + 1] ?? 0));
  }
  const share = (sum: number) => sum / look_bytes;
  return { bright_share: share(bright), moved: before ? share(moved) : 255, sharp: share(sharp) };
}

const isBlack = ({ bright_share }: Glance) => bright_share < 0.02;

/** The parts in which something holds for a while, in seconds, up to the end of the video. */
function spansOf(
  glances: readonly Glance[],
  holds: (one: Glance) => boolean,
  least: number,
  end: number,
): Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  for (let at = 0; at <= glances.length; at++) {
    const one = glances[at];
    if (one && holds(one)) from ??= at;
    else if (from !== null) {
      const span: Span = [from / look.per_second, Math.min(end, at / look.per_second)];
      if (span[1] - span[0] >= least) spans.push(span);
      from = null;
    }
  }
  return spans.slice(0, 200);
}

/** Where there is no picture, and where nothing moves although there is one. */
export function partsOf(glances: readonly Glance[], end: number): { black: Span[]; still: Span[] } {
  return {
    black: spansOf(glances, isBlack, black_seconds, end),
    still: spansOf(glances, (one) => !isBlack(one) && one.moved < 0.35, still_seconds, end),
  };
}

/** The seconds that show best what a video holds: the sharpest of each part that is not black. */
export function momentsOf(glances: readonly Glance[], end: number): number[] {
  const parts = Math.max(1, Math.min(most_frames, Math.round(end / 2)));
  const moments = Array.from({ length: parts }, (_, part) => {
    const own = glances
      .map((glance, at) => ({ glance, second: Math.floor(at / look.per_second) }))
      .filter(({ second }) => second >= (part * end) / parts && second < ((part + 1) * end) / parts)
      .filter(({ glance }) => !isBlack(glance));
    return own.toSorted((a, b) => b.glance.sharp - a.glance.sharp)[0]?.second;
  });
  return [...new Set(moments.filter((second) => second !== undefined))];
}

/** How many seconds of sound (8,000 samples of 16 bits each) there are, and how many of them are silent. */
export async function readLoudness(
  pipe: AsyncIterable<Buffer>,
): Promise<{ seconds: number; silent: number }> {
  let [seconds, silent] = [0, 0];
  for await (const second of piecesOf(pipe, 16_000)) {
    let sum = 0;
    for (let at = 0; at < second.length; at += 2) sum += second.readInt16LE(at) ** 2;
    seconds += 1;
    if (Math.sqrt(sum / 8000) < silent_level) silent += 1;
  }
  return { seconds, silent };
}
