import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** A video can be watched now, or is another one than before, or is gone: what counts for its class session changed. */
export const videoChanged = defineEvent(
  'video.changed',
  z.object({ video_id: z.int(), session_id: z.int() }),
);

/** Somebody watched a whole percent more, or completed the video. Emitted by app.beat_together (0008_watching.sql). */
export const videoWatched = defineEvent(
  'video.watched',
  z.object({ video_id: z.int(), session_id: z.int(), enrollment_id: z.int() }),
);
