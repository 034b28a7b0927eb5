type Page = { id: number; label: string };

/** What somebody changed and has not saved: pages that came or went meanwhile do not undo it. */
export type Draft = {
  /** Pages in their order; others stay behind them. */
  readonly order: readonly number[];
  readonly labels: ReadonlyMap<number, string>;
  readonly removed: readonly number[];
};

export const untouched: Draft = { order: [], labels: new Map(), removed: [] };

/** The pages that are there as the draft makes them. */
export function drafted<T extends Page>(pages: readonly T[], { order, labels, removed }: Draft): T[] {
  const rank = new Map(order.map((id, at) => [id, at]));
  return pages
    .filter(({ id }) => !removed.includes(id))
    .toSorted((a, b) => (rank.get(a.id) ?? order.length) - (rank.get(b.id) ?? order.length))
    .map((page) => ({ ...page, label: labels.get(page.id) ?? page.label }));
}

export const renamed = (draft: Draft, id: number, label: string): Draft => ({
  ...draft,
  labels: new Map([...draft.labels, [id, label]]),
});

export const without = (draft: Draft, id: number): Draft => ({ ...draft, removed: [...draft.removed, id] });

/** One place further to the front of what is shown. */
export function forward(draft: Draft, pages: readonly Page[], at: number): Draft {
  const ids = drafted(pages, draft).map(({ id }) => id);
  const order = [
    ...ids.slice(0, at - 1),
    ...ids.slice(at, at + 1),
    ...ids.slice(at - 1, at),
    ...ids.slice(at + 1),
  ];
  return { ...draft, order };
}

/** Undefined where the draft changes nothing; names all pages that are there, so that none goes unseen. */
export function changeOf(pages: readonly Page[], draft: Draft) {
  const kept = drafted(pages, draft);
  const isSame = ({ id, label }: Page, at: number) => id === pages[at]?.id && label === pages[at].label;
  if (kept.length === pages.length && kept.every(isSame)) return undefined;
  return {
    pages: kept.map(({ id, label }) => ({ id, label: label.trim() })),
    removed: pages.filter(({ id }) => draft.removed.includes(id)).map(({ id }) => id),
  };
}
