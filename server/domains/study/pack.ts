import { createHash } from 'node:crypto';
import type {
  StudyPack,
  StudyPackQuery,
  StudyPackVersions,
  StudyPackVersionsQuery,
} from '@seodang/contract/study-overview.ts';
import { findAcademy } from '#core/academy.queries.ts';
import type { Tx } from '#core/db.ts';
import type { Scope } from '#core/scope.ts';
import { listGiven } from './attempts.queries.ts';
import { listPack, type PackQuery } from './pack.queries.ts';
import { mustBeStudent } from './topics.ts';

/** What a device needs to go on without network, page by page; with `ids` only what of these belongs to it. */
export function studyPack(scope: Scope, { ids, ...query }: StudyPackQuery): Promise<StudyPack> {
  return scope.tx(async (tx, scope) => {
    const { timezone } = await findAcademy(tx);
    const wanted = ids?.split(',').map(Number);
    return { timezone, ...(await pageOf(tx, scope, { ...query, ids: wanted })) };
  });
}

/**
 * Which questions a device needs, each with a version of all that it gets of it, so that it asks again only for those of
 * which it has another one.
 */
export function studyPackVersions(scope: Scope, query: StudyPackVersionsQuery): Promise<StudyPackVersions> {
  return scope.tx(async (tx, scope) => {
    const { questions, next } = await pageOf(tx, scope, query);
    return { versions: questions.map(({ id, version }) => ({ id, version })), next };
  });
}

async function pageOf(tx: Tx, scope: Scope, query: PackQuery) {
  const student_id = await mustBeStudent(tx, scope);
  const rows = await listPack(tx, scope, student_id, query);
  const ids = rows.map(({ id }) => id);
  const given = Map.groupBy(await listGiven(tx, student_id, ids), (one) => one.study_question_id);
  const questions = rows.map((row) => {
    const history = (given.get(row.id) ?? []).map(toHistory).sort(inPlace);
    const question = { ...row, is_open: Boolean(row.is_open), history };
    return { ...question, version: versionOf(question) };
  });
  return { questions, next: rows.length === query.limit ? (rows.at(-1)?.id ?? null) : null };
}

type GivenRow = Awaited<ReturnType<typeof listGiven>>[number];

/** Most answers have no picture, and a pack holds thousands of them. */
function toHistory({ study_question_id: _, picture_path, ...one }: GivenRow) {
  return picture_path === null ? one : { ...one, picture_path };
}

type Place = { at: number; quiz_session: string; seq: number };

function inPlace(a: Place, b: Place): number {
  return a.at - b.at || a.quiz_session.localeCompare(b.quiz_session) || a.seq - b.seq;
}

/** Of exactly what is sent: nothing of it changes without the version. */
function versionOf(question: object): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 22);
}
