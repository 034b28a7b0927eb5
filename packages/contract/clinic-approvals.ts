import { z } from 'zod';
import { ClinicCause } from './clinic.ts';
import { IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

/** How many clinics are approved by one press; as many as a list has on a page at most. */
export const MOST_APPROVED = 500;

const Wanted = z.strictObject({
  link_ids: z.array(z.int().positive()).min(1).max(MOST_APPROVED),
});

export const ClinicApprovalPreview = z
  .object({
    links: z
      .array(
        z.object({
          id: z.int(),
          student_name: z.string(),
          lecture_title: z.string(),
          session_title: z.string(),
          cause: ClinicCause,
        }),
      )
      .describe('Those that would be approved, by name'),
    students: z.int(),
    left_out: z.int().describe('Not open any more, or not of a lecture that the caller works in'),
  })
  .meta({ id: 'ClinicApprovalPreview' });

export const ClinicApproval = z
  .object({
    id: z.int(),
    approved: z.int(),
    approved_by_name: z.string(),
    approved_at: Instant,
    undone_by_name: z.string().nullable(),
    undone_at: Instant.nullable(),
  })
  .meta({ id: 'ClinicApproval' });
export type ClinicApproval = z.infer<typeof ClinicApproval>;

const tags = ['clinic'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const previewClinicApproval = {
  method: 'POST',
  url: '/progress/clinic-approvals/preview',
  schema: {
    operationId: 'previewClinicApproval',
    summary: 'Whose clinics would be approved; nothing is written',
    tags,
    body: Wanted,
    response: { 200: ClinicApprovalPreview, ...refusals },
  },
} satisfies Route;

export const approveClinics = {
  method: 'POST',
  url: '/progress/clinic-approvals',
  schema: {
    operationId: 'approveClinics',
    summary:
      'Approve many clinics at once; those that are not open any more are left out, and nobody is told',
    tags,
    body: Wanted,
    response: { 201: ClinicApproval, ...refusals },
  },
} satisfies Route;

export const listClinicApprovals = {
  method: 'GET',
  url: '/progress/clinic-approvals',
  schema: {
    operationId: 'listClinicApprovals',
    summary: 'What the caller has approved many at once, the newest first',
    tags,
    querystring: ListQuery.omit({ ordering: true, search: true }),
    response: { 200: pageOf(ClinicApproval), ...refusals },
  },
} satisfies Route;

export const undoClinicApproval = {
  method: 'POST',
  url: '/progress/clinic-approvals/:id/undo',
  schema: {
    operationId: 'undoClinicApproval',
    summary:
      'Take it back: what nothing has happened to since, and of which the family was not told, is open again',
    tags,
    params: IdParams,
    response: { 200: z.object({ reopened: z.int(), kept: z.int() }), ...refusals },
  },
} satisfies Route;
