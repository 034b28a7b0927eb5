import {
  type AddHomeworkPages,
  type HomeworkPage,
  MOST_HOMEWORK_PAGES,
  nextPageNumber,
  type PagesSeen,
  type PhotoPage,
  type SetHomeworkPages,
} from '@seodang/contract/homework-pages.ts';
import { audit } from '#core/audit.ts';
import type { Tx } from '#core/db.ts';
import { publish } from '#core/live.ts';
import { refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Shelf } from '#core/storage/shelf.ts';
import type { Storage } from '#core/storage/storage.ts';
import { mustTeachHomework } from '#domains/exams/index.ts';
import { listLatest } from '#domains/jobs/index.ts';
import { deleteFile } from './files.queries.ts';
import { checkFiles, mustOwn } from './files.ts';
import { dropCrops, regionsOn } from './homework-crops.ts';
import { MATCH, queuePageMatches } from './homework-match.ts';
import * as queries from './homework-pages.queries.ts';
import { areSame, seenAmong } from './homework-pages.rules.ts';
import { dropLater } from './pages.ts';
import { dropSheets, sheetsOf } from './reference-files.ts';
import { FILE_URL_SECONDS } from './submissions.rules.ts';

type Pages = { results: HomeworkPage[] };
type PagesChange = {
  action: 'homework.change_pages' | 'homework.change_regions';
  before?: unknown;
  after?: unknown;
};
const changed = { action: 'homework.change_pages' } as const;

export function listHomeworkPages(scope: Scope, storage: Storage, id: number): Promise<Pages> {
  return scope.tx(async (tx, scope) => {
    await mustTeachHomework(tx, scope, id);
    return shownPages(tx, storage, id);
  });
}

/**
 * Takes pictures and PDFs as reference pages of homework, and has what was handed in compared with them. Refuses
 * `file_unreadable` and `payload_too_large` with the file, and more pages than homework has room for.
 */
export async function addHomeworkPages(
  scope: Scope,
  storage: Storage,
  id: number,
  { file_keys, first_label }: AddHomeworkPages,
): Promise<Pages> {
  const room = await scope.tx(async (tx, scope) => {
    await mustTeachHomework(tx, scope, id);
    return MOST_HOMEWORK_PAGES - (await queries.listPages(tx, [id])).length;
  });
  const files = await checkFiles(scope, storage, 'ai_match', file_keys);
  const sheets = await sheetsOf(scope, storage, files, room);
  try {
    return await scope.tx(async (tx, scope) => {
      const homework = await mustTeachHomework(tx, scope, id);
      await queries.lockPages(tx, id);
      const before = await queries.listPages(tx, [id]);
      mustHaveRoom(before.length + sheets.length);
      const rows = await mustOwn(tx, scope, file_keys);
      const from = first_label ?? nextPageNumber(before.map(({ label }) => label));
      const made = { homework_id: id, created_by: userOf(scope).user_id, created_at: scope.now };
      await queries.insertPages(
        tx,
        sheets.map((sheet, at) => ({
          ...made,
          ...sheet,
          ...{ place: before.length + at + 1, label: `${from + at}` },
        })),
      );
      for (const { id } of rows) await deleteFile(tx, id);
      await dropLater(tx, file_keys);
      await toldOfPages(tx, scope, homework, { ...changed, after: { added: sheets.length } });
      return shownPages(tx, storage, id);
    });
  } catch (error) {
    await dropSheets(storage, sheets);
    throw error;
  }
}

/**
 * Orders, numbers and removes reference pages, and has what photos show looked for again. Refuses `conflict` when those
 * that are there are others than the caller saw.
 */
export function setHomeworkPages(
  scope: Scope,
  storage: Storage,
  id: number,
  { pages, removed }: SetHomeworkPages,
): Promise<Pages> {
  return scope.tx(async (tx, scope) => {
    const homework = await mustTeachHomework(tx, scope, id);
    await queries.lockPages(tx, id);
    const before = await queries.listPages(tx, [id]);
    const seen = [...pages.map((page) => page.id), ...removed];
    const there = before.map((page) => page.id);
    if (new Set(seen).size !== seen.length)
      refuseFields({ pointer: '/pages', message: 'a page is there twice' });
    if (!areSame(seen, there)) refuse('conflict');
    const gone = before.filter((page) => removed.includes(page.id));
    const lost = await regionsOn(tx, gone);
    await dropCrops(
      tx,
      [...lost.values()].flat().map((region) => region.id),
    );
    await queries.deletePages(
      tx,
      gone.map((page) => page.id),
    );
    for (const [at, page] of pages.entries())
      await queries.setPage(tx, page.id, { label: page.label, place: at + 1 });
    await dropLater(
      tx,
      gone.flatMap(({ page_key, thumb_key }) => [page_key, thumb_key]),
    );
    const labels = (all: readonly { label: string }[]) => all.map(({ label }) => label);
    const change = { ...changed, before: labels(before), after: labels(pages) };
    await toldOfPages(tx, scope, homework, change, gone.length > 0);
    return shownPages(tx, storage, id);
  });
}

function mustHaveRoom(pages: number): void {
  if (pages > MOST_HOMEWORK_PAGES) refuse('payload_too_large', { max: MOST_HOMEWORK_PAGES });
}

/** Tells what was changed of pages, and has photos compared with them anew where that says something else. */
export async function toldOfPages(
  tx: Tx,
  scope: Scope,
  { id, lecture_id }: { id: number; lecture_id: number },
  change: PagesChange,
  isCompared = true,
): Promise<void> {
  const subject = { subject_type: 'homework', subject_id: id };
  await audit(tx, scope, { ...subject, ...change });
  if (isCompared) await queuePageMatches(tx, await queries.listWithPhotos(tx, id));
  await publish(tx, 'homework', { lecture_id });
}

/** The pages of homework as staff are shown them. */
export async function shownPages(tx: Tx, storage: Storage, id: number): Promise<Pages> {
  const rows = await queries.listPages(tx, [id]);
  const regions = await regionsOn(tx, rows);
  const results = await Promise.all(
    rows.map(async ({ page_key, thumb_key, homework_id: _, file_size: __, ...page }) => ({
      ...page,
      regions: regions.get(page.id) ?? [],
      url: await storage.signedGet(page_key, FILE_URL_SECONDS),
      thumb_url: await storage.signedGet(thumb_key, FILE_URL_SECONDS),
    })),
  );
  return { results };
}

type HandedIn = { id: number; homework_id: number; file_count: number };
type Seen = PagesSeen & { photos: PhotoPage[] };

/** The reference pages of homework among what was handed in, by submission; those of homework without any are left out. */
export async function pagesSeenOf(tx: Tx, handedIn: readonly HandedIn[]): Promise<ReadonlyMap<number, Seen>> {
  const homework = [...new Set(handedIn.map(({ homework_id }) => homework_id))];
  const pages = Map.groupBy(await queries.listPages(tx, homework), ({ homework_id }) => homework_id);
  const compared = handedIn.filter(({ homework_id }) => pages.has(homework_id));
  if (compared.length === 0) return new Map();
  const ids = compared.map(({ id }) => id);
  const sights = Map.groupBy(await queries.listSights(tx, ids), ({ submission_id }) => submission_id);
  const jobs = await listLatest(tx, MATCH, ids);
  const waiting = new Set(
    jobs.filter(({ status }) => status === 'queued' || status === 'leased').map((job) => job.subject_id),
  );
  return new Map(
    compared.map(({ id, homework_id, file_count }) => {
      const photos = (sights.get(id) ?? []).map(({ submission_id: _, corners, ...photo }) => ({
        ...photo,
        corners: corners as PhotoPage['corners'],
      }));
      const seen = seenAmong(pages.get(homework_id) ?? [], photos, file_count);
      return [id, { ...seen, is_waiting: waiting.has(id), photos }];
    }),
  );
}

/** Reference pages of homework, for the audit of the storage. */
export const homeworkPageShelf: Shelf = {
  subject_type: 'homework_page',
  prefix: (code) => `homework/${code}/`,
  placeOf: (key) => key,
  owned: async (tx, places) => new Set(await queries.listKnownPages(tx, places)),
  async needing(tx, after, limit) {
    const rows = await queries.listPagesAfter(tx, after, limit);
    return rows.map(({ id, label, page_key, thumb_key }) => ({
      ...{ id, name: label },
      files: [page_key, thumb_key].map((key) => ({ key, kind: 'missing_source' as const })),
    }));
  },
};
