import { z } from 'zod';
import { Clock } from './lectures.ts';
import { Day, IdParams, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const SessionType = z.enum(['REGULAR', 'SUPPLEMENT']);
export type SessionType = z.infer<typeof SessionType>;

export const ClassSession = z
  .object({
    id: z.int(),
    lecture_id: z.int(),
    order: z.int().describe('Place in the lecture, 1..n without gaps'),
    title: z.string(),
    date: z.string().nullable(),
    starts_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    session_type: SessionType,
    regular_order: z.int().nullable().describe('Week number 1..n; a make-up has none'),
    is_open: z.boolean().describe('Whether the caller may enter: staff always'),
  })
  .meta({ id: 'ClassSession' });
export type ClassSession = z.infer<typeof ClassSession>;

const Times = {
  date: Day.nullable(),
  starts_at: Clock.nullable(),
  ends_at: Clock.nullable(),
};

export const NewClassSession = z.strictObject({
  title: z.string().trim().min(1).max(200).exactOptional().describe('Default: its number, or “make-up”'),
  session_type: SessionType.default('REGULAR'),
  date: Times.date.default(null),
  starts_at: Times.starts_at.default(null),
  ends_at: Times.ends_at.default(null),
  order: z.int().positive().exactOptional().describe('Default: by its date, else last'),
});
export type NewClassSession = z.infer<typeof NewClassSession>;

export const ClassSessionChange = z.strictObject({
  title: z.string().trim().min(1).max(200).exactOptional(),
  session_type: SessionType.exactOptional(),
  date: Times.date.exactOptional(),
  starts_at: Times.starts_at.exactOptional(),
  ends_at: Times.ends_at.exactOptional(),
});
export type ClassSessionChange = z.infer<typeof ClassSessionChange>;

export const ClassSessionQuery = ListQuery.extend({
  page_size: z.coerce.number().int().min(1).max(500).default(200),
  session_type: SessionType.optional(),
  date_from: Day.optional(),
  date_to: Day.optional(),
});
export type ClassSessionQuery = z.infer<typeof ClassSessionQuery>;

const tags = ['lectures'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listClassSessions = {
  method: 'GET',
  url: '/lectures/:id/sessions',
  schema: {
    operationId: 'listClassSessions',
    summary: 'The class sessions of a lecture in their order',
    tags,
    params: IdParams,
    querystring: ClassSessionQuery,
    response: { 200: pageOf(ClassSession), ...refusals },
  },
} satisfies Route;

export const addClassSession = {
  method: 'POST',
  url: '/lectures/:id/sessions',
  schema: {
    operationId: 'addClassSession',
    summary: 'A further class session, open to every ACTIVE enrollment; a make-up shifts no week number',
    tags,
    params: IdParams,
    body: NewClassSession,
    response: { 201: ClassSession, 400: Problem, ...refusals },
  },
} satisfies Route;

export const orderClassSessions = {
  method: 'PUT',
  url: '/lectures/:id/sessions/order',
  schema: {
    operationId: 'orderClassSessions',
    summary: 'Put the class sessions into this order; week numbers follow',
    tags,
    params: IdParams,
    body: z.strictObject({ session_ids: z.array(z.int().positive()).max(500) }),
    response: { 200: z.object({ sessions: z.array(ClassSession) }), 400: Problem, ...refusals },
  },
} satisfies Route;

export const getClassSession = {
  method: 'GET',
  url: '/sessions/:id',
  schema: {
    operationId: 'getClassSession',
    summary: 'One class session',
    tags,
    params: IdParams,
    response: { 200: ClassSession, ...refusals },
  },
} satisfies Route;

export const changeClassSession = {
  method: 'PATCH',
  url: '/sessions/:id',
  schema: {
    operationId: 'changeClassSession',
    summary: 'Change a class session',
    tags,
    params: IdParams,
    body: ClassSessionChange,
    response: { 200: ClassSession, 400: Problem, ...refusals },
  },
} satisfies Route;

export const deleteClassSession = {
  method: 'DELETE',
  url: '/sessions/:id',
  schema: {
    operationId: 'deleteClassSession',
    summary: 'Put a class session away; later ones move up. Refused while attendance is recorded in it',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreClassSession = {
  method: 'POST',
  url: '/sessions/:id/restore',
  schema: {
    operationId: 'restoreClassSession',
    summary: 'Bring a deleted class session back to its place by date, with all it held',
    tags,
    params: IdParams,
    response: { 200: ClassSession, ...refusals },
  },
} satisfies Route;
