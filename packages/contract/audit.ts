import { z } from 'zod';
import { Instant } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

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
