import { z } from 'zod';
import { AttendanceStatus } from './attendance.ts';
import { FamilyRequest, NewRequest } from './family-requests.ts';
import { Day, IdParams, Instant } from './list.ts';
import { Problem } from './problem.ts';
import { RequirementState } from './progress.ts';
import { RiskLevel } from './progress-risk.ts';
import type { Route } from './route.ts';

const video = z.object({
  title: z.string(),
  watched_minutes: z.int().describe('Really played, each part counted once'),
  duration_minutes: z.int(),
  completed: z.boolean(),
  plays: z.int().describe('How often it was started'),
  last_played_at: Instant.nullable(),
});
const result = z.object({
  exam_id: z.int(),
  title: z.string(),
  total_score: z.number(),
  max_score: z.number(),
  pass_score: z.number(),
  retest_score: z.number().nullable().describe('Of a re-test in a clinic'),
  passed: z.boolean(),
});
const homework = z.object({
  title: z.string(),
  due_at: Instant.nullable(),
  handed_in_at: Instant.nullable(),
  is_late: z.boolean(),
});

/** One class session as its family sees it. */
export const ChildLesson = z
  .object({
    session_id: z.int(),
    enrollment_id: z.int(),
    lecture_title: z.string(),
    title: z.string(),
    is_make_up: z.boolean(),
    date: z.string(),
    starts_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    attendance: AttendanceStatus,
    completed: z.boolean(),
    video_state: RequirementState.nullable(),
    exam_state: RequirementState.nullable(),
    homework_state: RequirementState.nullable(),
    videos: z.array(video),
    results: z.array(result).describe('Only those that were released'),
    homework: z.array(homework),
  })
  .meta({ id: 'ChildLesson' });
export type ChildLesson = z.infer<typeof ChildLesson>;

const clinic = z.object({
  lecture_title: z.string(),
  session_title: z.string(),
  state: z.enum(['open', 'approved', 'booked', 'done']),
  starts_at: Instant.nullable(),
});

export const WeeklyReport = z
  .object({
    student_id: z.int(),
    student_name: z.string(),
    academy: z.string(),
    timezone: z.string(),
    locale: z.string(),
    week_on: Day.describe('The Monday'),
    until_on: Day.describe('The Sunday'),
    made_at: Instant,
    is_final: z.boolean().describe('Sent; it stays as it is. Otherwise the week so far'),
    held: z.int(),
    attended: z.int(),
    watched_minutes: z.int(),
    plays: z.int(),
    lessons: z.array(ChildLesson),
    clinic: z.array(clinic),
    next: z.array(
      ChildLesson.pick({
        session_id: true,
        lecture_title: true,
        title: true,
        is_make_up: true,
        date: true,
        starts_at: true,
        ends_at: true,
      }),
    ),
  })
  .meta({ id: 'WeeklyReport' });
export type WeeklyReport = z.infer<typeof WeeklyReport>;

export const ChildLecture = z.object({
  enrollment_id: z.int(),
  lecture_id: z.int(),
  lecture_title: z.string(),
  due_sessions: z.int(),
  completed_sessions: z.int(),
  came: z.int(),
  late: z.int(),
  absent: z.int(),
  risk_level: RiskLevel.nullable().describe('Null while a result is not released'),
});

export const ChildGlance = z
  .object({
    student_id: z.int(),
    name: z.string(),
    academy: z.string(),
    timezone: z.string(),
    today: Day,
    lectures: z.array(ChildLecture),
    lessons: z.array(ChildLesson).describe('Of the last two weeks and the next two'),
    requests: z.array(FamilyRequest).describe('The last twenty'),
    clinic: z.array(clinic),
    reports: z.array(Day).describe('The Mondays of the weeks that were reported, the last first'),
  })
  .meta({ id: 'ChildGlance' });
export type ChildGlance = z.infer<typeof ChildGlance>;

const tags = ['parents'] as const;
const refusals = { 401: Problem, 403: Problem, 404: Problem } as const;
const Wanted = z.strictObject({
  week_on: Day.optional().describe('Any day of the week; default: this week'),
});

export const childGlance = {
  method: 'GET',
  url: '/children/:id/glance',
  schema: {
    operationId: 'childGlance',
    summary: 'One child at a glance, for its parents',
    tags,
    params: IdParams,
    response: { 200: ChildGlance, ...refusals },
  },
} satisfies Route;

export const childReport = {
  method: 'GET',
  url: '/children/:id/report',
  schema: {
    operationId: 'childReport',
    summary: 'The report of a week; of a week that is not over, how it stands',
    tags,
    params: IdParams,
    querystring: Wanted,
    response: { 200: WeeklyReport, 400: Problem, ...refusals },
  },
} satisfies Route;

export const childReportPdf = {
  method: 'GET',
  url: '/children/:id/report.pdf',
  schema: {
    operationId: 'childReportPdf',
    summary: 'The same to print',
    tags,
    params: IdParams,
    querystring: Wanted,
    response: { 200: z.any().describe('application/pdf'), 400: Problem, ...refusals },
  },
} satisfies Route;

export const askForChild = {
  method: 'POST',
  url: '/children/:id/requests',
  schema: {
    operationId: 'askForChild',
    summary: 'Tell why a child was or will be absent, or ask for a make-up',
    tags,
    params: IdParams,
    body: NewRequest,
    response: { 201: FamilyRequest, 400: Problem, ...refusals, 409: Problem, 429: Problem },
  },
} satisfies Route;

const Address = z.object({
  address: z.string().nullable().describe('For calendar programs; whoever has it reads it'),
});

export const childCalendar = {
  method: 'GET',
  url: '/children/:id/calendar',
  schema: {
    operationId: 'childCalendar',
    summary: 'The private address of the child’s calendar; null before it is made',
    tags,
    params: IdParams,
    response: { 200: Address, ...refusals },
  },
} satisfies Route;

export const renewChildCalendar = {
  method: 'POST',
  url: '/children/:id/calendar',
  schema: {
    operationId: 'renewChildCalendar',
    summary: 'A new address; the one before is closed',
    tags,
    params: IdParams,
    response: { 200: Address, ...refusals },
  },
} satisfies Route;

export const readCalendar = {
  method: 'GET',
  url: '/calendar/:token',
  schema: {
    operationId: 'readCalendar',
    summary: 'The classes and make-ups of one student as iCalendar (RFC 5545)',
    tags,
    params: z.strictObject({ token: z.string().max(200) }),
    response: { 200: z.any().describe('text/calendar'), 404: Problem, 429: Problem },
  },
} satisfies Route;

export const familyLink = {
  method: 'GET',
  url: '/family',
  schema: {
    operationId: 'familyLink',
    summary: 'Whose page the link of a message opens, and until when',
    tags,
    response: { 200: z.object({ student_id: z.int(), expires_at: Instant }), ...refusals, 429: Problem },
  },
} satisfies Route;

export const familyGlance = {
  method: 'GET',
  url: '/family/children/:id',
  schema: {
    operationId: 'familyGlance',
    summary: 'The child of the link at a glance; 404 for every other',
    tags,
    params: IdParams,
    response: { 200: ChildGlance, ...refusals, 429: Problem },
  },
} satisfies Route;

export const familyReport = {
  method: 'GET',
  url: '/family/children/:id/report',
  schema: {
    operationId: 'familyReport',
    summary: 'The report of a week, for the child of the link',
    tags,
    params: IdParams,
    querystring: Wanted,
    response: { 200: WeeklyReport, 400: Problem, ...refusals, 429: Problem },
  },
} satisfies Route;

export const familyAsk = {
  method: 'POST',
  url: '/family/children/:id/requests',
  schema: {
    operationId: 'familyAsk',
    summary: 'As askForChild, by the link of a message',
    tags,
    params: IdParams,
    body: NewRequest,
    response: { 201: FamilyRequest, 400: Problem, ...refusals, 409: Problem, 429: Problem },
  },
} satisfies Route;
