import type { Look } from './measure.ts';
import type { Plan } from './plan.ts';
import { fit, median, robustSpread } from './statistics.ts';

/** What is on a bubble beyond what an empty one looks like at this place of this page. */
export type Extra = {
  ink: number;
  /** Share of the inside over which all that is there is spread. */
  cover: number;
  /** Squares of darkness: a smear, a mark that was rubbed out and one that shines through from behind have little of it. */
  depth: number;
  /** A circle of ink or pencil, and one that may be pale. */
  around: number;
  paleAround: number;
  through: number;
  outside: number;
  rim: number;
  /** Darkness outside the outline as if it was inside. */
  spare: number;
};

export type Extras = {
  spots: Extra[];
  noise: number;
  depthNoise: number;
  outsideNoise: number;
  rimNoise: number;
};

/** What a blank predicts, fitted to this page's contrast; without a blank nothing is predicted. */
function predicted(values: readonly number[], blank: readonly number[] | undefined): number[] {
  if (!blank) return values.map(() => 0);
  let line = [0, 1];
  let weights = values.map(() => 1);
  for (let round = 0; round < 8; round += 1) {
    const features = blank.map((value) => [1, value]);
    line =
      fit(features, values, weights, (index) => (index === 1 ? 0.02 * values.length * 0.01 : 1e-9)) ?? line;
    const misses = values.map(
      (value, index) => value - (line[0] ?? 0) - (line[1] ?? 0) * (blank[index] ?? 0),
    );
    const scale = Math.max(0.01, 1.5 * robustSpread(misses));
    // What is darker than predicted is probably a mark, so it counts less than what is lighter.
    weights = misses.map((miss) => 1 / (1 + ((miss > 0 ? 2 * miss : miss) / scale) ** 2));
  }
  const slope = Math.min(1.6, Math.max(0.2, line[1] ?? 1));
  const offset = median(values.map((value, index) => value - slope * (blank[index] ?? 0)));
  return blank.map((value) => offset + slope * value);
}

/** The strongest of each line, which may be marked; 1 where a bubble is not. */
function emptyOf(plan: Plan, extra: ArrayLike<number>): Uint8Array {
  const empty = new Uint8Array(extra.length).fill(1);
  for (const line of plan.lines) {
    let best = line[0] ?? 0;
    for (const index of line) if ((extra[index] ?? 0) > (extra[best] ?? 0)) best = index;
    empty[best] = 0;
  }
  return empty;
}

let picked = new Float64Array(1024);

/** The middle of the values of empty bubbles among some; how many there are beside it. */
function usualOf(
  among: ArrayLike<number>,
  values: ArrayLike<number>,
  empty: Uint8Array,
): { count: number; middle: number } {
  if (picked.length < among.length) picked = new Float64Array(2 * among.length);
  let count = 0;
  for (let at = 0; at < among.length; at += 1) {
    const index = among[at] ?? 0;
    if (empty[index] === 0) continue;
    picked[count] = values[index] ?? 0;
    count += 1;
  }
  return { count, middle: median(picked.subarray(0, count)) };
}

type Against = { extra: Float64Array; empty: Uint8Array };

/** Takes from each value what bubbles of the same look usually have; the darkest of each line is left out of "usually". */
function againstGroups(plan: Plan, values: ArrayLike<number>): Against {
  const extra = Float64Array.from(values);
  let empty = emptyOf(plan, extra);
  for (let round = 0; round < 2; round += 1) {
    if (round > 0) empty = emptyOf(plan, extra);
    const overall = usualOf(plan.everySpot, values, empty).middle;
    for (const alike of plan.groups) {
      const { count, middle } = usualOf(alike, values, empty);
      const trust = count / (count + 2);
      const usual = trust * middle + (1 - trust) * overall;
      for (const index of alike) extra[index] = (values[index] ?? 0) - usual;
    }
  }
  return { extra, empty };
}

/** Takes away what empty bubbles of the neighbourhood still have: blur, shadow and shine change slowly over a page. */
function againstNeighbours(plan: Plan, { extra, empty }: Against): Float64Array {
  const values = new Float64Array(plan.spots.length);
  const levels = plan.neighbours.map((lines) => {
    let count = 0;
    for (const line of lines) {
      for (const index of plan.lines[line] ?? []) {
        if (empty[index] === 0) continue;
        values[count] = extra[index] ?? 0;
        count += 1;
      }
    }
    return count >= 6 ? median(values.subarray(0, count)) : 0;
  });
  return extra.map((value, index) => value - (levels[plan.spots[index]?.line ?? -1] ?? 0));
}

/** What is known of the empty sheet: all of it from a scan of a blank, or only where lines run. */
export type Empty = { from: 'blank' | 'outlines'; looks: readonly Look[] };

type Ink = { values: Float64Array; noise: number };

const least = { ink: 0.0045, tint: 0.0025 };
/** The paper between the lines of a character is asked only where all of a bubble says so little, in units of its noise. */
const murky = 12;
const clearer = 1.6;
const bold = 4;
const faint = 0.25;
const fewOf = 0.03;

/** Whether hardly a line has two: what shines through from behind has no lines, and would be taken for marks. */
function isSingle(plan: Plan, { values, noise }: Ink): boolean {
  const several = plan.lines.filter((line) => {
    const [top = 0, second = 0] = line.map((index) => values[index] ?? 0).sort((a, b) => b - a);
    return second > bold * noise && second > faint * top;
  });
  return several.length <= 1 + fewOf * plan.lines.length;
}

/**
 * Pale marks over black characters: the characters vary more than the marks are dark, and what lies between their lines does
 * not. Where that tells the strongest of most lines better it is what counts; what else is far beyond its noise counts too.
 */
function clearest(plan: Plan, ink: Ink, tint: Ink): Ink {
  const usual = ({ values, noise }: Ink) =>
    median(plan.lines.map((line) => Math.max(...line.map((index) => values[index] ?? 0)))) / noise;
  const [plain, between] = [usual(ink), usual(tint)];
  if (plain > murky || between < clearer * plain || !isSingle(plan, tint)) return ink;
  const beyond = (index: number) => (ink.values[index] ?? 0) - bold * ink.noise;
  return { values: tint.values.map((value, index) => Math.max(value, beyond(index))), noise: tint.noise };
}

/** How much more than an empty bubble each one is. */
export function extrasOf(plan: Plan, looks: readonly Look[], known: Empty): Extras {
  const blank = known.from === 'blank' ? known.looks : undefined;
  const over = (pick: (look: Look) => number) => {
    const values = looks.map(pick);
    const expected = predicted(values, blank?.map(pick));
    const against = againstGroups(
      plan,
      values.map((value, index) => value - (expected[index] ?? 0)),
    );
    return { extra: againstNeighbours(plan, against), empty: against.empty };
  };
  const inner = over(({ inner }) => inner);
  const strong = over(({ strong }) => strong);
  const besides = (pick: (look: Look) => number) => {
    const expected = known.looks.map(pick);
    const more = looks.map((look, index) => pick(look) - (expected[index] ?? 0));
    return againstGroups(plan, more).extra;
  };
  const around = besides((look) => look.around);
  const paleAround = besides((look) => look.paleAround);
  const through = besides((look) => look.through);
  const outside = besides((look) => look.outside);
  const rim = over((look) => look.rim);
  const squares = over((look) => look.depth);
  // Where a mark lies over print their product is in the squares too, and belongs to neither.
  const depth = squares.extra.map((value, index) => {
    const more = inner.extra[index] ?? 0;
    return value - 2 * more * Math.max(0, (looks[index]?.inner ?? 0) - more);
  });
  const among = (empty: Uint8Array, values: Float64Array) =>
    robustSpread(Array.from(values).filter((_, index) => empty[index] === 1));
  const all = inner.extra.map((value, index) => 0.6 * value + 0.4 * (strong.extra[index] ?? 0));
  const whole = { values: all, noise: Math.max(least.ink, among(inner.empty, all)) };
  const tints = () => {
    const { extra, empty } = over((look) => look.tint);
    return { values: extra, noise: Math.max(least.tint, among(empty, extra)) };
  };
  const ink = blank ? clearest(plan, whole, tints()) : whole;
  const spots = looks.map(({ cover }, index) => ({
    cover,
    ink: ink.values[index] ?? 0,
    depth: depth[index] ?? 0,
    around: around[index] ?? 0,
    paleAround: paleAround[index] ?? 0,
    through: through[index] ?? 0,
    outside: outside[index] ?? 0,
    rim: rim.extra[index] ?? 0,
    spare: (rim.extra[index] ?? 0) * (plan.spots[index]?.probe.outsideShare ?? 0),
  }));
  return {
    spots,
    noise: ink.noise,
    depthNoise: Math.max(0.0005, among(inner.empty, depth)),
    outsideNoise: Math.max(0.006, among(inner.empty, outside)),
    rimNoise: Math.max(0.0025, among(rim.empty, rim.extra)),
  };
}
