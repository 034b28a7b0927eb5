import type { Tx } from '#core/db.ts';
import { enqueue } from '#core/tasks.ts';
import { updateVideo, type VideoRow } from './processing.queries.ts';
import { queueTranscode } from './processing-queue.ts';
import type { ReplacementRow } from './replacement.queries.ts';
import * as queries from './replacement.queries.ts';
import { clearUpload } from './upload.tasks.ts';

/** Which source a job is to read, and what becomes of an output by where it came from. */
export type Origin = 'present' | 'replacement' | 'given_up';

export function originOf(
  source_key: string | undefined,
  video: Pick<VideoRow, 'file_key'>,
  replacement: Pick<ReplacementRow, 'file_key'> | undefined,
): Origin {
  if (!source_key || source_key === video.file_key) return 'present';
  return source_key === replacement?.file_key ? 'replacement' : 'given_up';
}

/** The columns of a video that say what its source is. */
export function sourceColumns(row: ReplacementRow) {
  const { file_key, filename, content_type, source_bytes, source_probe } = row;
  return { file_key, filename, content_type, source_bytes, source_probe: JSON.stringify(source_probe) };
}

/**
 * Lets a source that arrived go on: its output is queued (behind what is under way); a video that FAILED has nothing
 * to keep and takes it at once.
 */
export async function takeUpReplacement(tx: Tx, video: VideoRow, row: ReplacementRow | undefined) {
  if (row?.status !== 'UPLOADED' || row.duration_ms === null) return;
  if (video.status === 'FAILED') {
    const duration = { duration_ms: row.duration_ms, duration: Math.round(row.duration_ms / 1000) };
    await updateVideo(tx, video.id, {
      ...sourceColumns(row),
      ...duration,
      status: 'UPLOADED',
      error_reason: '',
    });
    await dropOld(tx, video);
  }
  if (video.status === 'FAILED' || video.status === 'READY') await queueTranscode(tx, video.id);
}

/** The replacement is the source now: neither it nor the one before is needed any more as such. */
export async function dropOld(tx: Tx, { id, file_key }: Pick<VideoRow, 'id' | 'file_key'>): Promise<void> {
  await queries.deleteReplacement(tx, id);
  await enqueue(tx, clearUpload, { file_key, upload_id: null });
}
