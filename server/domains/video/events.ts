import { z } from 'zod';
import { defineEvent } from '#core/events.ts';

/** A video can be watched now, or is another one than before, or is gone: what counts for its class session changed. */
export const videoChanged = defineEvent(
  'video.changed',
  z.object({ video_id: z.int(), session_id: z.int() }),
);
