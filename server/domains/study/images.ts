import type { StudyImage } from '@seodang/contract/study-images.ts';
import { findAcademy } from '#core/academy.queries.ts';
import { refuse } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import type { Shelf } from '#core/storage/shelf.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as queries from './images.queries.ts';
import { type Picture, readPicture } from './pictures.ts';
import { findOwnStudent } from './topics.queries.ts';
import { mustWriteTopic } from './topics.ts';

const URL_SECONDS = 3600;
const MOST_AT_ONCE = 100;

/** Keeps a picture for questions of a topic that the caller may change. Refuses `file_unreadable`. */
export async function addImage(
  scope: Scope,
  storage: Storage,
  topic_id: number,
  bytes: Uint8Array,
): Promise<StudyImage> {
  const code = await scope.tx(async (tx, scope) => {
    await mustWriteTopic(tx, scope, topic_id);
    return (await findAcademy(tx)).code;
  });
  const picture = (await readPicture(bytes)) ?? refuse('file_unreadable', { reason: 'no picture' });
  const row = await store(storage, code, picture);
  await scope.tx((tx) => queries.insertImages(tx, [row]));
  return show(storage, row);
}

/** Puts a picture where it belongs; the same one twice is one file. */
export async function store(storage: Storage, code: string, { name, bytes, width, height }: Picture) {
  const file_key = `study/${code}/${name}`;
  if (!(await storage.head(file_key))) await storage.put(file_key, bytes);
  return { name, file_key, width, height };
}

/**
 * Where the pictures are that questions name. Names tell nothing to who has not seen the question: they are hashes. What was
 * cut from a sheet is shown to its student alone.
 */
export async function listImages(
  scope: Scope,
  storage: Storage,
  names: string,
): Promise<{ results: StudyImage[] }> {
  const wanted = names.split(',').slice(0, MOST_AT_ONCE);
  const rows = await scope.tx(async (tx, scope) =>
    queries.listImages(tx, wanted, await findOwnStudent(tx, userOf(scope).user_id)),
  );
  return { results: await Promise.all(rows.map((row) => show(storage, row))) };
}

async function show(
  storage: Storage,
  { name, file_key, width, height }: Omit<queries.ImageRow, 'id'>,
): Promise<StudyImage> {
  return { name, width, height, url: await storage.signedGet(file_key, URL_SECONDS) };
}

/** Pictures of questions, for the audit of the storage. */
export const studyShelf: Shelf = {
  subject_type: 'study_image',
  prefix: (code) => `study/${code}/`,
  placeOf: (key) => key,
  owned: async (tx, places) => new Set(await queries.listKnownFiles(tx, places)),
  async needing(tx, after, limit) {
    const rows = await queries.listImagesAfter(tx, after, limit);
    return rows.map(({ id, name, file_key }) => ({
      ...{ id, name },
      files: [{ key: file_key, kind: 'missing_source' as const }],
    }));
  },
};
