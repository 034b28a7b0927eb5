import type { AuditVerb } from '@seodang/contract/audit.ts';
import type { Page } from '@seodang/contract/list.ts';
import type {
  NewStudyTopic,
  StudyTopic,
  StudyTopicChange,
  StudyTopicQuery,
} from '@seodang/contract/study-bank.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { isStaff, mustTeachLecture } from '#domains/school/index.ts';
import * as queries from './topics.queries.ts';

export function listTopics(scope: Scope, query: StudyTopicQuery, url: string): Promise<Page<StudyTopic>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.topicOrders, [{ column: 'created_at', direction: 'desc' }]);
    const rows = await queries.listTopics(tx, scope, query, order);
    return toPage(url, query, await queries.countTopics(tx, scope, query), rows.map(toTopic));
  });
}

/** A new topic: of a lecture that the caller works in, or the student's own. */
export function createTopic(scope: Scope, { title, lecture_id }: NewStudyTopic): Promise<StudyTopic> {
  return scope.tx(async (tx, scope) => {
    const { id } = await queries.insertTopic(tx, { title, ...(await placeOf(tx, scope, lecture_id)) });
    await tell(tx, scope, 'create', id, lecture_id ?? null, { after: { title, lecture_id } });
    return toTopic(await mustSeeTopic(tx, scope, id));
  });
}

async function placeOf(tx: Tx, scope: Scope, lecture_id: number | undefined) {
  if (!isStaff(scope)) {
    if (lecture_id !== undefined) refuse('forbidden');
    return { student_id: await mustBeStudent(tx, scope) };
  }
  if (lecture_id === undefined) refuseFields({ pointer: '/lecture_id', message: 'is missing' });
  await mustTeachLecture(tx, scope, lecture_id);
  return { lecture_id };
}

export function changeTopic(scope: Scope, id: number, { title }: StudyTopicChange): Promise<StudyTopic> {
  return scope.tx(async (tx, scope) => {
    const topic = await mustWriteTopic(tx, scope, id);
    await queries.updateTopic(tx, id, { title });
    await tell(tx, scope, 'change', id, topic.lecture_id, {
      before: { title: topic.title },
      after: { title },
    });
    return toTopic(await mustSeeTopic(tx, scope, id));
  });
}

/** Puts a topic away, or brings it back with all that was answered in it. */
export function putAwayTopic(scope: Scope, id: number, away: boolean): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const topic = found(await queries.lockTopic(tx, id));
    await mustWrite(tx, scope, topic);
    if ((topic.deleted_at !== null) === away) return away ? refuse('not_found') : undefined;
    await queries.updateTopic(tx, id, { deleted_at: away ? scope.now : null });
    await tell(tx, scope, away ? 'delete' : 'restore', id, topic.lecture_id, {
      before: { title: topic.title },
    });
  });
}

export function getTopic(scope: Scope, id: number): Promise<StudyTopic> {
  return scope.tx(async (tx, scope) => toTopic(await mustSeeTopic(tx, scope, id)));
}

/** The topic, if the caller may know of it; 404 otherwise. */
async function mustSeeTopic(tx: Tx, scope: Scope, id: number): Promise<queries.TopicRow> {
  return found(await queries.findTopic(tx, scope, id));
}

/** The topic, if the caller may change its questions; 403 for those who only study it, 404 for everybody else. */
export async function mustWriteTopic(tx: Tx, scope: Scope, id: number) {
  const topic = found(await queries.findTopicOnly(tx, scope, id));
  await mustWrite(tx, scope, topic);
  return topic;
}

async function mustWrite(
  tx: Tx,
  scope: Scope,
  { lecture_id, student_id }: { lecture_id: number | null; student_id: number | null },
): Promise<void> {
  if (lecture_id !== null) await mustTeachLecture(tx, scope, lecture_id);
  else if (isStaff(scope) || (await mustBeStudent(tx, scope)) !== student_id) refuse('not_found');
}

/** The id of the student who asks; whoever is none has nothing to study. */
export async function mustBeStudent(tx: Tx, scope: Scope): Promise<number> {
  return (await queries.findOwnStudent(tx, userOf(scope).user_id)) ?? refuse('student_profile_not_linked');
}

async function tell(
  tx: Tx,
  scope: Scope,
  what: AuditVerb,
  id: number,
  lecture_id: number | null,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await audit(tx, scope, {
    action: `study_topic.${what}`,
    subject_type: 'study_topic',
    subject_id: id,
    ...change,
  });
  if (lecture_id !== null) await publish(tx, 'study', { lecture_id });
}

function toTopic({ question_count, ...row }: queries.TopicRow): StudyTopic {
  return { ...row, question_count: question_count ?? 0 };
}
