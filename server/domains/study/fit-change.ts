import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask } from '#core/tasks.ts';
import { listHistories, lockStudent } from './attempts.queries.ts';
import { findUserOf } from './bank-changes.queries.ts';
import * as queries from './fits.queries.ts';
import { refold } from './memory.ts';

/**
 * Folds all memories anew under the weights in use, student by student, each in a transaction of their own. Run again or
 * broken off it goes on with those who are behind.
 */
export const followFitTask = defineTask({
  name: 'study.follow_fit',
  payload: z.strictObject({}),
  run: async (scope) => {
    const behind = await scope.tx(async (tx) => queries.listBehind(tx, await inUse(tx)));
    for (const student_id of behind) await followFit(scope, student_id);
  },
});

const inUse = async (tx: Tx) => (await queries.findAdopted(tx))?.id ?? null;

const AT_ONCE = 500;

/** A student's memories belong to one set of weights at any time: all of them move together. */
function followFit(scope: Scope, student_id: number): Promise<void> {
  return scope.tx(async (tx) => {
    await lockStudent(tx, student_id);
    await queries.putFitOf(tx, student_id, await inUse(tx));
    const { timezone } = await findAcademy(tx);
    const remembered = await queries.listRemembered(tx, student_id);
    for (let from = 0; from < remembered.length; from += AT_ONCE) {
      const some = remembered.slice(from, from + AT_ONCE);
      const topicOf = new Map(some.map((one) => [one.study_question_id, one.study_topic_id]));
      await refold(
        tx,
        student_id,
        await listHistories(tx, student_id, [...topicOf.keys()]),
        topicOf,
        timezone,
      );
      // Folding thousands of questions at once would hold up every request meanwhile.
      await setImmediate();
    }
    const user_id = await findUserOf(tx, student_id);
    if (user_id !== null) await publish(tx, 'study', { user_id });
  });
}
