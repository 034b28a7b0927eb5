import { Refusal, refuse } from '#core/problem.ts';
import { missingParts } from '#core/storage/parts.rules.ts';
import type { Part, Storage, StoredObject } from '#core/storage/storage.ts';
import type { VideoRow } from './processing.queries.ts';

type Pending = Pick<VideoRow, 'file_key' | 'upload_id' | 'part_size' | 'source_bytes'>;

/** The source as one object: made of its parts, or put in one go, or made by a try before that was cut off. */
export async function assembleSource(storage: Storage, video: Pending): Promise<StoredObject> {
  const { file_key, upload_id, part_size, source_bytes } = video;
  const parts = (upload_id !== null && (await listPartsIfThere(storage, file_key, upload_id))) || [];
  if (upload_id !== null && part_size !== null && parts.length > 0) {
    const missing = missingParts(parts, source_bytes, part_size);
    if (missing.length > 0) refuse('source_not_found_or_empty', { missing_parts: missing.slice(0, 100) });
    return await storage.completeUpload(file_key, upload_id, parts);
  }
  const put = (await storage.head(file_key)) ?? refuse('source_not_found_or_empty');
  if (upload_id !== null) await storage.abortUpload(file_key, upload_id);
  return put;
}

/** Undefined when the upload is gone: completed before, or forgotten. */
export async function listPartsIfThere(
  storage: Storage,
  key: string,
  uploadId: string,
): Promise<Part[] | undefined> {
  try {
    return await storage.listParts(key, uploadId);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}
