/** So many letters and digits in a row make a piece: three or four Korean words, two English ones. */
const piece_length = 8;
/** Of all pieces every fourth is kept, everywhere the same: enough to compare pages of several hundred letters. */
const one_in = 4;
const most_prints = 4096;
const fewest_shared = 20;
/** Less of a page may be what one photo shows more of the sheet than another, or read better. */
const least_share = 1 / 3;
/** Of what two share, so much at least must others have in words of their own: no two write the same length. */
const own_share = 2 / 3;
/** With fewer others nobody can tell the printed question from what two students wrote. */
const enough_others = 3;
/** With so many others, what three have in common is not yet print. */
const many_others = 8;
const shortest_passage = 24;
/** What lies between pieces that were not kept may be print. */
const fewest_own = 3;
const most_passages = 5;
const longest_passage = 200;

type Folded = { text: string; origin: number[] };

/** Letters and digits alone: spaces and signs are where a machine errs most. */
function folded(text: string): Folded {
  const out: Folded = { text: '', origin: [] };
  for (let at = 0; at < text.length; at++) {
    const kept = (text[at] ?? '')
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
    for (const _ of kept) out.origin.push(at);
    out.text += kept;
  }
  return out;
}

function hashOf(text: string, from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + piece_length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const piecesOf = ({ text }: Folded): number[] =>
  Array.from({ length: Math.max(0, text.length - piece_length + 1) }, (_, at) => hashOf(text, at));

/** What a text is compared by: hashes of 32 bits, ascending, each once; nothing of a text of a few words. */
export function printsOf(text: string): Uint32Array {
  const kept = new Set(piecesOf(folded(text)).filter((hash) => hash % one_in === 0));
  return Uint32Array.from(kept).toSorted().slice(0, most_prints);
}

/** A page that was there before, read a little differently perhaps: a video shows each for a while. */
export function isRepeated(prints: Uint32Array, before: ReadonlySet<number>): boolean {
  return prints.length > 0 && prints.filter((print) => before.has(print)).length >= prints.length * 0.6;
}

export const packPrints = (prints: Uint32Array): Buffer => {
  const bytes = Buffer.alloc(prints.length * 4);
  for (const [at, print] of prints.entries()) bytes.writeUInt32LE(print, at * 4);
  return bytes;
};

export const unpackPrints = (bytes: Buffer): Uint32Array =>
  Uint32Array.from({ length: bytes.length >>> 2 }, (_, at) => bytes.readUInt32LE(at * 4));

/** What was read of a page of somebody's work. */
export type TextPage = { student_id: number; prints: Uint32Array };
export type Alike<T> = { page: number; other: T; shared: number[] };
type Near<T> = { other: T; shared: Uint32Array };

/**
 * Compares what was read on pages of one work with pages of others, which are added one after the other. Print is what
 * else is on the same page: a page says nothing before three others share print of it and have words of their own
 * where two have the same, so that neither a photo that shows more of a sheet nor a page that few hand in looks copied.
 */
export function compareTexts<T extends TextPage>(own: readonly Uint32Array[]) {
  const pageOf = new Map<number, number>();
  for (const [page, prints] of own.entries())
    for (const print of prints) if (!pageOf.has(print)) pageOf.set(print, page);
  const sizes = own.map((prints, page) => prints.filter((print) => pageOf.get(print) === page).length);
  const holders = new Map<number, number[]>();
  const near: Near<T>[][] = own.map(() => []);
  return {
    add(other: T): void {
      const shared: number[][] = own.map(() => []);
      for (const print of other.prints) {
        const page = pageOf.get(print);
        if (page === undefined) continue;
        shared[page]?.push(print);
        hold(holders, print, other.student_id);
      }
      for (const [page, prints] of shared.entries())
        if (prints.length >= fewest_shared) near[page]?.push({ other, shared: Uint32Array.from(prints) });
    },
    /** Pages of others with words in common with this page that others who have the page have not. */
    found: (page: number): Alike<T>[] => foundOn(near[page] ?? [], sizes[page] ?? 0, holders, page),
  };
}

/** The first few are enough to tell print. */
function hold(holders: Map<number, number[]>, print: number, student_id: number): void {
  const known = holders.get(print);
  if (!known) holders.set(print, [student_id]);
  else if (known.length <= enough_others && !known.includes(student_id)) known.push(student_id);
}

function foundOn<T extends TextPage>(
  near: readonly Near<T>[],
  size: number,
  holders: ReadonlyMap<number, readonly number[]>,
  page: number,
): Alike<T>[] {
  const countOf = (print: number) => holders.get(print)?.length ?? 0;
  const peers = near
    .filter(({ shared }) => shared.filter((one) => countOf(one) >= enough_others).length >= fewest_shared)
    .map(({ other, shared }) => ({
      student_id: other.student_id,
      own: other.prints.length - shared.length,
    }));
  return near.flatMap(({ other, shared: all }) => {
    const rare = [...all.filter((one) => countOf(one) < enough_others)];
    if (rare.length < fewest_shared) return [];
    const rest = peers.filter(({ student_id }) => student_id !== other.student_id);
    const others = new Set(rest.map(({ student_id }) => student_id)).size;
    const most = others >= many_others ? 2 : 1;
    const shared = rare.filter((one) => countOf(one) <= most);
    const shorter = Math.min(size, other.prints.length);
    if (shared.length < Math.max(fewest_shared, shorter * least_share)) return [];
    const writing = rest.filter(({ own }) => own >= shared.length * own_share);
    const writers = new Set(writing.map(({ student_id }) => student_id)).size;
    return writers >= enough_others && writers * 2 >= others ? [{ page, other, shared }] : [];
  });
}

/** Of each student the page with most in common, the likest student first. */
export function likest<T extends TextPage>(found: readonly Alike<T>[]): Alike<T>[] {
  const best = new Map<number, Alike<T>>();
  for (const one of found) {
    const known = best.get(one.other.student_id);
    if (!known || one.shared.length > known.shared.length) best.set(one.other.student_id, one);
  }
  return [...best.values()].toSorted((a, b) => b.shared.length - a.shared.length);
}

/** The passages of a text that stand in another one as well, the longest first; those of the class are left out. */
export function sharedPassages(own: string, other: string, shared: ReadonlySet<number>): string[] {
  const mine = folded(own);
  const theirs = new Set(piecesOf(folded(other)));
  const pieces = piecesOf(mine);
  const runs: { next: number; own: number[] }[] = [];
  for (const [at, piece] of pieces.entries()) {
    const isKept = piece % one_in === 0;
    if (!theirs.has(piece) || (isKept && !shared.has(piece))) continue;
    const last = runs.at(-1);
    const run = last?.next === at ? last : { next: at, own: [] };
    if (run !== last) runs.push(run);
    run.next = at + 1;
    if (isKept) run.own.push(at);
  }
  return runs
    .filter(({ own }) => own.length >= fewest_own)
    .map(({ own }) => ({ from: own[0] ?? 0, to: (own.at(-1) ?? 0) + piece_length }))
    .filter(({ from, to }) => to - from >= shortest_passage)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, most_passages)
    .map(({ from, to }) => own.slice(mine.origin[from], (mine.origin[to - 1] ?? 0) + 1))
    .map((text) => text.replace(/\s+/g, ' ').slice(0, longest_passage));
}
