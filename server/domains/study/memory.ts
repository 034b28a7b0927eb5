import {
  type Attempt,
  inOrder,
  isChronic,
  memoryOf,
  passes,
  type Scheduler,
  schedulerWith,
} from '@seodang/recall';
import type { Tx } from '#core/db.ts';
import { forgetMemories, type Histories, type MemoryRow, putMemories } from './attempts.queries.ts';
import { findWeights } from './fits.queries.ts';

/** By which weights memories are folded, by subject; null is for all others. */
export type Weighted = { subject: string | null; weights: number[] };
/** The scheduler for questions of a subject. */
export type Schedulers = (subject: string) => Scheduler;

export function schedulersWith(weighted: readonly Weighted[]): Schedulers {
  const bySubject = new Map(weighted.map(({ subject, weights }) => [subject, weights]));
  return (subject) => schedulerWith(bySubject.get(subject) ?? bySubject.get(null) ?? null);
}

/** By which weights all memories of a student are folded; only `followFit` changes them, under the student's lock. */
export async function schedulersFor(tx: Tx, student_id: number): Promise<Schedulers> {
  return schedulersWith(await findWeights(tx, student_id));
}

/** Where a question is kept, and by which weights it is folded. */
export type QuestionPlace = { study_topic_id: number; subject: string };
export type Places = ReadonlyMap<number, QuestionPlace>;

/**
 * Remembers these questions anew from all that the student answered to them, under the student's lock: the order in which
 * attempts arrived leaves no trace.
 */
export async function refold(
  tx: Tx,
  student_id: number,
  histories: Histories,
  places: Places,
  timezone: string,
): Promise<void> {
  const schedulers = await schedulersFor(tx, student_id);
  const { memories, forgotten } = foldedFrom(schedulers, histories, places, timezone);
  await putMemories(tx, student_id, memories);
  await forgetMemories(tx, student_id, forgotten);
}

/** What is remembered of these questions, and those of which nothing is. */
export function foldedFrom(
  schedulers: Schedulers,
  histories: Histories,
  places: Places,
  timezone: string,
): { memories: MemoryRow[]; forgotten: number[] } {
  const memories: MemoryRow[] = [];
  const forgotten: number[] = [];
  for (const [study_question_id, history] of histories) {
    const place = places.get(study_question_id);
    const memory = place && remembered(schedulers(place.subject), history, timezone);
    if (memory) memories.push({ ...memory, study_question_id, study_topic_id: place.study_topic_id });
    else forgotten.push(study_question_id);
  }
  return { memories, forgotten };
}

function remembered(scheduler: Scheduler, history: readonly Attempt[], timezone: string) {
  const memory = memoryOf(scheduler, history, timezone);
  const last = inOrder(history).at(-1);
  if (!memory || !last) return undefined;
  return {
    ...memory,
    not_passed: history.filter((attempt) => !passes(attempt)).length,
    is_chronic: isChronic(history, timezone),
    last_passed: passes(last),
    last_at: new Date(last.at),
  };
}
