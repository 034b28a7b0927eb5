import type { Remark } from '@seodang/contract/homework-film.ts';
import { createStore, useStore } from '../../lib/store.ts';
import { remarksOf } from './film.rules.ts';
import type { Rubric, Version } from './homework.queries.ts';
import type { Stroke } from './strokes.rules.ts';

/** What was drawn and said so far of a version nobody has decided on; kept while one goes to others and comes back. */
export type Draft = {
  strokes: readonly Stroke[];
  remarks: readonly Remark[];
  /** Typed to a moment and not added yet. */
  unsaid: Remark | undefined;
  marks: Rubric;
  score: string;
  comment: string;
};

const drafts = createStore<ReadonlyMap<number, Draft>>(new Map());

function draftOf({ review }: Version): Draft {
  const score = review?.score == null || review.marks.length > 0 ? '' : String(review.score);
  return {
    strokes: review?.annotations ?? [],
    remarks: review?.remarks ?? [],
    unsaid: undefined,
    marks: review?.marks ?? [],
    score,
    comment: review?.comment ?? '',
  };
}

/** The draft of a version and the ways to change it. */
export function useDraft(version: Version) {
  const draft = useStore(drafts).get(version.id) ?? draftOf(version);
  const change = (part: Partial<Draft>) => {
    const before = drafts.get().get(version.id) ?? draftOf(version);
    drafts.set(new Map(drafts.get()).set(version.id, { ...before, ...part }));
  };
  const isMarked = (label: string) => draft.marks.some((mark) => mark.label === label);
  return {
    draft,
    change,
    isMarked,
    draw: (stroke: Stroke) => change({ strokes: [...draft.strokes, stroke] }),
    type: (unsaid: Remark | undefined) => change({ unsaid }),
    say: (at: number) => {
      const unsaid = draft.unsaid && { ...draft.unsaid, at };
      change({ remarks: remarksOf({ ...draft, unsaid }), unsaid: undefined });
    },
    unsay: (remark: Remark) => change({ remarks: draft.remarks.filter((one) => one !== remark) }),
    undo: () => change({ strokes: draft.strokes.slice(0, -1) }),
    toggle: (item: Rubric[number]) =>
      change({
        marks: isMarked(item.label)
          ? draft.marks.filter(({ label }) => label !== item.label)
          : [...draft.marks, item],
      }),
  };
}
export type DraftOf = ReturnType<typeof useDraft>;

export function forgetDraft(id: number): void {
  const rest = new Map(drafts.get());
  rest.delete(id);
  drafts.set(rest);
}
