import type { AuditProblem } from '@seodang/contract/audit.ts';

/** One entry as the walk sees it. `is_whole`: its hash is that of its content, its place and the hash before it. */
export type Link = {
  readonly seq: number;
  readonly hash: string;
  readonly previous_hash: string;
  readonly is_whole: boolean;
};
export type Gap = { readonly seq: number; readonly to_seq: number };

/** What a walk along the chain has seen so far; of constant size. */
export type Walk = {
  readonly checked: number;
  readonly last: { readonly seq: number; readonly hash: string; readonly is_trusted: boolean };
  /** Places where the entry is not the one that was written there. */
  readonly wrong: readonly number[];
  readonly gaps: readonly Gap[];
};

/** More than this is not named one by one: the trail is lost anyway. */
export const MOST_NAMED = 100;
/** A gap is tried as the origin of a moved entry only up to this many places. */
const MOST_TRIED = 200;

export const beginning: Walk = {
  checked: 0,
  last: { seq: 0, hash: '', is_trusted: true },
  wrong: [],
  gaps: [],
};

/** One step along the chain, in the order of seq. */
export function step(walk: Walk, link: Link): Walk {
  const { last } = walk;
  const isNext = link.seq === last.seq + 1;
  const gaps = isNext ? walk.gaps : [...walk.gaps, { seq: last.seq + 1, to_seq: link.seq - 1 }];
  // An entry whose hash was computed anew is whole by itself; the one after it remembers the old hash.
  const forged =
    isNext && last.is_trusted && link.is_whole && last.seq > 0 && link.previous_hash !== last.hash;
  const rootless = link.seq === 1 && link.is_whole && link.previous_hash !== '';
  const found = [...(forged ? [last.seq] : []), ...(link.is_whole && !rootless ? [] : [link.seq])];
  return {
    checked: walk.checked + 1,
    last: { seq: link.seq, hash: link.hash, is_trusted: link.is_whole },
    wrong: bounded([...walk.wrong, ...found]),
    gaps: bounded(gaps),
  };
}

/** The end of the walk: what is missing after the last entry, or an end that is not the one that was written. */
export function finish(walk: Walk, head: { seq: number; hash: string }): Walk {
  const { last } = walk;
  if (last.seq < head.seq)
    return { ...walk, gaps: bounded([...walk.gaps, { seq: last.seq + 1, to_seq: head.seq }]) };
  const forged = last.seq === head.seq && last.is_trusted && last.hash !== head.hash;
  return forged ? { ...walk, wrong: bounded([...walk.wrong, last.seq]) } : walk;
}

/** Places where a moved entry may have been written: where something is wrong or missing. */
export function origins({ wrong, gaps }: Walk): number[] {
  const missing = gaps.flatMap(({ seq, to_seq }) =>
    Array.from({ length: Math.min(to_seq - seq + 1, MOST_TRIED) }, (_, at) => seq + at),
  );
  return [...new Set([...wrong, ...missing.slice(0, MOST_TRIED)])];
}

/**
 * What was done, told by entry. `moved` says of a wrong place where its entry was written; `added` are entries behind
 * the end. What is missing is every place whose entry is neither there nor found elsewhere.
 */
export function problemsOf(
  { wrong, gaps }: Walk,
  moved: ReadonlyMap<number, number>,
  added: readonly number[],
): AuditProblem[] {
  const elsewhere = new Set(moved.values());
  const here = [...wrong, ...added.filter((seq) => moved.has(seq))].map((seq): AuditProblem => {
    const from_seq = moved.get(seq);
    return from_seq === undefined ? { seq, what: 'edited' } : { seq, what: 'moved', from_seq };
  });
  // The place of a moved entry whose own entry was not found again has lost it, even though something stands there.
  const displaced = wrong.filter((seq) => moved.has(seq) && !elsewhere.has(seq));
  const lost = [
    ...gaps.flatMap((gap) => without(gap, elsewhere)),
    ...displaced.map((seq) => ({ seq, to_seq: seq })),
  ];
  const removed = lost.map(({ seq, to_seq }): AuditProblem => {
    return seq === to_seq ? { seq, what: 'removed' } : { seq, to_seq, what: 'removed' };
  });
  const strange = added.filter((seq) => !moved.has(seq)).map((seq): AuditProblem => ({ seq, what: 'added' }));
  return [...here, ...removed, ...strange].sort((a, b) => a.seq - b.seq).slice(0, MOST_NAMED);
}

/** The parts of a gap that are not among `found`. */
function without({ seq, to_seq }: Gap, found: ReadonlySet<number>): Gap[] {
  const inside = [...found].filter((place) => place >= seq && place <= to_seq).sort((a, b) => a - b);
  const edges = [seq - 1, ...inside, to_seq + 1];
  return edges
    .slice(1)
    .map((edge, at) => ({ seq: (edges[at] ?? 0) + 1, to_seq: edge - 1 }))
    .filter((part) => part.seq <= part.to_seq);
}

function bounded<T>(items: readonly T[]): readonly T[] {
  return items.length > MOST_NAMED ? items.slice(0, MOST_NAMED) : items;
}
