import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { findAcademy } from '#core/academy.queries.ts';
import { publish } from '#core/live.ts';
import type { Scope } from '#core/scope.ts';
import { defineTask } from '#core/tasks.ts';
import { listHistories, lockStudent } from './attempts.queries.ts';
import { findUserOf } from './bank-changes.queries.ts';
import * as queries from './fits.queries.ts';
import { fitsFor } from './fits.rules.ts';
import { refold } from './memory.ts';

/**
 * Folds all memories anew under the weights in use, student by student, each in a transaction of their own. Run again or
 * broken off it goes on with those who are behind.
 */
export const followFitTask = defineTask({
  name: 'study.follow_fit',
  payload: z.strictObject({}),
  run: async (scope) => {
    const behind = await scope.tx(async (tx) => {
      const adopted = await queries.listAdopted(tx);
      const isBehind = (one: { student_id: number; study_fit_ids: number[] }) =>
        idsFor(one.student_id, adopted).join() !== one.study_fit_ids.join();
      return (await queries.listFolded(tx)).filter(isBehind).map(({ student_id }) => student_id);
    });
    for (const student_id of behind) await followFit(scope, student_id);
  },
});

function idsFor(student_id: number, adopted: readonly queries.AdoptedFit[]): number[] {
  return fitsFor(student_id, adopted)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

const AT_ONCE = 500;

/** A student's memories belong to one set of fits at any time: all of them move together. */
function followFit(scope: Scope, student_id: number): Promise<void> {
  return scope.tx(async (tx) => {
    await lockStudent(tx, student_id);
    await queries.putFitsOf(tx, student_id, idsFor(student_id, await queries.listAdopted(tx)));
    const { timezone } = await findAcademy(tx);
    const remembered = await queries.listRemembered(tx, student_id);
    for (let from = 0; from < remembered.length; from += AT_ONCE) {
      const some = remembered.slice(from, from + AT_ONCE);
      const places = new Map(some.map((one) => [one.study_question_id, one]));
      const histories = await listHistories(tx, student_id, [...places.keys()]);
      await refold(tx, student_id, histories, places, timezone);
      // Folding thousands of questions at once would hold up every request meanwhile.
      await setImmediate();
    }
    const user_id = await findUserOf(tx, student_id);
    if (user_id !== null) await publish(tx, 'study', { user_id });
  });
}
