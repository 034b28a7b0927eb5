import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { Day, Id, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { StudyChoice } from './study-bank.ts';
import { StudyOutcome } from './study-quiz.ts';

const Share = z.number().min(0).max(1);

export const StudyToday = z
  .object({
    today: Day.describe('The study day, which starts at 04:00 by the academy’s clock'),
    due: z.array(
      z.object({ study_topic_id: z.int(), title: z.string(), due: z.int().describe('Today and before') }),
    ),
    due_count: z.int(),
    waiting_count: z.int().describe('Answers that wait until their questions are published'),
    streak: z.int().describe('Study days in a row, up to today or yesterday'),
    forecast: z
      .array(z.object({ day: Day, due: z.int() }))
      .describe('The next 14 days; what is overdue is due today'),
    retention: Share.nullable().describe(
      'The predicted share of answers known today, by knowledge alone: what guessing adds is taken off',
    ),
  })
  .meta({ id: 'StudyToday' });
export type StudyToday = z.infer<typeof StudyToday>;

/** How well something is known, with the 95 % interval of Wilson: few answers say little. */
export const StudyWeakness = z
  .object({
    name: z.string(),
    attempts: z.int(),
    passed: z.int(),
    rate: Share,
    low: Share,
    high: Share,
    chronic: z.int().describe('Questions failed again and again'),
  })
  .meta({ id: 'StudyWeakness' });
export type StudyWeakness = z.infer<typeof StudyWeakness>;

export const StudyWeak = z
  .object({ subjects: z.array(StudyWeakness), tags: z.array(StudyWeakness) })
  .meta({ id: 'StudyWeak' });
export type StudyWeak = z.infer<typeof StudyWeak>;

export const StudyNote = z
  .object({
    pub_id: z.uuid(),
    study_topic_id: z.int(),
    subject: z.string(),
    kind: QuestionKind,
    body: z.string(),
    choices: z.array(StudyChoice),
    keys: z.array(z.array(z.string())),
    explanation: z.string(),
    tags: z.array(z.string()),
    picture_path: z
      .string()
      .nullable()
      .describe('The name of the picture of what the student marked on paper (listStudyImages)'),
    selected: z.array(z.string()).describe('What was answered last'),
    unsure: z.boolean(),
    outcome: StudyOutcome,
    at: Instant,
    attempts: z.int(),
    fails: z.int(),
    is_chronic: z.boolean(),
    due_day: Day,
  })
  .meta({ id: 'StudyNote' });
export type StudyNote = z.infer<typeof StudyNote>;

export const StudyNoteQuery = ListQuery.extend({
  topic: Id.optional(),
  from: Day.optional().describe('Wrong on this study day or later'),
  to: Day.optional(),
  from_quiz: Id.optional().describe('Wrong in the quiz sessions from this one'),
  to_quiz: Id.optional().describe('… to this one'),
});
export type StudyNoteQuery = z.infer<typeof StudyNoteQuery>;

export const StudyNotesPdfQuery = z.strictObject({
  ...StudyNoteQuery.pick({ topic: true, from: true, to: true, from_quiz: true, to_quiz: true }).shape,
  answers: z.enum(['true', 'false']).default('true').describe('Whether keys and explanations follow'),
});
export type StudyNotesPdfQuery = z.infer<typeof StudyNotesPdfQuery>;

export const StudyStateHash = z
  .object({
    state_hash: z.string().describe('As packages/recall makes it over pub_ids'),
    count: z.int(),
    weights: z
      .array(z.object({ subject: z.string().nullable(), weights: z.array(z.number()) }))
      .describe(
        'Of FSRS 6, by which this student’s memories are folded, by subject; null: of all others; not there: those that FSRS brings',
      ),
    bank: z.string().describe('Another one when any question or topic changed: ask for the pack again'),
    waiting_count: z.int().describe('Answers that wait until their questions are published'),
    rounds: z
      .array(z.object({ uuid: z.uuid(), is_open: z.boolean(), devices: z.int() }))
      .describe(
        'The latest rounds that devices shared, with how many have it; those that are open can be joined',
      ),
  })
  .meta({ id: 'StudyStateHash' });
export type StudyStateHash = z.infer<typeof StudyStateHash>;

/** What a device needs to ask and to judge without network: questions with keys, and every attempt that memory folds. */
export const StudyPackQuestion = z
  .object({
    pub_id: z.uuid(),
    id: z.int(),
    study_topic_id: z.int(),
    topic_title: z.string(),
    revision: z.int(),
    subject: z.string(),
    kind: QuestionKind,
    body: z.string(),
    choices: z.array(StudyChoice),
    keys: z.array(z.array(z.string())),
    explanation: z.string(),
    tags: z.array(z.string()),
    frequency: z.int(),
    variant_group: z.string().nullable(),
    is_open: z.boolean().describe('false: withdrawn, and only remembered'),
    version: z.string().describe('Another one when anything of this has changed'),
    history: z.array(
      z.object({
        quiz_session: z.uuid(),
        seq: z.int(),
        at: z.int().describe('Milliseconds since 1970'),
        selected: z.array(z.string()),
        unsure: z.boolean(),
        outcome: StudyOutcome,
        is_correct: z.boolean(),
        picture_path: z
          .string()
          .exactOptional()
          .describe('The name of the picture of what was marked on paper (listStudyImages)'),
      }),
    ),
  })
  .meta({ id: 'StudyPackQuestion' });
export type StudyPackQuestion = z.infer<typeof StudyPackQuestion>;

export const StudyPackQuery = z.strictObject({
  after: Id.optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  topic: Id.optional(),
  ids: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15}){0,199}$/)
    .optional()
    .describe('Only these, with commas'),
});
export type StudyPackQuery = z.infer<typeof StudyPackQuery>;
export const StudyPack = z
  .object({
    timezone: z.string(),
    questions: z.array(StudyPackQuestion),
    next: z.int().nullable().describe('Ask again with after=next'),
  })
  .meta({ id: 'StudyPack' });
export type StudyPack = z.infer<typeof StudyPack>;

export const StudyPackVersionsQuery = z.strictObject({
  after: Id.optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(2000).default(1000),
});
export type StudyPackVersionsQuery = z.infer<typeof StudyPackVersionsQuery>;
export const StudyPackVersions = z
  .object({
    versions: z.array(z.object({ id: z.int(), version: z.string() })),
    next: z.int().nullable().describe('Ask again with after=next'),
  })
  .meta({ id: 'StudyPackVersions' });
export type StudyPackVersions = z.infer<typeof StudyPackVersions>;

export const ClassStudy = z
  .object({
    students: z.array(
      z.object({
        student_id: z.int(),
        name: z.string(),
        due: z.int(),
        due_in_7_days: z.int(),
        chronic: z.int(),
        last_at: Instant.nullable(),
      }),
    ),
    tags: z.array(StudyWeakness),
  })
  .meta({ id: 'ClassStudy' });
export type ClassStudy = z.infer<typeof ClassStudy>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const studyToday = {
  method: 'GET',
  url: '/study/today',
  schema: {
    operationId: 'studyToday',
    summary: 'What is due for the student, by topic; streak, forecast and predicted retention',
    tags,
    response: { 200: StudyToday, ...refusals },
  },
} satisfies Route;

export const studyWeak = {
  method: 'GET',
  url: '/study/weak',
  schema: {
    operationId: 'studyWeak',
    summary: 'Subjects and tags of the student, the weakest first, with how sure that is',
    tags,
    response: { 200: StudyWeak, ...refusals },
  },
} satisfies Route;

export const studyNotes = {
  method: 'GET',
  url: '/study/notes',
  schema: {
    operationId: 'studyNotes',
    summary: 'The wrong-answer note: questions that were failed, with the last answer',
    tags,
    querystring: StudyNoteQuery,
    response: { 200: pageOf(StudyNote), ...refusals },
  },
} satisfies Route;

export const studyNotesPdf = {
  method: 'GET',
  url: '/study/notes.pdf',
  schema: {
    operationId: 'studyNotesPdf',
    summary: 'The wrong-answer note to print: up to 200 questions, then the answers',
    tags,
    querystring: StudyNotesPdfQuery,
    response: { 200: z.any().describe('application/pdf'), ...refusals },
  },
} satisfies Route;

export const studyState = {
  method: 'GET',
  url: '/study/state',
  schema: {
    operationId: 'studyState',
    summary: 'A hash over all that is remembered, by which a device proves that it agrees',
    tags,
    response: { 200: StudyStateHash, ...refusals },
  },
} satisfies Route;

export const studyPack = {
  method: 'GET',
  url: '/study/pack',
  schema: {
    operationId: 'studyPack',
    summary: 'Questions with keys and the student’s own history, for studying without network',
    tags,
    querystring: StudyPackQuery,
    response: { 200: StudyPack, ...refusals },
  },
} satisfies Route;

export const studyPackVersions = {
  method: 'GET',
  url: '/study/pack/versions',
  schema: {
    operationId: 'studyPackVersions',
    summary: 'What of the pack a device has to ask for again: the version of each question',
    tags,
    querystring: StudyPackVersionsQuery,
    response: { 200: StudyPackVersions, ...refusals },
  },
} satisfies Route;

export const classStudy = {
  method: 'GET',
  url: '/lectures/:id/study',
  schema: {
    operationId: 'classStudy',
    summary: 'How much is due for each student of a class, and its weak tags',
    tags,
    params: z.strictObject({ id: Id }),
    response: { 200: ClassStudy, ...refusals },
  },
} satisfies Route;
