import type { Tx } from '#core/db.ts';
import { findStory, newsOf } from '#domains/school/index.ts';

type Told = { template: string; subject_id: number };

/** By template: whether what a message tells is still so when its time has come. Templates without a line always stand. */
const standing: Record<string, (tx: Tx, told: Told) => Promise<boolean>> = {
  arrival: isStillMarked,
  late: isStillMarked,
  absence: isStillMarked,
};

export function stillStands(tx: Tx, told: Told): Promise<boolean> {
  return standing[told.template]?.(tx, told) ?? Promise.resolve(true);
}

async function isStillMarked(tx: Tx, { template, subject_id }: Told): Promise<boolean> {
  const story = await findStory(tx, subject_id);
  return story !== undefined && newsOf(story.status) === template;
}
