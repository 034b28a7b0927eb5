import type { Shelf } from '#core/storage/shelf.ts';
import { listHandedIn, listKnown } from './shelf.queries.ts';

/** What was handed in; what runners made of it lies in folders of its own, which their jobs know. */
export const submissionShelf: Shelf = {
  subject_type: 'submission_file',
  prefix: (code) => `submissions/${code}/`,
  placeOf: (key) => key,
  async owned(tx, places, prefix) {
    const handedIn = places.filter((place) => !place.slice(prefix.length).includes('/'));
    const made = places.filter((place) => place.slice(prefix.length).includes('/'));
    return new Set([...made, ...(await listKnown(tx, handedIn))]);
  },
  async needing(tx, after, limit) {
    const rows = await listHandedIn(tx, after, limit);
    return rows.map(({ id, filename, file_key, page_key, thumb_key }) => ({
      ...{ id, name: filename },
      files: [page_key ?? file_key, thumb_key]
        .filter((key) => key !== null)
        .map((key) => ({ key, kind: 'missing_source' })),
    }));
  },
};
