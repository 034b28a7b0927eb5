import type { Doubt, ScanAlarm, ScanPageDetail } from '@seodang/contract/scans.ts';
import { found } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { mustTeachExam, questionsOf } from '#domains/exams/index.ts';
import { listDoubtful } from './doubts.queries.ts';
import { effectOf } from './doubts.rules.ts';
import { alarmsOf } from './scan-alarms.rules.ts';
import { mustTeachPage } from './scan-sorting.ts';
import { pictureUrl, toPage } from './scan-views.ts';
import * as queries from './scans.queries.ts';

const MOST_DOUBTS = 500;

/** Answers that a person must look at, the one first that is likely to change a score most. */
export function listDoubts(
  scope: Scope,
  storage: Storage,
  exam_id: number,
): Promise<{ results: Doubt[]; count: number }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachExam(tx, scope, exam_id);
    const asked = new Map((await questionsOf(tx, exam_id)).map((question) => [question.id, question]));
    const judged = (await listDoubtful(tx, exam_id)).flatMap((row) => {
      const question = asked.get(row.exam_question_id);
      return question ? [{ row, question, effect: effectOf(question, row) }] : [];
    });
    const first = judged.toSorted((a, b) => b.effect - a.effect).slice(0, MOST_DOUBTS);
    const results = first.map(async ({ row: { crop_key, ...row }, question, effect }): Promise<Doubt> => {
      const { number, kind, choices, digits } = question;
      const crop_url = await pictureUrl(storage, crop_key);
      return { ...row, number, kind, choices, digits, effect, crop_url };
    });
    return { results: await Promise.all(results), count: judged.length };
  });
}

/** What looks wrong with a scan as a whole, by the keys as they are now. */
export function listScanAlarms(scope: Scope, id: number): Promise<{ results: ScanAlarm[] }> {
  return scope.tx(async (tx, scope) => {
    const { exam_id } = found(await queries.findBatch(tx, id));
    await mustTeachExam(tx, scope, exam_id);
    const pages = await queries.listReadings(tx, id);
    return { results: alarmsOf(pages, await questionsOf(tx, exam_id)) };
  });
}

/** One page with what was read on it. */
export function getScanPage(scope: Scope, storage: Storage, id: number): Promise<ScanPageDetail> {
  return scope.tx(async (tx, scope) => {
    const { page, exam } = await mustTeachPage(tx, scope, id);
    const numbers = new Map((await questionsOf(tx, exam.id)).map((one) => [one.id, one.number]));
    const shown = await toPage(storage, found(await queries.findShownPage(tx, page.id)));
    const answers = (page.answers as unknown as queries.StoredAnswer[]).flatMap(({ crop: _, ...one }) => {
      const number = numbers.get(one.exam_question_id);
      return number === undefined ? [] : [{ ...one, number }];
    });
    return { ...shown, answers };
  });
}
