import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { StudyChoice } from './study-bank.ts';

export const QuizMode = z.enum(['random', 'frequent_focus', 'wrong_variants', 'due']);
export const QuizStatus = z.enum(['in_progress', 'done', 'abandoned']);
export const StudySource = z.enum(['live', 'viewer', 'paper']);
export const StudyOutcome = z.enum(['correct', 'wrong', 'unsure']);
export const StudyLabel = z.enum([
  'newly_correct',
  'new_wrong',
  'still_failing',
  'retained',
  'relapsed',
  'recovered',
]);

export const QuizSummary = z
  .object({
    correct_count: z.int(),
    wrong_count: z.int(),
    unsure_count: z.int(),
    newly_correct_count: z.int(),
    first_try_count: z.int(),
    new_wrong_count: z.int(),
    still_failing_count: z.int(),
    retained_count: z.int(),
    relapsed_count: z.int(),
    recovered_count: z.int(),
    chronic_remaining_count: z
      .int()
      .describe('Of all questions of the topic, at the end of this quiz session'),
    results: z.array(z.object({ question_id: z.int(), label: StudyLabel, is_first_try: z.boolean() })),
  })
  .meta({ id: 'QuizSummary' });
export type QuizSummary = z.infer<typeof QuizSummary>;

const head = {
  id: z.int(),
  user_id: z.int().nullable(),
  study_topic_id: z.int(),
  target_per_subject: z.int(),
  subject_filter: z.string().nullable(),
  wrong_only: z.boolean(),
  quiz_mode: QuizMode,
  question_ids: z.array(z.int()).describe('In the order in which they are asked; never changed'),
  subject_distribution: z.record(z.string(), z.int()),
  status: QuizStatus,
  cursor: z.int().describe('The place of the first unanswered question'),
  correct_count: z.int(),
  wrong_count: z.int(),
  unsure_count: z.int(),
  newly_correct_count: z.int(),
  relapsed_count: z.int(),
  recovered_count: z.int(),
  chronic_remaining_count: z.int(),
  finished_at: Instant.nullable(),
  finalized_at: Instant.nullable(),
  client_session_uuid: z.uuid().nullable(),
  source: StudySource,
  created_at: Instant,
  updated_at: Instant,
};
export const QuizHead = z.object(head).meta({ id: 'QuizHead' });
export type QuizHead = z.infer<typeof QuizHead>;

export const QuizAnswer = z
  .object({
    pub_id: z.uuid(),
    seq: z.int(),
    selected: z.array(z.string()),
    unsure: z.boolean(),
    elapsed_ms: z.int().nullable(),
    answered_at: Instant,
    outcome: StudyOutcome,
    is_correct: z.boolean(),
    keys: z.array(z.array(z.string())),
    explanation: z.string(),
    cursor: z.int().describe('Where the quiz session goes on'),
  })
  .meta({ id: 'QuizAnswer' });
export type QuizAnswer = z.infer<typeof QuizAnswer>;

/** A question as it was when it was asked. */
export const QuizQuestion = z
  .object({
    id: z.int(),
    pub_id: z.uuid(),
    revision: z.int(),
    subject: z.string(),
    kind: QuestionKind,
    body: z.string(),
    choices: z.array(StudyChoice).describe('In the order in which they are shown'),
    tags: z.array(z.string()),
    answer: QuizAnswer.nullable(),
  })
  .meta({ id: 'QuizQuestion' });
export type QuizQuestion = z.infer<typeof QuizQuestion>;

export const Quiz = z
  .object({
    ...head,
    reshuffled_ids: z.array(z.int()).describe('Asked again with reshuffled choices, for want of a variant'),
    real_variant_count: z.int(),
    missing: z.record(z.string(), z.int()).describe('By how many there are fewer than wished, by subject'),
    questions: z.array(QuizQuestion),
    summary: QuizSummary.nullable().describe('As found when it was finalized; never changed'),
    summary_current: QuizSummary.nullable().describe('The same with all that arrived since'),
  })
  .meta({ id: 'Quiz' });
export type Quiz = z.infer<typeof Quiz>;

export const StartQuiz = z.strictObject({
  study_topic_id: z.int().positive(),
  quiz_mode: QuizMode.default('random'),
  target_per_subject: z.int().min(1).max(500).default(20),
  subject_filter: z.string().trim().min(1).max(120).nullable().default(null),
  wrong_only: z.boolean().default(false),
  daily_cap: z.int().min(1).max(500).default(100).describe('In the mode `due`: how many at most today'),
  seed: z.int().min(0).max(4_294_967_295).exactOptional().describe('The same seed asks the same questions'),
  abandon: z.boolean().default(false).describe('End the one that is open instead of going on with it'),
  device: z.string().max(200).default(''),
  app_version: z.string().max(50).default(''),
});
export type StartQuiz = z.infer<typeof StartQuiz>;

export const AnswerQuiz = z.strictObject({
  pub_id: z.uuid(),
  selected: z.array(z.string().max(200)).max(20).describe('Ids of choices, or one text'),
  unsure: z.boolean().default(false),
  elapsed_ms: z.int().min(0).max(86_400_000).nullable().default(null),
});
export type AnswerQuiz = z.infer<typeof AnswerQuiz>;

export const QuizQuery = ListQuery.extend({ topic: Id.optional(), status: QuizStatus.optional() });
export type QuizQuery = z.infer<typeof QuizQuery>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listQuizzes = {
  method: 'GET',
  url: '/study/quiz-sessions',
  schema: {
    operationId: 'listQuizzes',
    summary: 'The student’s own quiz sessions, the newest first',
    tags,
    querystring: QuizQuery,
    response: { 200: pageOf(QuizHead), ...refusals },
  },
} satisfies Route;

export const startQuiz = {
  method: 'POST',
  url: '/study/quiz-sessions',
  schema: {
    operationId: 'startQuiz',
    summary: 'Start a quiz session of a topic, or go on with the open one (200), on whatever device',
    tags,
    body: StartQuiz,
    response: { 200: Quiz, 201: Quiz, ...refusals },
  },
} satisfies Route;

export const getQuiz = {
  method: 'GET',
  url: '/study/quiz-sessions/:id',
  schema: {
    operationId: 'getQuiz',
    summary: 'A quiz session with its questions, answers and result',
    tags,
    params: IdParams,
    response: { 200: Quiz, ...refusals },
  },
} satisfies Route;

export const answerQuiz = {
  method: 'POST',
  url: '/study/quiz-sessions/:id/answers',
  schema: {
    operationId: 'answerQuiz',
    summary: 'Answer the question at the cursor; the same again gets the same reply, another answer 409',
    tags,
    params: IdParams,
    body: AnswerQuiz,
    response: { 200: QuizAnswer, ...refusals },
  },
} satisfies Route;

export const undoQuizAnswer = {
  method: 'POST',
  url: '/study/quiz-sessions/:id/undo',
  schema: {
    operationId: 'undoQuizAnswer',
    summary: 'Take the last answer back, while the quiz session is open',
    tags,
    params: IdParams,
    response: { 200: Quiz, ...refusals },
  },
} satisfies Route;

export const finishQuiz = {
  method: 'POST',
  url: '/study/quiz-sessions/:id/finish',
  schema: {
    operationId: 'finishQuiz',
    summary: 'End a quiz session and sum it up; once, and again the same',
    tags,
    params: IdParams,
    response: { 200: Quiz, ...refusals },
  },
} satisfies Route;

export const abandonQuiz = {
  method: 'POST',
  url: '/study/quiz-sessions/:id/abandon',
  schema: {
    operationId: 'abandonQuiz',
    summary: 'Give a quiz session up; what was answered counts',
    tags,
    params: IdParams,
    response: { 200: Quiz, ...refusals },
  },
} satisfies Route;
