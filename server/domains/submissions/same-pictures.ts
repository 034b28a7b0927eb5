import type { SamePicture } from '@seodang/contract/homework-hints.ts';
import type { Tx } from '#core/db.ts';
import type { Storage } from '#core/storage/storage.ts';
import { listCloseLooks, listPagesOfOthers } from './files.queries.ts';
import { listTwins } from './homework-match.queries.ts';
import { listSights } from './homework-pages.queries.ts';
import { isSameClosely, mayBeSame } from './pictures.rules.ts';
import type { ShownRow } from './submissions.queries.ts';

const URL_SECONDS = 3600;

type Photo = { submission_id: number; place: number };

/** Whether two photos certainly show different pages of a book: at a glance, pages with one frame are all the same. */
async function otherPages(tx: Tx, id: number, others: readonly Photo[]) {
  const sights = await listSights(tx, [id, ...others.map(({ submission_id }) => submission_id)]);
  const sure = new Map(
    sights
      .filter(({ sight }) => sight === 'sure')
      .map(({ submission_id, place, page_id }) => [`${submission_id}.${place}`, page_id]),
  );
  return (place: number, other: Photo) => {
    const [own, theirs] = [sure.get(`${id}.${place}`), sure.get(`${other.submission_id}.${other.place}`)];
    return own !== undefined && theirs !== undefined && own !== theirs;
  };
}

/**
 * Of those that look the same at a glance the ones that are the same close up, and show no different pages of a book. What
 * came before photos were looked at closely is judged by the glance alone.
 */
async function sameClosely<T extends { place: number; other: Photo }>(
  tx: Tx,
  id: number,
  alike: readonly T[],
): Promise<T[]> {
  if (alike.length === 0) return [];
  const others = alike.map(({ other }) => other);
  const isOtherPage = await otherPages(tx, id, others);
  const ids = new Set([id, ...others.map(({ submission_id }) => submission_id)]);
  const rows = await listCloseLooks(tx, [...ids]);
  const looks = new Map(rows.map((row) => [`${row.submission_id}.${row.place}`, row.close_look]));
  return alike.filter(({ place, other }) => {
    const [own, theirs] = [looks.get(`${id}.${place}`), looks.get(`${other.submission_id}.${other.place}`)];
    return (!own || !theirs || isSameClosely(own, theirs)) && !isOtherPage(place, other);
  });
}

/** Pages that look like one that was handed in: for a person to look at, judged by nobody else. */
export async function samePictures(
  tx: Tx,
  storage: Storage,
  { id, homework_id, enrollment_id }: ShownRow,
  files: readonly { place: number; look: Buffer | null }[],
): Promise<SamePicture[]> {
  if (homework_id === null || files.length === 0) return [];
  const others = await listPagesOfOthers(tx, homework_id, enrollment_id);
  const alike = files.flatMap(({ place, look: own }) =>
    own
      ? others.flatMap(({ look, ...other }) =>
          look && mayBeSame(own, look) ? [{ place, kind: 'same' as const, other }] : [],
        )
      : [],
  );
  const same = await sameClosely(tx, id, alike);
  const isKnown = (place: number, other: { submission_id: number; place: number }) =>
    same.some(
      (one) =>
        one.place === place &&
        one.other.submission_id === other.submission_id &&
        one.other.place === other.place,
    );
  const near = (await listTwins(tx, id))
    .filter(({ own_place, ...other }) => !isKnown(own_place, other))
    .map(({ own_place: place, ...other }) => ({ place, kind: 'near' as const, other }));
  return Promise.all(
    [...same, ...near].map(async ({ other: { page_key, ...other }, ...hint }) => ({
      ...hint,
      other: { ...other, url: page_key && (await storage.signedGet(page_key, URL_SECONDS)) },
    })),
  );
}
