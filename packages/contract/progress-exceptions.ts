import { z } from 'zod';
import { Id, IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** The parts of a class session that can be excused. */
export const RequirementName = z.enum(['video', 'exam', 'homework']);
export type RequirementName = z.infer<typeof RequirementName>;

const given = {
  id: z.int(),
  session_id: z.int(),
  enrollment_id: z.int(),
  reason: z.string(),
  created_by_name: z.string(),
  created_at: Instant,
};

export const RequirementExcuse = z
  .object({ ...given, requirement: RequirementName })
  .meta({ id: 'RequirementExcuse' });
export type RequirementExcuse = z.infer<typeof RequirementExcuse>;

export const ProgressOverride = z
  .object({ ...given, completed: z.boolean() })
  .meta({ id: 'ProgressOverride' });
export type ProgressOverride = z.infer<typeof ProgressOverride>;

const place = { session_id: z.int().positive(), enrollment_id: z.int().positive() };
const reason = z.string().trim().min(1).max(500);
export const NewExcuse = z.strictObject({ ...place, requirement: RequirementName, reason });
export type NewExcuse = z.infer<typeof NewExcuse>;
export const NewOverride = z.strictObject({ ...place, completed: z.boolean(), reason });
export type NewOverride = z.infer<typeof NewOverride>;

const tags = ['progress'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;

export const listProgressExceptions = {
  method: 'GET',
  url: '/progress/exceptions',
  schema: {
    operationId: 'listProgressExceptions',
    summary: 'What was decided for one student in one class session beside the rules, and why',
    tags,
    querystring: z.strictObject({ session_id: Id, enrollment_id: Id }),
    response: {
      200: z.object({ excuses: z.array(RequirementExcuse), override: ProgressOverride.nullable() }),
      ...refusals,
    },
  },
} satisfies Route;

export const excuseRequirement = {
  method: 'POST',
  url: '/progress/excuses',
  schema: {
    operationId: 'excuseRequirement',
    summary: 'Excuse a student of one requirement of a class session; what is met already stays so',
    tags,
    body: NewExcuse,
    response: { 201: RequirementExcuse, 409: Problem, ...refusals },
  },
} satisfies Route;

export const revertExcuse = {
  method: 'DELETE',
  url: '/progress/excuses/:id',
  schema: {
    operationId: 'revertExcuse',
    summary: 'Take an excuse back: the requirement is judged by its facts again',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const overrideProgress = {
  method: 'POST',
  url: '/progress/overrides',
  schema: {
    operationId: 'overrideProgress',
    summary: 'Say what a class session came to for a student; it stays through every judgement',
    tags,
    body: NewOverride,
    response: { 201: ProgressOverride, 409: Problem, ...refusals },
  },
} satisfies Route;

export const revertOverride = {
  method: 'DELETE',
  url: '/progress/overrides/:id',
  schema: {
    operationId: 'revertOverride',
    summary: 'Take an override back: the session is judged by its facts again',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
