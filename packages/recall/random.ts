/** Chance that can be repeated: the same seed gives the same numbers in [0, 1) everywhere (mulberry32 by Tommy Ettinger). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * As many as wanted without replacement, each the likelier the heavier it is (Efraimidis and Spirakis 2006). Weights are
 * above 0.
 */
export function drawn<Item>(
  items: readonly Item[],
  wanted: number,
  weightOf: (item: Item) => number,
  random: () => number,
): Item[] {
  return items
    .map((item) => ({ item, key: Math.log(1 - random()) / weightOf(item) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, wanted)
    .map(({ item }) => item);
}
