import type { HomeworkRegion, SetHomeworkRegions } from '@seodang/contract/homework-pages.ts';

type Row = { id: number; label: string; left: number; top: number; right: number; bottom: number };
type Wanted = SetHomeworkRegions['regions'];
type Box = HomeworkRegion['box'];

export const toRegion = ({ id, label, left, top, right, bottom }: Row): HomeworkRegion => ({
  ...{ id, label },
  box: [left, top, right, bottom],
});

/** Finer than this is no place on paper. */
const tidy = (value: number) => Math.round(value * 10_000) / 10_000;
const isSameBox = (one: Box, other: Box) => one.every((value, at) => tidy(value) === tidy(other[at] ?? 0));

/** What becomes of the regions of a page: one whose box changed is another one, and what was cut by it goes. */
export function regionChange(there: readonly HomeworkRegion[], wanted: Wanted) {
  const before = new Map(there.map((one) => [one.id, one]));
  const placed = wanted.map(({ id, label, box }, at) => {
    const old = id === undefined ? undefined : before.get(id);
    return { ...(old && isSameBox(old.box, box) && { id: old.id }), label, place: at + 1, box };
  });
  const stays = new Set(placed.flatMap(({ id }) => id ?? []));
  return {
    kept: placed.flatMap(({ id, label, place }) => (id === undefined ? [] : [{ id, label, place }])),
    added: placed.flatMap(({ id, label, place, box: [left, top, right, bottom] }) =>
      id === undefined
        ? [{ label, place, left: tidy(left), top: tidy(top), right: tidy(right), bottom: tidy(bottom) }]
        : [],
    ),
    gone: there.map(({ id }) => id).filter((id) => !stays.has(id)),
  };
}
