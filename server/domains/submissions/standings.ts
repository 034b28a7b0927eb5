import type { PagesSeen } from '@seodang/contract/homework-pages.ts';
import type { HomeworkCount, HomeworkStanding, StandingQuery } from '@seodang/contract/homework-standings.ts';
import type { Page } from '@seodang/contract/list.ts';
import { toPage } from '#core/list.ts';
import type { Scope } from '#core/scope.ts';
import type { Storage } from '#core/storage/storage.ts';
import { isStaff, mustTeachLecture } from '#domains/school/index.ts';
import { pagesSeenOf } from './homework-pages.ts';
import * as queries from './standings.queries.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';

/** Where students stand with their homework: those of the own lectures for staff, the own work or that of the own children. */
export function listStandings(
  scope: Scope,
  storage: Storage,
  query: StandingQuery,
  url: string,
): Promise<Page<HomeworkStanding>> {
  return scope.tx(async (tx, scope) => {
    const count = await queries.countStandings(tx, scope, query);
    const rows = await queries.listStandings(tx, scope, query);
    const seen = isStaff(scope) ? await pagesSeenOf(tx, rows.flatMap(handedIn)) : new Map();
    const shown = await Promise.all(
      rows.map((row) => toStanding(storage, row, seen.get(row.submission_id ?? 0) ?? null)),
    );
    return toPage(url, query, count, shown);
  });
}

export function countStandings(scope: Scope, lecture_id: number): Promise<{ results: HomeworkCount[] }> {
  return scope.tx(async (tx, scope) => {
    await mustTeachLecture(tx, scope, lecture_id);
    return { results: await queries.countByHomework(tx, scope, lecture_id) };
  });
}

function handedIn({ submission_id, homework_id, file_count }: queries.StandingRow) {
  return submission_id === null ? [] : [{ id: submission_id, homework_id, file_count: file_count ?? 0 }];
}

async function toStanding(
  storage: Storage,
  row: queries.StandingRow,
  seen: PagesSeen | null,
): Promise<HomeworkStanding> {
  const {
    submission_id,
    created_at,
    is_late,
    was_extended,
    score,
    file_count,
    thumb_key,
    film_reason,
    ...standing
  } = row;
  const accepts = standing.accepts as HomeworkStanding['accepts'];
  if (submission_id === null || created_at === null) return { ...standing, accepts, submission: null };
  const thumb_url = thumb_key && (await storage.signedGet(thumb_key, FILE_URL_SECONDS));
  const known = {
    is_late: is_late ?? false,
    is_extended: was_extended ?? false,
    file_count: file_count ?? 0,
    film_reason,
    pages_seen: seen,
  };
  return { ...standing, accepts, submission: { id: submission_id, created_at, ...known, score, thumb_url } };
}
