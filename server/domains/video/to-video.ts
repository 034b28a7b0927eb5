import type { Video } from '@seodang/contract/video.ts';
import type { z } from 'zod';
import type { VideoRow } from './processing.queries.ts';

/** A video as staff see it. `thumbnail_url` is signed by whoever may show it. */
export function toVideo(row: VideoRow, thumbnail_url: string | null): z.output<typeof Video> {
  const { id, session_id, title, order, status, error_reason, duration, output_is_whole } = row;
  const { allow_skip, max_speed, show_watermark, filename, source_bytes, created_at, updated_at } = row;
  return {
    ...{ id, session_id, title, order, status, error_reason, duration, output_is_whole },
    ...{ allow_skip, max_speed: Number(max_speed), show_watermark, filename, source_bytes },
    ...{ created_at, updated_at, thumbnail_url },
    source_type: row.file_key === '' ? 'unknown' : 's3',
  };
}
