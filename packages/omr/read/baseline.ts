import type { Look } from './measure.ts';
import type { Plan } from './plan.ts';
import { fit, median, robustSpread } from './statistics.ts';

/** What is on a bubble beyond what an empty one looks like at this place of this page. */
export type Extra = {
  ink: number;
  /** Share of the inside over which all that is there is spread. */
  cover: number;
  /** A circle of ink or pencil, and one that may be pale. */
  around: number;
  paleAround: number;
  through: number;
  outside: number;
  rim: number;
  /** Darkness outside the outline as if it was inside. */
  spare: number;
};

export type Extras = { spots: Extra[]; noise: number; outsideNoise: number; rimNoise: number };

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
  const spots = looks.map(({ cover }, index) => ({
    cover,
    ink: 0.6 * (inner.extra[index] ?? 0) + 0.4 * (strong.extra[index] ?? 0),
    around: around[index] ?? 0,
    paleAround: paleAround[index] ?? 0,
    through: through[index] ?? 0,
    outside: outside[index] ?? 0,
    rim: rim.extra[index] ?? 0,
    spare: (rim.extra[index] ?? 0) * (plan.spots[index]?.probe.outsideShare ?? 0),
  }));
  const among = (empty: Uint8Array, values: ArrayLike<number>) =>
    robustSpread(Array.from(values).filter((_, index) => empty[index] === 1));
  const inks = spots.map(({ ink }) => ink);
  return {
    spots,
    noise: Math.max(0.0045, among(inner.empty, inks)),
    outsideNoise: Math.max(0.006, among(inner.empty, outside)),
    rimNoise: Math.max(0.0025, among(rim.empty, rim.extra)),
  };
}
