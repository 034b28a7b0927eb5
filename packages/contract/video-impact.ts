import { z } from 'zod';
import { markMany } from './attendance.ts';
import { changeClassSession } from './class-sessions.ts';
import { changeEnrollment, enrollMany, openSessions } from './enrollments.ts';
import { IdParams } from './list.ts';
import { EnforcementState } from './playback.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { SettingsChange } from './settings.ts';
import { PlayVerdict } from './video-policy.ts';

const tags = ['video'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

/** What a student watches in one of their lectures. */
const Viewing = z.object({
  student: z.int(),
  enrollment: z.int(),
  student_name: z.string(),
  lecture_title: z.string(),
  video: z.int(),
  video_title: z.string(),
  watching_now: z.boolean(),
});

/** Whom a change elsewhere concerns in what they watch, before it is saved. */
export const ViewingImpact = z
  .object({
    watching: z.int().describe('Students who watch now what would change for them'),
    changed: z
      .int()
      .describe(
        'Students who could watch and no longer, or the other way round, or by another policy or next step',
      ),
    verdicts: z.int().describe('The same by enrollment and video'),
    students: z
      .array(Viewing.extend({ before: PlayVerdict, after: PlayVerdict }))
      .describe('What would change, at most 200; who watches now comes first'),
    steps: z
      .array(
        Viewing.extend({
          violations: z.int().describe('So far, in the open case'),
          before: EnforcementState.describe('What one more violation would lead to'),
          after: EnforcementState,
        }),
      )
      .describe('Of other thresholds of enforcement, at most 200'),
  })
  .meta({ id: 'ViewingImpact' });
export type ViewingImpact = z.infer<typeof ViewingImpact>;

const response = { 200: ViewingImpact, ...refusals };

export const attendanceImpact = {
  method: 'POST',
  url: '/sessions/:id/attendance/video-impact',
  schema: {
    operationId: 'attendanceImpact',
    summary:
      'What marks would change of who may watch what, and how; takes what markMany takes, saves nothing',
    tags,
    params: IdParams,
    body: markMany.schema.body,
    response,
  },
} satisfies Route;

export const enrollmentImpact = {
  method: 'POST',
  url: '/enrollments/:id/video-impact',
  schema: {
    operationId: 'enrollmentImpact',
    summary: 'The same of another status, or of class sessions that are opened and closed',
    tags,
    params: IdParams,
    body: z.union([changeEnrollment.schema.body, openSessions.schema.body]),
    response,
  },
} satisfies Route;

export const enrollManyImpact = {
  method: 'POST',
  url: '/enrollments/bulk/video-impact',
  schema: {
    operationId: 'enrollManyImpact',
    summary: 'The same of students who would be enrolled; takes what enrollMany takes',
    tags,
    body: enrollMany.schema.body,
    response,
  },
} satisfies Route;

export const classSessionImpact = {
  method: 'POST',
  url: '/sessions/:id/video-impact',
  schema: {
    operationId: 'classSessionImpact',
    summary: 'The same of a class session that goes to another day, whose rules may ask for another share',
    tags,
    params: IdParams,
    body: changeClassSession.schema.body,
    response,
  },
} satisfies Route;

export const studentRemovalImpact = {
  method: 'GET',
  url: '/students/:id/removal-impact',
  schema: {
    operationId: 'studentRemovalImpact',
    summary: 'What a student could no longer watch who is removed',
    tags,
    params: IdParams,
    response,
  },
} satisfies Route;

export const classSessionRemovalImpact = {
  method: 'GET',
  url: '/sessions/:id/removal-impact',
  schema: {
    operationId: 'classSessionRemovalImpact',
    summary: 'What nobody could watch any longer without a class session; refused as its removal is',
    tags,
    params: IdParams,
    response,
  },
} satisfies Route;

export const lectureRemovalImpact = {
  method: 'GET',
  url: '/lectures/:id/removal-impact',
  schema: {
    operationId: 'lectureRemovalImpact',
    summary: 'The same without a lecture',
    tags,
    params: IdParams,
    response,
  },
} satisfies Route;

export const videoRemovalImpact = {
  method: 'GET',
  url: '/videos/:id/removal-impact',
  schema: {
    operationId: 'videoRemovalImpact',
    summary: 'The same without a video',
    tags,
    params: IdParams,
    response,
  },
} satisfies Route;

export const settingsImpact = {
  method: 'POST',
  url: '/settings/video-impact',
  schema: {
    operationId: 'settingsImpact',
    summary: 'The same of what the academy chooses for all videos, and of its thresholds of enforcement',
    tags,
    body: SettingsChange.pick({ video: true, enforcement: true }),
    response,
  },
} satisfies Route;
