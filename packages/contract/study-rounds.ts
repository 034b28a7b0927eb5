import { z } from 'zod';
import { Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { QuizMode } from './study-quiz.ts';

const PubIds = z.array(z.uuid()).max(200);

/** What a round asks, as the device chose it. */
export const StudyRoundPlan = z.strictObject({
  mode: QuizMode,
  pub_ids: PubIds.min(1).describe('In the order in which they are asked'),
  reshuffled: PubIds.describe('Asked with their choices in another order, by the seed'),
  skipped: PubIds.describe('Put off to the end'),
  seed: z.int().min(0).max(0xffffffff),
  begun_at: Instant,
});
export type StudyRoundPlan = z.infer<typeof StudyRoundPlan>;

export const SharedStudyRound = z
  .object({ ...StudyRoundPlan.shape, uuid: z.uuid(), is_open: z.boolean() })
  .meta({ id: 'SharedStudyRound' });
export type SharedStudyRound = z.infer<typeof SharedStudyRound>;

export const JoinedStudyRound = SharedStudyRound.extend({
  first_seq: z.int().describe('From which number on this device counts the places of its answers'),
}).meta({ id: 'JoinedStudyRound' });
export type JoinedStudyRound = z.infer<typeof JoinedStudyRound>;

const ShareStudyRound = StudyRoundPlan.extend({
  uuid: z.uuid().describe('The device’s own, by which its answers are sent too'),
  is_open: z.boolean().describe('false: nobody goes on with it any more, for good'),
});
export type ShareStudyRound = z.infer<typeof ShareStudyRound>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const shareStudyRound = {
  method: 'POST',
  url: '/study/rounds',
  schema: {
    operationId: 'shareStudyRound',
    summary: 'Let other devices of the student go on with a round; what it asks stays as it was first told',
    tags,
    body: ShareStudyRound,
    response: { 200: SharedStudyRound, ...refusals },
  },
} satisfies Route;

export const joinStudyRound = {
  method: 'POST',
  url: '/study/rounds/join',
  schema: {
    operationId: 'joinStudyRound',
    summary: 'Go on with a round that was begun on another device; its answers are in the pack',
    tags,
    body: z.strictObject({ uuid: z.uuid() }),
    response: { 200: JoinedStudyRound, ...refusals },
  },
} satisfies Route;
