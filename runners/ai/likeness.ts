import type { Feature } from './features.ts';

/** Bits of 256 in which two views of one corner may differ. */
const most_different = 64;
const clearly = 0.85;
/** Pixels by which a corner may be off: two photos of one sheet never agree so well all over it. */
const tolerance = 4;
const tries = 400;
const fewest = 12;
/** From so many on, what is print can be told from what a student wrote. */
const enough_students = 4;

export type Match = { at: number; a: Feature; b: Feature };
/** What turns, sizes and moves one picture onto the other. */
type Move = { p: number; q: number; x: number; y: number };

/**
 * The corners of one picture that are in the other as well, all by one turn, size and shift: most of them where one is a
 * copy of the other or of a part of it, however turned, paler or compressed. Numbers of the first one's features.
 */
export function sharedCorners(one: readonly Feature[], other: readonly Feature[]): number[] {
  const matches = matchesOf(one, other);
  if (matches.length < fewest) return [];
  let best: Match[] = [];
  const next = dice(matches.length);
  for (let n = 0; n < tries; n++) {
    const move = moveOf(matches[next()], matches[next()]);
    const found = move ? matches.filter((match) => fits(match, move)) : [];
    if (found.length > best.length) best = found;
  }
  return best.length < fewest ? [] : best.map(({ at }) => at);
}

type Compared = { student: number; shared: readonly number[] };

/**
 * Which of the others a page is a copy of, with how sure that is. What it shares with several students is print of the
 * sheet and says nothing; until enough have handed in, only pages that are alike nearly everywhere are named.
 */
export function copiesAmong<T extends Compared>(
  count: number,
  others: readonly T[],
): (T & { likeness: number })[] {
  const students = new Set(others.map(({ student }) => student)).size;
  const isKnown = students >= enough_students;
  const most = Math.max(2, Math.floor(students * 0.2));
  const holders = Array.from({ length: count }, () => new Set<number>());
  for (const { student, shared } of others) for (const at of shared) holders[at]?.add(student);
  const isOwn = (at: number) => (holders[at]?.size ?? 0) <= most;
  const own = isKnown ? holders.filter(({ size }) => size <= most).length : count;
  return others.flatMap((one) => {
    const shared = isKnown ? one.shared.filter(isOwn).length : one.shared.length;
    const likeness = Math.min(1, shared / Math.max(1, own));
    return shared >= fewest && likeness >= (isKnown ? 0.1 : 0.35) ? [{ ...one, likeness }] : [];
  });
}

/** Corners of one picture with the one of the other that looks most like it, if nothing else looks nearly so. */
export function matchesOf(one: readonly Feature[], other: readonly Feature[]): Match[] {
  const matches: Match[] = [];
  for (const [at, a] of one.entries()) {
    let [best, second, found] = [257, 257, a];
    for (const b of other) {
      const differs = difference(a.bits, b.bits, second);
      if (differs < best) [second, best, found] = [best, differs, b];
      else if (differs < second) second = differs;
    }
    if (best <= most_different && best < second * clearly) matches.push({ at, a, b: found });
  }
  return matches;
}

export function difference(a: Uint32Array, b: Uint32Array, enough: number): number {
  let sum = 0;
  for (let word = 0; word < a.length && sum < enough; word++) {
    let bits = (a[word] ?? 0) ^ (b[word] ?? 0);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    sum += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

/** Numbers below a limit, the same ones each time. */
export function dice(limit: number): () => number {
  let state = 88_675_123;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export function moveOf(one: Match | undefined, other: Match | undefined): Move | undefined {
  if (!one || !other) return undefined;
  const [ax, ay] = [other.a.x - one.a.x, other.a.y - one.a.y];
  const [bx, by] = [other.b.x - one.b.x, other.b.y - one.b.y];
  const length = ax * ax + ay * ay;
  if (length < 60 ** 2) return undefined;
  const [p, q] = [(ax * bx + ay * by) / length, (ax * by - ay * bx) / length];
  const scale = Math.hypot(p, q);
  if (scale < 0.4 || scale > 2.5) return undefined;
  return { p, q, x: one.b.x - p * one.a.x + q * one.a.y, y: one.b.y - q * one.a.x - p * one.a.y };
}

export function fits({ a, b }: Match, { p, q, x, y }: Move, within = tolerance): boolean {
  return Math.hypot(p * a.x - q * a.y + x - b.x, q * a.x + p * a.y + y - b.y) <= within;
}
