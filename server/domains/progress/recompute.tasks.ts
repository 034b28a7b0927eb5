import { z } from 'zod';

/** Runs after midnight of the academy, once however often it was queued. */
export const turnDay = { name: 'progress.turn_day', payload: z.strictObject({}) };

/** Judges a class session for everybody in it, at a moment of which nothing else tells. */
export const judgeSession = {
  name: 'progress.judge_session',
  payload: z.strictObject({ session_id: z.int() }),
};
