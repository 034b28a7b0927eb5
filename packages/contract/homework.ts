import { z } from 'zod';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const HomeworkSource = z.enum(['homework_image', 'homework_video', 'ai_match']);
export const HomeworkPassRule = z.enum(['SUBMIT', 'SCORE', 'TEACHER_APPROVAL']);

/** What work is often worth more or less for; less than nothing takes points away. */
export const RubricItem = z.strictObject({
  label: z.string().trim().min(1).max(200),
  points: z.number().min(-1000).max(1000),
});
export type RubricItem = z.infer<typeof RubricItem>;

/** What the rubric leaves of the full score, between nothing and all; null when there is no full score or no mark. */
export function scoreOf(max_score: number | null, marks: readonly RubricItem[]): number | null {
  if (max_score === null || marks.length === 0) return null;
  const sum = marks.reduce((points, mark) => points + mark.points, max_score);
  return Math.round(Math.min(max_score, Math.max(0, sum)) * 100) / 100;
}

const text = (max: number) => z.string().trim().max(max);
const fields = {
  description: text(5000),
  due_at: Instant.nullable(),
  accepts_late: z.boolean(),
  accepts: z.array(HomeworkSource).min(1).max(3),
  pass_rule: HomeworkPassRule.nullable().describe('Null: the policy of the lecture decides'),
  pass_score: z.number().min(0).max(100_000).nullable(),
  max_score: z.number().positive().max(100_000).nullable(),
  rubric: z.array(RubricItem).max(50),
};

export const Homework = z
  .object({
    id: z.int(),
    session_id: z.int().describe('The class session'),
    lecture_id: z.int(),
    title: z.string(),
    ...fields,
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Homework' });
export type Homework = z.infer<typeof Homework>;

const optional = {
  description: fields.description.exactOptional(),
  due_at: fields.due_at.exactOptional(),
  accepts_late: fields.accepts_late.exactOptional(),
  accepts: fields.accepts.exactOptional(),
  pass_rule: fields.pass_rule.exactOptional(),
  pass_score: fields.pass_score.exactOptional(),
  max_score: fields.max_score.exactOptional(),
  rubric: fields.rubric.exactOptional(),
};
const title = text(200).min(1);
export const NewHomework = z.strictObject({ session_id: z.int().positive(), title, ...optional });
export type NewHomework = z.infer<typeof NewHomework>;
export const HomeworkChange = z.strictObject({ title: title.exactOptional(), ...optional });
export type HomeworkChange = z.infer<typeof HomeworkChange>;

export const HomeworkExtension = z
  .object({
    homework_id: z.int(),
    enrollment_id: z.int(),
    student_name: z.string(),
    due_at: Instant,
    reason: z.string(),
    created_at: Instant,
  })
  .meta({ id: 'HomeworkExtension' });
export type HomeworkExtension = z.infer<typeof HomeworkExtension>;
export const ExtendHomework = z.strictObject({ due_at: Instant, reason: text(500).default('') });
export type ExtendHomework = z.infer<typeof ExtendHomework>;

export const HomeworkQuery = ListQuery.extend({ session: Id.optional(), lecture: Id.optional() });
export type HomeworkQuery = z.infer<typeof HomeworkQuery>;

const tags = ['homework'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;
const Extended = z.strictObject({ id: Id, enrollment_id: Id });

export const listHomework = {
  method: 'GET',
  url: '/homework',
  schema: {
    operationId: 'listHomework',
    summary: 'Homework of the lectures that the caller may know of',
    tags,
    querystring: HomeworkQuery,
    response: { 200: pageOf(Homework), ...refusals },
  },
} satisfies Route;

export const createHomework = {
  method: 'POST',
  url: '/homework',
  schema: {
    operationId: 'createHomework',
    summary: 'New homework of a class session',
    tags,
    body: NewHomework,
    response: { 201: Homework, ...refusals },
  },
} satisfies Route;

export const getHomework = {
  method: 'GET',
  url: '/homework/:id',
  schema: {
    operationId: 'getHomework',
    summary: 'One piece of homework',
    tags,
    params: IdParams,
    response: { 200: Homework, ...refusals },
  },
} satisfies Route;

export const changeHomework = {
  method: 'PATCH',
  url: '/homework/:id',
  schema: {
    operationId: 'changeHomework',
    summary: 'Change homework',
    tags,
    params: IdParams,
    body: HomeworkChange,
    response: { 200: Homework, ...refusals },
  },
} satisfies Route;

export const deleteHomework = {
  method: 'DELETE',
  url: '/homework/:id',
  schema: {
    operationId: 'deleteHomework',
    summary: 'Put homework away with all that was handed in; restoreHomework brings it back',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreHomework = {
  method: 'POST',
  url: '/homework/:id/restore',
  schema: {
    operationId: 'restoreHomework',
    summary: 'Bring deleted homework back as it was',
    tags,
    params: IdParams,
    response: { 200: Homework, ...refusals },
  },
} satisfies Route;

export const listHomeworkExtensions = {
  method: 'GET',
  url: '/homework/:id/extensions',
  schema: {
    operationId: 'listHomeworkExtensions',
    summary: 'Who has longer',
    tags,
    params: IdParams,
    response: { 200: z.object({ results: z.array(HomeworkExtension) }), ...refusals },
  },
} satisfies Route;

export const extendHomework = {
  method: 'PUT',
  url: '/homework/:id/extensions/:enrollment_id',
  schema: {
    operationId: 'extendHomework',
    summary: 'Give one student longer; replaces what was given before',
    tags,
    params: Extended,
    body: ExtendHomework,
    response: { 200: HomeworkExtension, ...refusals },
  },
} satisfies Route;

export const removeHomeworkExtension = {
  method: 'DELETE',
  url: '/homework/:id/extensions/:enrollment_id',
  schema: {
    operationId: 'removeHomeworkExtension',
    summary: 'Take an extension back',
    tags,
    params: Extended,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
