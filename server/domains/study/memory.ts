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
import { findFitOf } from './fits.queries.ts';

/** By which weights all memories of a student are folded; only `followFit` changes them, under the student's lock. */
export async function schedulerFor(tx: Tx, student_id: number): Promise<Scheduler> {
  return schedulerWith((await findFitOf(tx, student_id))?.weights ?? null);
}

/**
 * Remembers these questions anew from all that the student answered to them, under the student's lock: the order in which
 * attempts arrived leaves no trace.
 */
export async function refold(
  tx: Tx,
  student_id: number,
  histories: Histories,
  topicOf: ReadonlyMap<number, number>,
  timezone: string,
): Promise<void> {
  const scheduler = await schedulerFor(tx, student_id);
  const { memories, forgotten } = foldedFrom(scheduler, histories, topicOf, timezone);
  await putMemories(tx, student_id, memories);
  await forgetMemories(tx, student_id, forgotten);
}

/** What is remembered of these questions, and those of which nothing is. */
export function foldedFrom(
  scheduler: Scheduler,
  histories: Histories,
  topicOf: ReadonlyMap<number, number>,
  timezone: string,
): { memories: MemoryRow[]; forgotten: number[] } {
  const memories: MemoryRow[] = [];
  const forgotten: number[] = [];
  for (const [study_question_id, history] of histories) {
    const memory = remembered(scheduler, history, timezone);
    const study_topic_id = topicOf.get(study_question_id);
    if (memory && study_topic_id !== undefined)
      memories.push({ ...memory, study_question_id, study_topic_id });
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
