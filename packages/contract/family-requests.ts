import { z } from 'zod';
import { Clock } from './lectures.ts';
import { Day, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const RequestKind = z.enum(['excuse', 'make_up']);
export type RequestKind = z.infer<typeof RequestKind>;

export const RequestStatus = z.enum(['open', 'approved', 'refused', 'withdrawn']);
export type RequestStatus = z.infer<typeof RequestStatus>;

export const FamilyRequest = z
  .object({
    id: z.int(),
    kind: RequestKind,
    status: RequestStatus,
    student_id: z.int(),
    student_name: z.string(),
    lecture_id: z.int(),
    lecture_title: z.string(),
    session_id: z.int(),
    session_title: z.string(),
    date: z.string().nullable(),
    starts_at: z.string().nullable(),
    reason: z.string(),
    asked_at: Instant,
    by_link: z.boolean().describe('Asked by the link of a message, not by an account'),
    answer: z.string().nullable(),
    decided_at: Instant.nullable(),
    make_up: z
      .object({ session_id: z.int(), date: z.string().nullable(), starts_at: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'FamilyRequest' });
export type FamilyRequest = z.infer<typeof FamilyRequest>;

export const NewRequest = z.strictObject({
  session_id: z.int().positive(),
  kind: RequestKind,
  reason: z.string().trim().min(1).max(500),
});
export type NewRequest = z.infer<typeof NewRequest>;

const tags = ['parents'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem } as const;

export const withdrawRequest = {
  method: 'POST',
  url: '/family-requests/:id/withdraw',
  schema: {
    operationId: 'withdrawRequest',
    summary: 'Take back what nobody has decided yet',
    tags,
    params: IdParams,
    response: { 200: FamilyRequest, ...refusals, 409: Problem },
  },
} satisfies Route;

export const listRequests = {
  method: 'GET',
  url: '/family-requests',
  schema: {
    operationId: 'listRequests',
    summary: 'What families ask about the lectures of the caller; what is open first',
    tags,
    querystring: ListQuery.omit({ ordering: true }).extend({ status: RequestStatus.optional() }),
    response: { 200: pageOf(FamilyRequest), ...refusals },
  },
} satisfies Route;

const answer = z.string().trim().max(500);

export const approveRequest = {
  method: 'POST',
  url: '/family-requests/:id/approve',
  schema: {
    operationId: 'approveRequest',
    summary: 'An excuse marks the attendance EXCUSED; a make-up needs the class session that makes it up',
    tags,
    params: IdParams,
    body: z.strictObject({
      answer: answer.exactOptional(),
      make_up: z
        .union([
          z.strictObject({ session_id: z.int().positive() }),
          z.strictObject({ date: Day, starts_at: Clock, ends_at: Clock }),
        ])
        .exactOptional()
        .describe('One that is there, or a new one for this student alone'),
    }),
    response: { 200: FamilyRequest, 400: Problem, ...refusals, 409: Problem },
  },
} satisfies Route;

export const refuseRequest = {
  method: 'POST',
  url: '/family-requests/:id/refuse',
  schema: {
    operationId: 'refuseRequest',
    summary: 'Refuse, with the reason that the family is told',
    tags,
    params: IdParams,
    body: z.strictObject({ answer: answer.min(1) }),
    response: { 200: FamilyRequest, 400: Problem, ...refusals, 409: Problem },
  },
} satisfies Route;
