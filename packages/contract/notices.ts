import { z } from 'zod';
import { AttendanceStatus } from './attendance.ts';
import { ClinicTelling } from './clinic.ts';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const NoticeTemplate = z.enum(['arrival', 'late', 'absence']);
export type NoticeTemplate = z.infer<typeof NoticeTemplate>;

/** safety is always told, at any hour; the others wait for the morning and can be refused. */
export const NoticeKind = z.enum(['safety', 'study', 'marketing']);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const NoticeStatus = z.enum(['queued', 'sending', 'sent', 'failed', 'unsure', 'withdrawn']);

export const NoticeChannel = z.enum(['message', 'push']);

export const Notice = z
  .object({
    id: z.int(),
    kind: NoticeKind,
    template: z.string(),
    channel: NoticeChannel.describe('push: to a browser that its user chose'),
    provider: z.string().nullable().describe('Who carried it, or was asked to'),
    student_id: z.int().nullable(),
    student_name: z.string().nullable(),
    recipient: z.string(),
    text: z.string().describe('As it was sent; a link in it is hidden where messages really go out'),
    status: NoticeStatus,
    waits_for: z.enum(['quiet_hours', 'budget']).nullable(),
    not_before: Instant.nullable(),
    reason: z.enum(['changed', 'past', 'refused', 'gone']).nullable().describe('Why it was withdrawn'),
    link: z
      .object({ expires_at: Instant, opened_at: Instant.nullable(), revoked_at: Instant.nullable() })
      .nullable()
      .describe('The address in it that opens the page of one child'),
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
    recipient_hint: z.string().nullable().describe('The phone number or address with its middle hidden'),
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

export const previewClinicNotice = {
  method: 'GET',
  url: '/notices/clinic-preview',
  schema: {
    operationId: 'previewClinicNotice',
    summary: 'The very text that the family would get if it were told of this clinic now',
    tags,
    querystring: z.strictObject({ link: Id }),
    response: {
      200: z.object({
        text: z.string().nullable(),
        recipient_hint: z.string().nullable(),
        telling: ClinicTelling,
      }),
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
    summary: 'Every message that went out or waits, newest first',
    tags,
    querystring: ListQuery.omit({ ordering: true }).extend({
      status: NoticeStatus.optional(),
      channel: NoticeChannel.optional(),
      kind: NoticeKind.optional(),
      search: ListQuery.shape.search.describe('Part of a name, of a phone number or address, or of the text'),
    }),
    response: {
      200: pageOf(Notice).extend({
        by_status: z
          .record(NoticeStatus, z.int())
          .describe('How many there are of each status, by the other filters'),
      }),
      ...refusals,
    },
  },
} satisfies Route;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const Budget = z.int().min(0).max(1_000_000).nullable();

/** Who carries messages: nobody (they are kept in the outbox), e-mail, or a gateway for Alimtalk and SMS. */
export const NoticeProvider = z.enum(['log', 'email', 'gateway']);
export type NoticeProvider = z.infer<typeof NoticeProvider>;

const settings = {
  provider: NoticeProvider,
  quiet_from: Clock.nullable().describe(
    'From then on all but safety waits, by the academy\u2019s clock; null: never',
  ),
  quiet_until: Clock.nullable(),
  budget_day: Budget.describe('How many messages a day; null: as many as there are'),
  budget_month: Budget,
};

export const NoticeSettings = z
  .object({ ...settings, available: z.array(NoticeProvider).describe('Those that the operator has set up') })
  .meta({ id: 'NoticeSettings' });
export type NoticeSettings = z.infer<typeof NoticeSettings>;

export const NoticeSettingsChange = z.strictObject({
  provider: NoticeProvider.exactOptional(),
  quiet_from: settings.quiet_from.exactOptional(),
  quiet_until: settings.quiet_until.exactOptional(),
  budget_day: settings.budget_day.exactOptional(),
  budget_month: settings.budget_month.exactOptional(),
});
export type NoticeSettingsChange = z.infer<typeof NoticeSettingsChange>;

export const readNoticeSettings = {
  method: 'GET',
  url: '/notices/settings',
  schema: {
    operationId: 'readNoticeSettings',
    summary: 'Who carries the messages of the academy, when, and how many',
    tags,
    response: { 200: NoticeSettings, ...refusals },
  },
} satisfies Route;

export const changeNoticeSettings = {
  method: 'PATCH',
  url: '/notices/settings',
  schema: {
    operationId: 'changeNoticeSettings',
    summary: 'Change them; what waits is looked at anew',
    tags,
    body: NoticeSettingsChange,
    response: { 200: NoticeSettings, 400: Problem, ...refusals },
  },
} satisfies Route;

export const noticeUsage = {
  method: 'GET',
  url: '/notices/usage',
  schema: {
    operationId: 'noticeUsage',
    summary: 'How many messages went out today and this month, and what waits for what',
    tags,
    response: {
      200: z.object({
        provider: NoticeProvider,
        today: z.int(),
        month: z.int(),
        budget_day: Budget,
        budget_month: Budget,
        waiting_for_morning: z.int(),
        waiting_for_budget: z.int(),
        failed: z.int(),
        unsure: z.int(),
      }),
      ...refusals,
    },
  },
} satisfies Route;

export const sendNoticeAgain = {
  method: 'POST',
  url: '/notices/:id/send-again',
  schema: {
    operationId: 'sendNoticeAgain',
    summary: 'Send a message that failed, or of which nobody knows whether it went out',
    tags,
    params: IdParams,
    response: { 200: z.object({ status: NoticeStatus }), ...refusals, 409: Problem },
  },
} satisfies Route;

export const revokeNoticeLink = {
  method: 'POST',
  url: '/notices/:id/revoke-link',
  schema: {
    operationId: 'revokeNoticeLink',
    summary: 'Close the address that a message carries',
    tags,
    params: IdParams,
    response: { 200: z.object({ revoked_at: Instant }), ...refusals },
  },
} satisfies Route;

export const NoticeWishes = z
  .object({
    refused: z.array(NoticeKind.exclude(['safety'])).describe('Safety cannot be refused'),
    quiet_from: Clock.nullable().describe('Null: the hours of the academy'),
    quiet_until: Clock.nullable(),
    academy_quiet_from: Clock.nullable(),
    academy_quiet_until: Clock.nullable(),
    push_key: z.string().nullable().describe('The key for web push; null where there is none'),
    push_count: z.int().describe('On how many browsers the user gets messages'),
  })
  .meta({ id: 'NoticeWishes' });
export type NoticeWishes = z.infer<typeof NoticeWishes>;

export const readNoticeWishes = {
  method: 'GET',
  url: '/notices/wishes',
  schema: {
    operationId: 'readNoticeWishes',
    summary: 'What the caller wants to hear, and when',
    tags,
    response: { 200: NoticeWishes, ...refusals },
  },
} satisfies Route;

export const changeNoticeWishes = {
  method: 'PATCH',
  url: '/notices/wishes',
  schema: {
    operationId: 'changeNoticeWishes',
    summary: 'Change what the caller wants to hear; messages about safety always come',
    tags,
    body: z.strictObject({
      refused: z
        .array(NoticeKind.exclude(['safety']))
        .max(2)
        .exactOptional(),
      quiet_from: Clock.nullable().exactOptional(),
      quiet_until: Clock.nullable().exactOptional(),
    }),
    response: { 200: NoticeWishes, 400: Problem, ...refusals },
  },
} satisfies Route;

export const subscribeToPush = {
  method: 'POST',
  url: '/notices/push-subscriptions',
  schema: {
    operationId: 'subscribeToPush',
    summary: 'Show messages in this browser as well',
    tags,
    body: z.strictObject({
      endpoint: z.url({ protocol: /^https$/ }).max(1000),
      p256dh: z
        .string()
        .length(87)
        .regex(/^[A-Za-z0-9_-]{87}$/),
      auth: z
        .string()
        .length(22)
        .regex(/^[A-Za-z0-9_-]{22}$/),
    }),
    response: { 201: z.object({ push_count: z.int() }), 400: Problem, ...refusals },
  },
} satisfies Route;

export const unsubscribeFromPush = {
  method: 'DELETE',
  url: '/notices/push-subscriptions',
  schema: {
    operationId: 'unsubscribeFromPush',
    summary: 'No more messages in any browser',
    tags,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;
