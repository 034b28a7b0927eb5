import { z } from 'zod';
import { HomeworkSource } from './homework.ts';
import { PagesSeen } from './homework-pages.ts';
import { Flag, Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** `waiting` for who judges it, `returned` for the student. */
export const HomeworkState = z.enum(['to_do', 'waiting', 'returned', 'approved']);
export type HomeworkState = z.infer<typeof HomeworkState>;

export const HomeworkStanding = z
  .object({
    homework_id: z.int(),
    title: z.string(),
    session_id: z.int(),
    session_title: z.string(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    enrollment_id: z.int(),
    student_id: z.int(),
    student_name: z.string(),
    due_at: Instant.nullable().describe('For this student'),
    is_extended: z.boolean().describe('This student was given longer than the others'),
    accepts: z.array(HomeworkSource),
    accepts_late: z.boolean(),
    max_score: z.number().nullable(),
    state: HomeworkState,
    versions: z.int().describe('How often it was handed in'),
    submission: z
      .object({
        id: z.int(),
        created_at: Instant,
        is_late: z.boolean(),
        is_extended: z.boolean().describe('In time because this student was given longer'),
        score: z.number().nullable(),
        file_count: z.int(),
        film_reason: z.string().nullable().describe('Why its video cannot be played'),
        thumb_url: z.string().nullable().describe('Signed for an hour'),
        pages_seen: PagesSeen.nullable().describe('For staff, of homework with reference pages'),
      })
      .nullable()
      .describe('The one that counts'),
  })
  .meta({ id: 'HomeworkStanding' });
export type HomeworkStanding = z.infer<typeof HomeworkStanding>;

export const StandingQuery = ListQuery.omit({ ordering: true, search: true }).extend({
  homework: Id.optional(),
  lecture: Id.optional(),
  enrollment: Id.optional(),
  state: HomeworkState.optional(),
  open: Flag.optional().describe('Only what the student still has something to do for, or only the rest'),
});
export type StandingQuery = z.infer<typeof StandingQuery>;

export const HomeworkCount = z.object({
  homework_id: z.int(),
  students: z.int(),
  waiting: z.int(),
  returned: z.int(),
  approved: z.int(),
});
export type HomeworkCount = z.infer<typeof HomeworkCount>;

const tags = ['homework'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const listHomeworkStandings = {
  method: 'GET',
  url: '/homework/standings',
  schema: {
    operationId: 'listHomeworkStandings',
    summary: 'Where each student stands with each piece of homework, what is due first on top',
    tags,
    querystring: StandingQuery,
    response: { 200: pageOf(HomeworkStanding), ...refusals },
  },
} satisfies Route;

export const countHomeworkStandings = {
  method: 'GET',
  url: '/homework/counts',
  schema: {
    operationId: 'countHomeworkStandings',
    summary: 'How many students of a lecture have handed in, and how many wait for being judged, by homework',
    tags,
    querystring: z.strictObject({ lecture: Id }),
    response: { 200: z.object({ results: z.array(HomeworkCount) }), ...refusals },
  },
} satisfies Route;
