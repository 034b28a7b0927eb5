type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };
type Ink = { x: number; y: number; weight: number };

const MOST_DEGREES = 5;
const COARSE_STEP = 0.25;
const FINE_STEP = 0.05;
/** Ink that is looked at: more of it tells nothing more. */
const MOST_INK = 60_000;
const BINS_PER_SIDE = 900;

/**
 * How far a scan lies askew, in degrees clockwise: rows and columns of print are sharpest when looked along at that angle.
 * Between -5 and 5; 0 where there is nothing to tell by.
 */
export function tiltOf(image: Grey): number {
  const ink = inkOf(image);
  if (ink.length < 200) return 0;
  const best = (from: number, to: number, step: number) => {
    const count = Math.round((to - from) / step) + 1;
    const tried = Array.from({ length: count }, (_, at) => from + at * step);
    const scores = tried.map((degrees) => sharpness(ink, image, degrees));
    return tried[scores.indexOf(Math.max(...scores))] ?? 0;
  };
  const rough = best(-MOST_DEGREES, MOST_DEGREES, COARSE_STEP);
  const found = best(rough - COARSE_STEP, rough + COARSE_STEP, FINE_STEP);
  return Math.round(found * 100) / 100;
}

/** What is darker than the paper, measured from the middle; pale print counts as well as black. */
function inkOf({ width, height, data }: Grey): Ink[] {
  const paper = brightOf(data);
  const step = Math.max(1, Math.round(Math.max(width, height) / 1200));
  const all: Ink[] = [];
  for (let y = step; y < height - step; y += step)
    for (let x = step; x < width - step; x += step) {
      const weight = paper - (data[y * width + x] ?? paper) - 20;
      if (weight > 0) all.push({ x: x - width / 2, y: y - height / 2, weight: Math.min(weight, 60) });
    }
  const every = Math.ceil(all.length / MOST_INK);
  return every > 1 ? all.filter((_, at) => at % every === 0) : all;
}

/** The brightness that three quarters of the page do not exceed: its paper. */
function brightOf(data: Uint8Array): number {
  const counts = new Uint32Array(256);
  let seen = 0;
  for (let at = 0; at < data.length; at += 13, seen += 1) {
    const value = data[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  let below = 0;
  return counts.findIndex((count) => {
    below += count;
    return below >= seen * 0.75;
  });
}

function sharpness(ink: readonly Ink[], { width, height }: Grey, degrees: number): number {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const reach = Math.hypot(width, height);
  const scale = BINS_PER_SIDE / Math.max(width, height);
  const bins = Math.ceil(reach * scale) + 2;
  const [down, across] = [new Float64Array(bins), new Float64Array(bins)];
  for (const { x, y, weight } of ink) {
    add(down, (y * cos - x * sin + reach / 2) * scale, weight);
    add(across, (x * cos + y * sin + reach / 2) * scale, weight);
  }
  return contrast(down) + contrast(across);
}

function add(bins: Float64Array, place: number, weight: number): void {
  const at = Math.floor(place);
  const share = place - at;
  bins[at] = (bins[at] ?? 0) + weight * (1 - share);
  bins[at + 1] = (bins[at + 1] ?? 0) + weight * share;
}

function contrast(bins: Float64Array): number {
  let sum = 0;
  for (let at = 1; at < bins.length; at += 1) sum += ((bins[at] ?? 0) - (bins[at - 1] ?? 0)) ** 2;
  return sum;
}
