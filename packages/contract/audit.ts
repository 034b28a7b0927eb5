import { z } from 'zod';
import { Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** What can be changed. */
export const auditAreas = [
  'account',
  'answers',
  'api_key',
  'attendance',
  'class_session',
  'clinic',
  'clinic_booking',
  'clinic_slot',
  'enrollment',
  'exam',
  'family_request',
  'grade',
  'homework',
  'import',
  'jobs',
  'kiosk',
  'lecture',
  'notice',
  'notices',
  'playback_case',
  'progress',
  'results',
  'risk_case',
  'scan',
  'sheet_template',
  'storage',
  'student',
  'students',
  'study_device',
  'study_fit',
  'study_question',
  'study_topic',
  'submission',
  'tenant',
  'video',
] as const;
export type AuditArea = (typeof auditAreas)[number];

/** What can be done to it. */
export const auditVerbs = [
  'accept_replacement',
  'accept_upload',
  'add_caption',
  'approved',
  'ask',
  'assign_staff',
  'attended',
  'begin_replacement',
  'book',
  'booked',
  'bulk',
  'cancel',
  'cancel_replacement',
  'cancel_upload',
  'cancelled',
  'change',
  'change_password',
  'change_pages',
  'change_regions',
  'change_sheet',
  'changed',
  'check_in',
  'commit',
  'consent',
  'correct_answer',
  'create',
  'created',
  'delete',
  'deleted',
  'disable_totp',
  'dismissed',
  'done',
  'edit',
  'edit_caption',
  'enable_totp',
  'excuse',
  'export',
  'export_events',
  'extend',
  'forget_upload',
  'import',
  'issue_accounts',
  'let_count',
  'mark',
  'mark_many',
  'missed',
  'open',
  'override',
  'print',
  'print_sheets',
  'publish_policy',
  'redo',
  'refused',
  'reject_replacement',
  'reject_upload',
  'rekey',
  'release',
  'remove',
  'remove_caption',
  'remove_extension',
  'remove_orphan',
  'remove_permission',
  'reorder',
  'reprocess',
  'restore',
  'restored',
  'retest',
  'retry',
  'revert',
  'revert_excuse',
  'revert_override',
  'review',
  'revoke',
  'revoke_link',
  'scan',
  'send_again',
  'sessions',
  'set_chapters',
  'set_permission',
  'set_progress',
  'set_questions',
  'set_temporary_password',
  'settings',
  'sort_page',
  'status',
  'tell',
  'undo',
  'undo_import',
  'update',
  'upload',
  'withdraw',
] as const;
export type AuditVerb = (typeof auditVerbs)[number];
export type AuditAction = `${AuditArea}.${AuditVerb}`;

/** One change made by a person (or the system): who, when, what, before and after. */
export const AuditEntry = z
  .object({
    seq: z.int(),
    occurred_at: Instant,
    actor_kind: z.string(),
    actor_id: z.int().nullable(),
    actor_name: z.string().nullable(),
    action: z.string(),
    subject_type: z.string(),
    subject_id: z.string().nullable(),
    before: z.unknown(),
    after: z.unknown(),
    request_id: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.output<typeof AuditEntry>;

const tags = ['audit'] as const;

export const listAuditLog = {
  method: 'GET',
  url: '/audit-log',
  schema: {
    operationId: 'listAuditLog',
    summary: 'What was changed by whom, the newest first',
    tags,
    querystring: z.strictObject({
      action: z.string().max(100).optional().describe('account.change, or account. for all that begin so'),
      subject_type: z.string().max(100).optional(),
      subject_id: z.string().max(100).optional(),
      actor_id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
      from: Instant.optional(),
      to: Instant.optional(),
      cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
      page_size: z.coerce.number().int().min(1).max(500).default(50),
    }),
    response: {
      200: z.object({ next: z.string().nullable(), results: z.array(AuditEntry) }),
      400: Problem,
      401: Problem,
      403: Problem,
    },
  },
} satisfies Route;
export type AuditQuery = z.output<typeof listAuditLog.schema.querystring>;

/**
 * What somebody did to the trail behind our back. `edited`: the content is not what was written; `removed`: nothing is
 * there any more; `moved`: the entry stands in another place than it was written at (`from_seq`); `added`: it was not
 * written by us.
 */
export const AuditProblem = z
  .object({
    seq: z.int(),
    what: z.enum(['edited', 'removed', 'moved', 'added']),
    to_seq: z.int().optional().describe('Of a range that was removed'),
    from_seq: z.int().optional().describe('Where a moved entry was written'),
  })
  .meta({ id: 'AuditProblem' });
export type AuditProblem = z.infer<typeof AuditProblem>;

export const AuditVerdict = z
  .object({ ok: z.boolean(), checked: z.int(), problems: z.array(AuditProblem) })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export const verifyAuditLog = {
  method: 'POST',
  url: '/audit-log/verify',
  schema: {
    operationId: 'verifyAuditLog',
    summary: 'Whether the trail is as it was written; names at most a hundred entries that are not',
    tags,
    response: { 200: AuditVerdict, 401: Problem, 403: Problem },
  },
} satisfies Route;
