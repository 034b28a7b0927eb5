import type { Grey } from './grey.ts';
import { type Gradients, gradientsAt, type Patch, scoresOf, softness } from './patches.ts';
import { type Points, sides, type Witness } from './signs.ts';
import { median } from './statistics.ts';
import { displacement, toPixel, type Warp } from './warp.ts';

/** What speaks for a registration: how well patches fit where they are, and that nothing is seen which a lock off by a row or column would show. */
export type Proof = {
  score: number;
  /** From -1 (as if all was a row or a column off) to 1 (as on the blank), over the whole page. */
  margin: number;
  /** Share of the patches that fit. */
  matched: number;
  /** The margin of those surroundings where it is smallest: a part of a block can be a row off, with all others in place. */
  weakest: number;
  /** Share of the surroundings that look as if they were a row or a column off. */
  against: number;
  /** How much the paper would have to be stretched or sheared where bubbles are, beside lying flat before the camera. */
  strain: number;
};

/** Bent paper looks stretched by a tenth or so; a lock that slips from one row or column to the next does by much more. */
export const mostStrain = 0.17;
const span_mm = 8;

function strainOf(warp: Warp, found: readonly Witness[], density: number): number {
  let most = 0;
  for (const { patch } of found) {
    const x = patch.x_mm + patch.columns / density / 2;
    const y = patch.y_mm + patch.rows / density / 2;
    const here = displacement(warp, x, y);
    const right = displacement(warp, x + span_mm, y);
    const below = displacement(warp, x, y + span_mm);
    const far = Math.max(
      Math.hypot(right.x - here.x, right.y - here.y),
      Math.hypot(below.x - here.x, below.y - here.y),
    );
    most = Math.max(most, far / span_mm);
  }
  return most;
}

const reach = 1;
const side = 2 * reach + 1;

const startOf = ({ columns }: Gradients, place: number) =>
  (1 + Math.floor(place / side)) * columns + 1 + (place % side);

/** How strong a line is that a direction stands for, as a difference of brightness. */
const strengthOf = (length: number) => (softness * length) / Math.max(1e-3, 1 - length);

const strengths = new Float64Array(1024);

/** The usual strength of the lines of a patch where it was found; ink of a pen over some of them does not make it more. */
function usualStrength(
  { px, py, nx, ny }: Points,
  { directions, columns }: Gradients,
  start: number,
): number {
  let count = 0;
  for (let index = 0; index < px.length; index += 1) {
    const at = 2 * (start + (py[index] ?? 0) * columns + (px[index] ?? 0));
    const dx = directions[at] ?? 0;
    const dy = directions[at + 1] ?? 0;
    if ((nx[index] ?? 0) * dx + (ny[index] ?? 0) * dy < 0.3) continue;
    strengths[count] = strengthOf(Math.sqrt(dx * dx + dy * dy));
    count += 1;
  }
  return median(strengths.subarray(0, count));
}

/** How much of some lines is in a window of the image; much paler ones, which shine through from behind, count little. */
function agreement(
  { px, py, nx, ny, weight }: Points,
  { directions, columns }: Gradients,
  start: number,
  usual: number,
): number {
  let sum = 0;
  const paler = (0.7 * usual) / softness;
  for (let index = 0; index < px.length; index += 1) {
    const at = 2 * (start + (py[index] ?? 0) * columns + (px[index] ?? 0));
    const dx = directions[at] ?? 0;
    const dy = directions[at + 1] ?? 0;
    const along = (nx[index] ?? 0) * dx + (ny[index] ?? 0) * dy;
    sum += along / (1 + paler * (1 - Math.sqrt(dx * dx + dy * dy)));
  }
  return sum / Math.max(1, weight);
}

/** What one patch says: how well it fits, and for each side what speaks for it, and for a lock that is off to that side. */
type Saying = {
  x: number;
  y: number;
  block: number;
  pitch_mm: number;
  score: number;
  right: Float64Array;
  wrong: Float64Array;
};

/** A patch that fits less than this, in shares of itself, is hard to see, and little of it is no evidence. */
const leastFit = 0.2;

/** Lines that are missing say less than lines that are seen: marks hide them. */
const missing = { own: 0.2, other: 0.4 };

/** How much of some lines is seen, from 0 to 1. */
const part = (seen: number, expected: number) => Math.min(1, Math.max(0, seen / expected));

/** A patch where it was found: its surroundings, where in them it starts, and how strong its lines are and should be. */
type Seen = { scan: Gradients; start: number; score: number; strength: number; expected: number };

function seenOf(image: Grey, warp: Warp, patch: Patch, density: number): Seen {
  const scan = gradientsAt(image, warp, patch, density, reach);
  const scores = scoresOf(patch, scan, reach);
  let best = 0;
  for (let at = 1; at < scores.length; at += 1) if ((scores[at] ?? 0) > (scores[best] ?? 0)) best = at;
  const start = startOf(scan, best);
  const strength = usualStrength(patch, scan, start);
  const expected = Math.max(agreement(patch, scan, start, strength), leastFit);
  return { scan, start, score: scores[best] ?? 0, strength, expected };
}

function sayingOf({ patch, block, pitch_mm, signs }: Witness, seen: Seen, density: number): Saying {
  const { scan, start, score, strength, expected } = seen;
  const right = new Float64Array(sides.length);
  const wrong = new Float64Array(sides.length);
  for (const { side: way, own, other } of signs) {
    const a = part(agreement(own, scan, start, strength), expected);
    const b = part(agreement(other, scan, start, strength), expected);
    right[way] = own.weight * a + missing.other * other.weight * (1 - b);
    wrong[way] = other.weight * b + missing.own * own.weight * (1 - a);
  }
  return {
    ...{ block, pitch_mm, score, right, wrong },
    x: patch.x_mm + patch.columns / density / 2,
    y: patch.y_mm + patch.rows / density / 2,
  };
}

/** What each witness says. Those of one patch stand one after the other: it is looked at once. */
function sayingsOf(image: Grey, warp: Warp, witnesses: readonly Witness[], density: number): Saying[] {
  let last: { patch: Patch; seen: Seen } | undefined;
  return witnesses.map((witness) => {
    const { patch } = witness;
    if (last?.patch !== patch) last = { patch, seen: seenOf(image, warp, patch, density) };
    return sayingOf(witness, last.seen, density);
  });
}

/** The nearest patches of a block judge together, as many as have so much to say: one alone may be written over. */
const together = { near_mm: [18, 30, 45], enough: 110, least: 40 };

/** From -1 (off to this side) to 1 (right), of some patches; undefined where they have too little to say. */
function verdict(all: readonly Saying[], way: number, least: number): number | undefined {
  let [right, wrong] = [0, 0];
  for (const saying of all) {
    right += saying.right[way] ?? 0;
    wrong += saying.wrong[way] ?? 0;
  }
  return right + wrong >= least ? (right - wrong) / (right + wrong) : undefined;
}

/**
 * Paper that is strained so little cannot slip by a row or a column within this many times their distance, so that all that
 * stands nearer lies right or wrong together.
 */
const rigid = { least: 0.02, share: 1 / 3, most_mm: 90 };

const togetherWithin = (pitch_mm: number, strain: number) =>
  Math.min(rigid.most_mm, (rigid.share * pitch_mm) / Math.max(rigid.least, strain));

/** What the surroundings of a patch say of each side: as near ones as say enough, or the whole block. */
function verdictsAround(one: Saying, block: readonly Saying[], strain: number): number[] {
  const far = block.map(({ x, y }) => (x - one.x) ** 2 + (y - one.y) ** 2);
  const least_mm = togetherWithin(one.pitch_mm, strain);
  const rings = together.near_mm.map((near_mm) =>
    block.filter((_, index) => (far[index] ?? 0) <= Math.max(near_mm, least_mm) ** 2),
  );
  return sides.flatMap((_, way) => {
    for (const ring of rings) {
      const found = verdict(ring, way, together.enough);
      if (found !== undefined) return [found];
    }
    return verdict(block, way, together.least) ?? [];
  });
}

/** Compares what is seen with what would be seen if the registration was off by a row or a column. */
export function prove(image: Grey, warp: Warp, found: readonly Witness[], density: number): Proof {
  const inside = found.filter(({ patch }) => {
    const at = toPixel(warp, patch.x_mm + patch.columns / density / 2, patch.y_mm + patch.rows / density / 2);
    return at.x > 0 && at.y > 0 && at.x < image.width && at.y < image.height;
  });
  const all = sayingsOf(image, warp, inside, density);
  const blocks = Map.groupBy(all, ({ block }) => block);
  const strain = strainOf(warp, found, density);
  const around = all.map((one) => Math.min(1, ...verdictsAround(one, blocks.get(one.block) ?? [], strain)));
  const matched = all.filter(({ score }) => score > 0.25).length / Math.max(1, found.length);
  return {
    score: all.reduce((sum, { score }) => sum + score, 0) / Math.max(1, all.length),
    margin: Math.min(1, ...sides.flatMap((_, way) => verdict(all, way, together.least) ?? [])),
    matched,
    weakest: Math.min(1, ...around),
    against: around.filter((margin) => margin < 0).length / Math.max(1, around.length),
    strain,
  };
}
