import type { Tx } from '#core/db.ts';
import { findClinicStory, tellingOfClinic } from '#domains/progress/index.ts';
import { findStory, newsOf } from '#domains/school/index.ts';

type Told = { template: string; subject_id: number };

/** By template: whether what a message tells is still so when its time has come. Templates without a line always stand. */
const standing: Record<string, (tx: Tx, told: Told, now: Date) => Promise<boolean>> = {
  arrival: isStillMarked,
  late: isStillMarked,
  absence: isStillMarked,
  clinic: isStillNeeded,
};

export function stillStands(tx: Tx, told: Told, now: Date): Promise<boolean> {
  return standing[told.template]?.(tx, told, now) ?? Promise.resolve(true);
}

async function isStillMarked(tx: Tx, { template, subject_id }: Told): Promise<boolean> {
  const story = await findStory(tx, subject_id);
  return story !== undefined && newsOf(story.status) === template;
}

/** A clinic is still needed, and its cause may be told. */
async function isStillNeeded(tx: Tx, { subject_id }: Told, now: Date): Promise<boolean> {
  const story = await findClinicStory(tx, subject_id, now);
  return story !== undefined && tellingOfClinic({ ...story, told_at: null }) === 'queued';
}
