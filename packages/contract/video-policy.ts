import { z } from 'zod';
import { AttendanceStatus } from './attendance.ts';
import { EnrollmentStatus } from './enrollments.ts';
import { IdParams } from './list.ts';
import { PlaybackPolicy } from './playback.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { SettingsChange } from './settings.ts';
import { PlayRefusal, VideoChange, VideoRule } from './video.ts';
import { PermissionChange } from './video-permission.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem } as const;
const Enrollments = z.array(z.int().positive()).min(1).max(2000);

/** What somebody is about to save: of the video, of some of its students, of the academy's choice, or several of them. */
export const PolicyProposal = z.strictObject({
  video: VideoChange.omit({ title: true }).optional(),
  students: z
    .strictObject({
      enrollments: Enrollments,
      change: PermissionChange.nullable().optional().describe('Null: what was set for them is cleared'),
      attendance: AttendanceStatus.optional().describe('In the class session of the video'),
      enrollment_status: EnrollmentStatus.optional(),
    })
    .optional(),
  academy: SettingsChange.shape.video.describe('What is chosen for all videos'),
});
export type PolicyProposal = z.infer<typeof PolicyProposal>;

/** Whether a student may watch, and how: what a start would say. */
export const PlayVerdict = z
  .object({
    reason: PlayRefusal.nullable().describe('Why not; null when they may'),
    rule: VideoRule.describe('`once` that was completed is free'),
    policy: PlaybackPolicy.nullable().describe('Null when they may not'),
  })
  .meta({ id: 'PlayVerdict' });
export type PlayVerdict = z.infer<typeof PlayVerdict>;

export const PolicyPreview = z
  .object({
    total: z.int().describe('Active students of the lecture'),
    watching: z.int().describe('Of them, who watches this video now'),
    changed: z.int().describe('Of them, who would be let in or kept out, or watch by another policy'),
    students: z
      .array(
        z.object({
          enrollment: z.int(),
          student_name: z.string(),
          watching_now: z.boolean(),
          changes: z.boolean(),
          before: PlayVerdict,
          after: PlayVerdict,
        }),
      )
      .describe('Everybody who watches now or for whom something would change'),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const previewPolicy = {
  method: 'POST',
  url: '/videos/:id/policy-preview',
  schema: {
    operationId: 'previewPolicy',
    summary: 'Whom a change would concern, before it is saved; changes nothing',
    tags,
    params: IdParams,
    body: PolicyProposal,
    response: { 200: PolicyPreview, ...refusals },
  },
} satisfies Route;

export const StudentPolicy = z
  .object({
    enrollment: z.int(),
    student_name: z.string(),
    watching_now: z.boolean(),
    completed: z.boolean(),
    is_override: z.boolean().describe('Something was set for this student'),
    set: PermissionChange.required().nullable().describe('What was set; null for nothing'),
    verdict: PlayVerdict,
  })
  .meta({ id: 'StudentPolicy' });
export type StudentPolicy = z.infer<typeof StudentPolicy>;

export const listStudentPolicies = {
  method: 'GET',
  url: '/videos/:id/student-policies',
  schema: {
    operationId: 'listStudentPolicies',
    summary: 'Every active student of the lecture with the rule and policy that hold for them',
    tags,
    params: IdParams,
    response: { 200: z.array(StudentPolicy), ...refusals },
  },
} satisfies Route;

export const PolicyImpactRow = z.object({
  enrollment: z.int(),
  student_name: z.string(),
  rule: VideoRule,
  effective_rule: VideoRule.describe('`once` that was completed is free'),
  completed: z.boolean(),
});
export type PolicyImpactRow = z.infer<typeof PolicyImpactRow>;

export const policyImpact = {
  method: 'GET',
  url: '/videos/:id/policy-impact',
  schema: {
    operationId: 'policyImpact',
    summary: 'The rule that holds for each active student; listStudentPolicies says more',
    tags,
    params: IdParams,
    response: {
      200: z.array(PolicyImpactRow),
      ...refusals,
    },
  },
} satisfies Route;

export const bulkClearVideoPermissions = {
  method: 'POST',
  url: '/video-permissions/bulk_clear',
  schema: {
    operationId: 'bulkClearVideoPermissions',
    summary: 'Forget what was set for these students: the rules of the video hold for them again',
    tags,
    body: z.strictObject({ video_id: z.int().positive(), enrollments: Enrollments }),
    response: { 200: z.object({ cleared: z.int() }), ...refusals },
  },
} satisfies Route;
