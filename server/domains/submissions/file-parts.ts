import { found, refuse, refuseFields } from '#core/problem.ts';
import { type Scope, userOf } from '#core/scope.ts';
import { missingParts, partCountOf, partSizeOf } from '#core/storage/parts.rules.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as queries from './file-parts.queries.ts';
import { keepUpload } from './files.queries.ts';
import { keep, mustEndLike, mustHaveSpace } from './files.ts';
import { endingsOf } from './submissions.rules.ts';

/** As long as the slowest part may take on a bad line. */
const PART_URL_SECONDS = 6 * 3600;

/** Begins to take a video of homework in parts; it goes on where it broke off, for a week. */
export async function startFileUpload(
  scope: Scope,
  storage: Storage,
  { filename, size }: { filename: string; size: number },
) {
  mustEndLike(filename, endingsOf('homework_video'));
  await mustHaveSpace(scope, storage, size);
  const part_size = partSizeOf(size);
  const { id, file_key } = await keep(scope, { filename, size, part_size });
  const upload_id = await storage.createUpload(file_key);
  await scope.tx((tx) => keepUpload(tx, id, upload_id));
  const upload = { upload_id, part_size, part_count: partCountOf(size, part_size) };
  return { id, file_key, upload };
}

async function sendingOf(scope: Scope, id: number) {
  const row = await scope.tx((tx, scope) => queries.findSending(tx, userOf(scope).user_id, id));
  const { file_key, upload_id, part_size, announced_size } = found(row);
  return { id, file_key, upload_id, part_size: part_size ?? 0, size: announced_size ?? 0 };
}

function planOf({ upload_id, part_size, size }: Awaited<ReturnType<typeof sendingOf>>) {
  if (upload_id === null) refuse('not_found');
  return { upload_id, part_size, part_count: partCountOf(size, part_size) };
}

/** Which parts have arrived; 404 once the storage has forgotten them, or when the file is whole. */
export async function readFileUpload(scope: Scope, storage: Storage, id: number) {
  const sending = await sendingOf(scope, id);
  const upload = planOf(sending);
  const parts = await storage.listParts(sending.file_key, upload.upload_id);
  return { upload, parts: parts.map(({ part_number, size }) => ({ part_number, size })) };
}

export async function fileUploadUrls(
  scope: Scope,
  storage: Storage,
  id: number,
  part_numbers: readonly number[],
) {
  const sending = await sendingOf(scope, id);
  const { upload_id, part_count } = planOf(sending);
  if (part_numbers.some((number) => number > (part_count ?? 0)))
    refuseFields({ pointer: '/part_numbers', message: `the file has ${part_count} parts` });
  const sign = async (part_number: number) => ({
    part_number,
    ...(await storage.signedPart(sending.file_key, upload_id, part_number, PART_URL_SECONDS)),
  });
  return { parts: await Promise.all(part_numbers.map(sign)) };
}

/** Makes the file of its parts; may be repeated. Refuses with `missing_parts` while some are not there. */
export async function completeFileUpload(scope: Scope, storage: Storage, id: number) {
  const { file_key, upload_id, part_size, size } = await sendingOf(scope, id);
  if (upload_id !== null && (await storage.head(file_key)) === undefined) {
    const parts = await storage.listParts(file_key, upload_id);
    const missing = missingParts(parts, size, part_size);
    if (missing.length > 0) refuse('source_not_found_or_empty', { missing_parts: missing.slice(0, 100) });
    await storage.completeUpload(file_key, upload_id, parts);
  }
  await scope.tx((tx) => queries.endSending(tx, id));
  return { file_key };
}
