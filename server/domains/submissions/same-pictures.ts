import type { SamePicture } from '@seodang/contract/homework-hints.ts';
import type { Tx } from '#core/db.ts';
import type { Storage } from '#core/storage/storage.ts';
import { listPagesOfOthers } from './files.queries.ts';
import { listTwins } from './homework-match.queries.ts';
import { listSights } from './homework-pages.queries.ts';
import { isSamePicture } from './pictures.rules.ts';
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

/** Pages that look like one that was handed in: for a person to look at, judged by nobody else. */
export async function samePictures(
  tx: Tx,
  storage: Storage,
  { id, homework_id, enrollment_id }: ShownRow,
  files: readonly { place: number; look: Buffer | null }[],
): Promise<SamePicture[]> {
  if (homework_id === null || files.length === 0) return [];
  const others = await listPagesOfOthers(tx, homework_id, enrollment_id);
  const isOtherPage = await otherPages(tx, id, others);
  const same = files.flatMap(({ place, look: own }) =>
    own
      ? others.flatMap(({ look, ...other }) =>
          look && isSamePicture(own, look) && !isOtherPage(place, other)
            ? [{ place, kind: 'same' as const, other }]
            : [],
        )
      : [],
  );
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
