/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
export type Random = {
  unit: () => number;
  between: (low: number, high: number) => number;
  whole: (low: number, high: number) => number;
  chance: (part: number) => boolean;
  normal: (deviation: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  weighted: <T>(items: readonly [readonly [T, number], ...(readonly [T, number])[]]) => T;
};

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + (high - low) * unit();
  return {
    unit,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    chance: (part) => unit() < part,
    normal: (deviation) => deviation * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    pick: (items) => items[Math.floor(unit() * items.length)] ?? items[0],
    weighted: (items) => {
      let left = unit() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        left -= weight;
        if (left < 0) return item;
      }
      return items[0][0];
    },
  };
}
