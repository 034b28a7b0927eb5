import { z } from 'zod';

/** Runs after midnight of the academy, once however often it was queued. */
export const turnDay = { name: 'progress.turn_day', payload: z.strictObject({}) };
