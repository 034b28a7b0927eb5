import type { SubmissionStatus } from '@seodang/contract/submissions.ts';
import type { Updateable } from 'kysely';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse } from '#core/problem.ts';
import type { Submission } from '#db/types.ts';
import { lockSubmission, type SubmissionRow, updateSubmission } from './submissions.queries.ts';
import { mayStep } from './submissions.rules.ts';

/** Takes a step in the life of a locked submission; the only place where its status changes. */
export async function step(
  tx: Tx,
  row: SubmissionRow,
  status: SubmissionStatus,
  change: Omit<Updateable<Submission>, 'status'> = {},
): Promise<SubmissionRow> {
  if (!mayStep(row.status, status)) refuse('conflict', { submission_status: row.status });
  await updateSubmission(tx, row.id, { ...change, status });
  const { lecture_id, enrollment_id } = row;
  await publish(tx, 'submissions', { lecture_id, enrollment_id });
  return { ...row, status };
}

/** Grading is through; what is graded already stays as it is. */
export async function markGraded(tx: Tx, id: number): Promise<void> {
  const row = await lockSubmission(tx, id);
  if (row?.status === 'answers_ready') await step(tx, await step(tx, row, 'grading'), 'done');
}
