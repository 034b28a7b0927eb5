import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask } from '#core/tasks.ts';
import { listKnown } from './arrival.queries.ts';
import { listAsked } from './asked.queries.ts';
import { listHistories, lockStudent } from './attempts.queries.ts';
import { judge } from './attempts.rules.ts';
import * as changes from './bank-changes.queries.ts';
import * as queries from './ingest.queries.ts';
import { openTo } from './ingest.ts';
import { refold } from './memory.ts';
import { judged, takeIn } from './take-in.ts';

const payload = z.object({ study_question_id: z.int(), what: z.enum(['key', 'published']) });

/** What a change of a question means for those who answered it, student by student, each in a transaction of their own. */
export const bankTask = defineTask({
  name: 'study.follow_bank',
  payload,
  run: async (scope, { study_question_id, what }) => {
    const students = await scope.tx((tx) =>
      what === 'key'
        ? changes.listAnswerers(tx, study_question_id)
        : queries.listWaitingStudents(tx, study_question_id),
    );
    for (const student_id of students) {
      if (what === 'key') await rejudge(scope, student_id, study_question_id);
      else await scope.tx((tx, scope) => release(tx, scope, student_id));
    }
  },
});

/** Judges all answers of a student to one question by the key that holds now, and remembers it anew. */
function rejudge(scope: Scope, student_id: number, question_id: number): Promise<void> {
  return scope.tx(async (tx) => {
    await lockStudent(tx, student_id);
    const [question] = await listAsked(tx, [question_id]);
    if (!question) return;
    const verdicts = (await changes.listSelected(tx, student_id, question_id)).flatMap((one) => {
      const verdict = judge(question, one.selected, one.unsure);
      return verdict ? [{ id: one.id, outcome: verdict.outcome, is_correct: verdict.is_correct }] : [];
    });
    await changes.putVerdicts(tx, verdicts);
    const histories = await listHistories(tx, student_id, [question_id]);
    const { timezone } = await findAcademy(tx);
    await refold(tx, student_id, histories, new Map([[question_id, question]]), timezone);
  });
}

/** Takes in what waited of a student and can be asked now; returns how many attempts. */
async function release(tx: Tx, scope: Scope, student_id: number): Promise<number> {
  await lockStudent(tx, student_id);
  const waiting = await queries.listQuarantine(tx, student_id);
  const pub_ids = [...new Set(waiting.map(({ pub_id }) => pub_id))];
  const known = openTo(student_id, await listKnown(tx, student_id, pub_ids));
  const open = waiting.flatMap(({ pub_id, tenant_id: _, student_id: __, ...one }) => {
    const question = known.get(pub_id);
    return question ? [{ ...one, question }] : [];
  });
  if (open.length === 0) return 0;
  await queries.deleteQuarantine(tx, student_id, open);
  const { timezone } = await findAcademy(tx);
  const user_id = await changes.findUserOf(tx, student_id);
  const whose = { student_id, user_id, source: 'viewer' as const, timezone, now: scope.now };
  await takeIn(tx, { ...whose, device: '', app_version: '' }, judged(open));
  return open.length;
}

/** Somebody who came into a lecture may have studied it before they were written down. */
export async function releaseFor(scope: Scope, enrollment_ids: readonly number[]): Promise<void> {
  const students = await scope.tx((tx) => changes.listWaitingAmong(tx, enrollment_ids));
  for (const student_id of students) await scope.tx((tx, scope) => release(tx, scope, student_id));
}
