import type { AuditVerb } from '@seodang/contract/audit.ts';
import type { Page } from '@seodang/contract/list.ts';
import type {
  NewStudyQuestion,
  StudyQuestion,
  StudyQuestionChange,
  StudyQuestionQuery,
} from '@seodang/contract/study-bank.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { found, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { enqueue } from '#core/tasks.ts';
import { bankTask } from './bank-changes.ts';
import * as queries from './questions.queries.ts';
import { type Content, contentNames, faultsOf, isOtherKey, wholeOf } from './questions.rules.ts';
import { moveBank } from './topics.queries.ts';
import { mustWriteTopic } from './topics.ts';

export function listQuestions(
  scope: Scope,
  query: StudyQuestionQuery,
  url: string,
): Promise<Page<StudyQuestion>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.questionOrders, [{ column: 'id', direction: 'asc' }]);
    const rows = await queries.listQuestions(tx, scope, query, order);
    return toPage(url, query, await queries.countQuestions(tx, scope, query), rows);
  });
}

/** One question with its key, for those who may change it. */
export function getQuestion(scope: Scope, id: number): Promise<StudyQuestion> {
  return scope.tx(async (tx, scope) => found(await queries.findQuestion(tx, scope, id)));
}

/** A new question, a draft unless it is complete and said to be published. */
export function createQuestion(scope: Scope, input: NewStudyQuestion): Promise<StudyQuestion> {
  return scope.tx(async (tx, scope) => {
    const { study_topic_id, ...given } = input;
    await mustWriteTopic(tx, scope, study_topic_id);
    const question = wholeOf(given);
    refuseFaults(question);
    const [made] = await queries.insertQuestions(tx, [{ ...question, study_topic_id }]);
    const { id } = found(made);
    await moveBank(tx, study_topic_id);
    await tell(tx, scope, 'create', id, { after: input });
    return found(await queries.findQuestion(tx, scope, id));
  });
}

/**
 * Changes a question. What people see of it before is kept as a revision; another key judges all answers anew, and
 * publishing takes in the attempts that waited for it, both in the background.
 */
export function changeQuestion(
  scope: Scope,
  id: number,
  change: StudyQuestionChange,
): Promise<StudyQuestion> {
  return scope.tx(async (tx, scope) => {
    const seen = found(await queries.findQuestion(tx, scope, id));
    await mustWriteTopic(tx, scope, seen.study_topic_id);
    await queries.lockKeys(tx);
    const before = found(await queries.lockQuestion(tx, scope, id));
    const after = { ...before, ...change };
    refuseFaults(after);
    const names = (Object.keys(change) as (keyof StudyQuestionChange)[]).filter(
      (name) => JSON.stringify(change[name]) !== JSON.stringify(before[name]),
    );
    if (names.length === 0) return before;
    await write(tx, before, change, names);
    await follow(tx, before, after);
    const were = Object.fromEntries(names.map((name) => [name, before[name]]));
    await tell(tx, scope, 'change', id, { before: were, after: change });
    return found(await queries.findQuestion(tx, scope, id));
  });
}

async function write(
  tx: Tx,
  before: queries.QuestionRow,
  { choices, keys, ...change }: StudyQuestionChange,
  names: readonly string[],
): Promise<void> {
  const isSeen = contentNames.some((name) => names.includes(name));
  if (isSeen) {
    const content = Object.fromEntries(contentNames.map((name) => [name, before[name]]));
    await queries.keepRevision(tx, before.id, before.revision, content);
  }
  await queries.updateQuestion(tx, before.id, {
    ...change,
    ...(choices && { choices: JSON.stringify(choices) }),
    ...(keys && { keys: JSON.stringify(keys) }),
    revision: before.revision + (isSeen ? 1 : 0),
  });
  await moveBank(tx, before.study_topic_id);
}

type After = Content & { id: number; subject: string };

async function follow(tx: Tx, before: queries.QuestionRow, after: After): Promise<void> {
  // Memory is folded by the weights of the subject.
  if (isOtherKey(before, after) || before.subject !== after.subject)
    await enqueue(tx, bankTask, { study_question_id: after.id, what: 'key' });
  if (after.state === 'published' && before.state !== 'published')
    await enqueue(tx, bankTask, { study_question_id: after.id, what: 'published' });
}

/** Puts a question away: it is not asked any more, and what was answered stays. */
export function deleteQuestion(scope: Scope, id: number): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const question = found(await queries.lockQuestion(tx, scope, id));
    await mustWriteTopic(tx, scope, question.study_topic_id);
    await queries.updateQuestion(tx, id, { deleted_at: scope.now });
    await moveBank(tx, question.study_topic_id);
    await tell(tx, scope, 'delete', id, { before: { body: question.body } });
  });
}

function refuseFaults(question: Content): void {
  const faults = faultsOf(question);
  if (faults.length > 0) refuseFields(...faults);
}

async function tell(
  tx: Tx,
  scope: Scope,
  what: AuditVerb,
  id: number,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, {
    action: `study_question.${what}`,
    subject_type: 'study_question',
    subject_id: id,
    ...change,
  });
}
