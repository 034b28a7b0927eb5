import { z } from 'zod';
import { IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const Kiosk = z
  .object({ id: z.int(), name: z.string(), created_at: Instant, revoked_at: Instant.nullable() })
  .meta({ id: 'Kiosk' });
export type Kiosk = z.infer<typeof Kiosk>;

const tags = ['kiosk'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem } as const;

export const listKiosks = {
  method: 'GET',
  url: '/kiosks',
  schema: {
    operationId: 'listKiosks',
    summary: 'The tablets at the door',
    tags,
    querystring: ListQuery.omit({ ordering: true, search: true }),
    response: { 200: pageOf(Kiosk), ...refusals },
  },
} satisfies Route;

export const createKiosk = {
  method: 'POST',
  url: '/kiosks',
  schema: {
    operationId: 'createKiosk',
    summary: 'A new kiosk; its token is told once, here',
    tags,
    body: z.strictObject({ name: z.string().trim().min(1).max(50) }),
    response: {
      201: Kiosk.extend({
        token: z.string(),
        path: z.string().describe('Open this page on the tablet: /kiosk#token'),
      }),
      400: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const revokeKiosk = {
  method: 'DELETE',
  url: '/kiosks/:id',
  schema: {
    operationId: 'revokeKiosk',
    summary: 'The kiosk stops working at once',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const kioskWelcome = {
  method: 'GET',
  url: '/kiosk',
  schema: {
    operationId: 'kioskWelcome',
    summary: 'Which academy and door this kiosk is',
    tags,
    response: {
      200: z.object({ academy: z.string(), name: z.string(), locale: z.enum(['ko', 'en']) }),
      401: Problem,
    },
  },
} satisfies Route;

export const CheckedIn = z
  .object({
    result: z.enum(['checked_in', 'already']),
    student_name: z.string(),
    lecture_title: z.string(),
    starts_at: z.string().nullable(),
    status: z.string().describe('An attendance status'),
    arrived_at: Instant.nullable(),
  })
  .meta({ id: 'CheckedIn' });
export type CheckedIn = z.infer<typeof CheckedIn>;

export const checkIn = {
  method: 'POST',
  url: '/kiosk/check-in',
  schema: {
    operationId: 'checkIn',
    summary: 'A student types eight digits: present or late by the clock; a second time changes nothing',
    tags,
    body: z.strictObject({ code: z.string().regex(/^\d{8}$/, 'must be eight digits') }),
    response: { 200: CheckedIn, 400: Problem, 401: Problem, 404: Problem, 409: Problem, 429: Problem },
  },
} satisfies Route;
