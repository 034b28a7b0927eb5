import type { HomeworkRegion, SetHomeworkRegions } from '@seodang/contract/homework-pages.ts';
import type { Box } from '../../ui/box-grip.ts';

type Parts = HomeworkRegion['box'];
export type DraftRegion = { id?: number; label: string; box: Parts };
type Paper = { width: number; height: number };

/** A page as wide as A4 in millimetres: what is drawn on it has the same size on every page. */
export const paperOf = ({ width, height }: Paper): Paper => ({ width: 210, height: (210 * height) / width });

export const boxOf = ([left, top, right, bottom]: Parts, { width, height }: Paper): Box => ({
  ...{ x: left * width, y: top * height },
  ...{ width: (right - left) * width, height: (bottom - top) * height },
});

const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);
const tidy = (value: number) => Math.round(value * 10_000) / 10_000;

/** A box in parts of its page, never beyond it and never too small to be seen. */
export function partsOf(box: Box, { width, height }: Paper): Parts {
  const [w, h] = [within(Math.max(box.width, 4) / width, 1), within(Math.max(box.height, 3) / height, 1)];
  const [left, top] = [within(box.x / width, 1 - w), within(box.y / height, 1 - h)];
  return [tidy(left), tidy(top), tidy(left + w), tidy(top + h)];
}

/** What the next answer is called: one more than the highest number so far. */
export function nextLabel(labels: readonly string[]): string {
  const numbers = labels.map((label) => Number(/^\d{1,4}$/.exec(label)?.[0] ?? 0));
  return String(Math.max(0, ...numbers) + 1);
}

const isEqual = (one: DraftRegion, other: DraftRegion | undefined) =>
  one.label === other?.label && one.box.every((part, at) => part === other.box[at]);

/**
 * A draft on what is there by now, where it began with others: what is gone goes from it too, what somebody else added or
 * named comes, and what was drawn or changed stays as it is.
 */
export function rebased(
  seen: readonly HomeworkRegion[],
  there: readonly HomeworkRegion[],
  draft: readonly DraftRegion[],
): DraftRegion[] {
  const before = new Map(seen.map((one) => [one.id, one]));
  const now = new Map(there.map((one) => [one.id, one]));
  const kept = draft.flatMap((one) => {
    if (one.id === undefined) return [one];
    const theirs = now.get(one.id);
    if (!theirs) return [];
    return isEqual(one, before.get(one.id)) ? [theirs] : [one];
  });
  return [...kept, ...there.filter(({ id }) => !before.has(id))];
}

/** Undefined where nothing changed; names all that are there, so that none goes unseen. */
export function regionsChange(
  there: readonly HomeworkRegion[],
  draft: readonly DraftRegion[],
): SetHomeworkRegions | undefined {
  const regions = draft.map((one) => ({ ...one, label: one.label.trim() }));
  const removed = there.map(({ id }) => id).filter((id) => !draft.some((one) => one.id === id));
  const isSame = ({ id, label, box }: DraftRegion, at: number) => {
    const old = there[at];
    return old?.id === id && isEqual({ label, box }, old);
  };
  if (regions.length === there.length && regions.every(isSame)) return undefined;
  return { regions, removed };
}
