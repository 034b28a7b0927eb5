import type { AuditVerb } from '@seodang/contract/audit.ts';
import type { Homework, HomeworkChange, HomeworkQuery, NewHomework } from '@seodang/contract/homework.ts';
import type { Page } from '@seodang/contract/list.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { emit } from '#core/events.ts';
import { orderOf, toPage } from '#core/list.ts';
import { publish } from '#core/live.ts';
import { found, refuse, refuseFields } from '#core/problem.ts';
import type { Scope } from '#core/scope.ts';
import { mustTeachClassSession } from '#domains/school/index.ts';
import { homeworkChanged } from './events.ts';
import * as queries from './homework.queries.ts';

export function listHomework(scope: Scope, query: HomeworkQuery, url: string): Promise<Page<Homework>> {
  return scope.tx(async (tx, scope) => {
    const order = orderOf(query, queries.homeworkOrders, [{ column: 'created_at', direction: 'desc' }]);
    const rows = await queries.listHomework(tx, scope, query, order);
    return toPage(url, query, await queries.countHomework(tx, scope, query), rows.map(toHomework));
  });
}

export function getHomework(scope: Scope, id: number): Promise<Homework> {
  return scope.tx(async (tx, scope) => toHomework(await mustSeeHomework(tx, scope, id)));
}

export function createHomework(scope: Scope, input: NewHomework): Promise<Homework> {
  return scope.tx(async (tx, scope) => {
    const { lecture_id } = await mustTeachClassSession(tx, scope, input.session_id);
    mustFit({ pass_score: null, max_score: null, ...input });
    const { id } = await queries.insertHomework(tx, stored(input));
    const about = { id, lecture_id, session_id: input.session_id };
    await tellHomework(tx, scope, 'create', about, { after: input });
    return toHomework(await mustSeeHomework(tx, scope, id));
  });
}

export function changeHomework(scope: Scope, id: number, change: HomeworkChange): Promise<Homework> {
  return scope.tx(async (tx, scope) => {
    const homework = await mustTeachHomework(tx, scope, id);
    const before = found(await queries.lockHomework(tx, id));
    mustFit({ ...before, ...change });
    const names = Object.keys(change) as (keyof HomeworkChange)[];
    if (names.length === 0) return toHomework(homework);
    await queries.updateHomework(tx, id, stored(change));
    const were = Object.fromEntries(names.map((name) => [name, before[name]]));
    await tellHomework(tx, scope, 'change', homework, { before: were, after: change });
    return toHomework(await mustSeeHomework(tx, scope, id));
  });
}

/** Puts homework away, or brings it back, with everything that was handed in. */
export function putAwayHomework(scope: Scope, id: number, away: boolean): Promise<void> {
  return scope.tx(async (tx, scope) => {
    const homework = found(await queries.lockHomework(tx, id));
    const { lecture_id } = await mustTeachClassSession(tx, scope, homework.session_id);
    if ((homework.deleted_at !== null) === away) return away ? refuse('not_found') : undefined;
    await queries.updateHomework(tx, id, { deleted_at: away ? scope.now : null });
    const about = { ...homework, lecture_id };
    const before = { title: homework.title };
    await tellHomework(tx, scope, away ? 'delete' : 'restore', about, { before });
  });
}

/** The homework, if the caller may know of it; 404 otherwise. */
export async function mustSeeHomework(tx: Tx, scope: Scope, id: number): Promise<queries.HomeworkRow> {
  return found(await queries.findHomework(tx, scope, id));
}

/** The homework, if the caller works in its lecture; 403 for its students and parents, 404 for everybody else. */
export async function mustTeachHomework(tx: Tx, scope: Scope, id: number): Promise<queries.HomeworkRow> {
  const homework = await mustSeeHomework(tx, scope, id);
  await mustTeachClassSession(tx, scope, homework.session_id);
  return homework;
}

type About = { id: number; lecture_id: number; session_id: number };

/** Everything that is told of a change to homework: the trail, the screens, and who listens. */
export async function tellHomework(
  tx: Tx,
  scope: Scope,
  what: AuditVerb,
  { id, lecture_id, session_id }: About,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  const subject = { subject_type: 'homework', subject_id: id };
  await audit(tx, scope, { action: `homework.${what}`, ...subject, ...change });
  await emit(tx, homeworkChanged, { homework_id: id, session_id }, { key: `${id}` });
  await publish(tx, 'homework', { lecture_id });
}

function mustFit({ pass_score, max_score }: { pass_score: number | null; max_score: number | null }): void {
  if (pass_score !== null && max_score !== null && pass_score > max_score)
    refuseFields({ pointer: '/pass_score', message: 'is above max_score' });
}

/** Lists of objects are written as JSON text: the driver would take them for arrays of the database. */
function stored<T extends { rubric?: Homework['rubric'] }>({ rubric, ...rest }: T) {
  return { ...rest, ...(rubric && { rubric: JSON.stringify(rubric) }) };
}

function toHomework({ accepts, rubric, ...row }: queries.HomeworkRow): Homework {
  return {
    ...row,
    accepts: accepts as Homework['accepts'],
    rubric: rubric as unknown as Homework['rubric'],
  };
}
