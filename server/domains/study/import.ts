import type { StudyImport } from '@seodang/contract/study-bank.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { readSpreadsheet } from '#domains/school/index.ts';
import { listSources } from './import.queries.ts';
import { planOf } from './import.rules.ts';
import { insertQuestions } from './questions.queries.ts';
import { moveBank } from './topics.queries.ts';
import { mustWriteTopic } from './topics.ts';

/**
 * What a CSV or XLSX file would add to a topic, and what is skipped and why; `commit` adds it, all in one transaction.
 * What has the source of a question that is there is skipped, so that the same file twice adds nothing twice.
 */
export function importQuestions(
  scope: Scope,
  topic_id: number,
  bytes: Buffer,
  commit: boolean,
): Promise<StudyImport> {
  return scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    const lines = readSpreadsheet(bytes).sheets.flatMap(({ lines }) => lines);
    const { columns, questions, skipped } = planOf(lines, await listSources(tx, topic_id));
    const fresh = questions.map(({ row: _, ...question }) => question);
    const created = commit ? await add(tx, scope, topic_id, fresh) : 0;
    return { columns, questions, skipped, created };
  });
}

const AT_ONCE = 1000;
type Whole = Omit<Parameters<typeof insertQuestions>[1][number], 'study_topic_id'>;

/** Adds questions that are known to be whole to a topic, all of them or none; says how many. */
export function addQuestions(scope: Scope, topic_id: number, questions: readonly Whole[]): Promise<number> {
  return scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    return add(tx, scope, topic_id, questions);
  });
}

async function add(
  tx: Tx,
  scope: Scope,
  study_topic_id: number,
  questions: readonly Whole[],
): Promise<number> {
  let created = 0;
  for (let from = 0; from < questions.length; from += AT_ONCE) {
    const some = questions.slice(from, from + AT_ONCE).map((question) => ({ ...question, study_topic_id }));
    created += (await insertQuestions(tx, some)).length;
  }
  if (created === 0) return 0;
  await moveBank(tx, study_topic_id);
  await audit(tx, scope, {
    ...{ action: 'study_question.import', subject_type: 'study_topic', subject_id: study_topic_id },
    after: { created },
  });
  return created;
}
