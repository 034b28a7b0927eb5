import { z } from 'zod';
import type { Tx } from '#core/db.ts';
import { queueJob } from '#domains/jobs/index.ts';

export const TRANSCODE = 'video.transcode';
export const privatePayload = z.strictObject({});

/** Queues the transcoding of an accepted source, in the transaction that accepted it. */
export function queueTranscode(tx: Tx, video_id: number): Promise<number> {
  return queueJob(tx, { kind: TRANSCODE, privatePayload }, { subject_id: video_id, private_payload: {} });
}
