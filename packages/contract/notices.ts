import { z } from 'zod';
import { AttendanceStatus } from './attendance.ts';
import { Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const NoticeTemplate = z.enum(['arrival', 'late', 'absence']);
export type NoticeTemplate = z.infer<typeof NoticeTemplate>;

export const Notice = z
  .object({
    id: z.int(),
    template: z.string(),
    channel: z.string(),
    student_id: z.int().nullable(),
    student_name: z.string().nullable(),
    recipient: z.string(),
    text: z.string(),
    status: z.enum(['queued', 'sent', 'failed', 'withdrawn']),
    created_at: Instant,
    sent_at: Instant.nullable(),
    last_error: z.string().nullable(),
  })
  .meta({ id: 'Notice' });
export type Notice = z.infer<typeof Notice>;

export const NoticePreview = z
  .object({
    template: NoticeTemplate.nullable(),
    text: z.string().nullable(),
    recipient_hint: z.string().nullable().describe('The phone number with its middle hidden'),
    telling: z.enum(['queued', 'not_today', 'no_phone', 'not_needed', 'already_told']),
  })
  .meta({ id: 'NoticePreview' });
export type NoticePreview = z.infer<typeof NoticePreview>;

const tags = ['notices'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem } as const;

export const previewNotice = {
  method: 'GET',
  url: '/notices/preview',
  schema: {
    operationId: 'previewNotice',
    summary: 'The very text that the family would get if this student were marked so now',
    tags,
    querystring: z.strictObject({ attendance_id: Id, status: AttendanceStatus }),
    response: {
      200: NoticePreview,
      400: Problem,
      ...refusals,
    },
  },
} satisfies Route;

export const outbox = {
  method: 'GET',
  url: '/dev/outbox',
  schema: {
    operationId: 'outbox',
    summary: 'Every message that went out, newest first; only where no real messages are sent',
    tags,
    querystring: ListQuery.omit({ ordering: true }).extend({ status: Notice.shape.status.optional() }),
    response: { 200: pageOf(Notice), ...refusals },
  },
} satisfies Route;
