import { z } from 'zod';
import { QuestionKind } from './exam-questions.ts';
import { Id, IdParams, Instant, ListQuery, pageOf } from './list.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const StudyState = z.enum(['draft', 'published', 'withdrawn']);
export type StudyState = z.infer<typeof StudyState>;

export const StudyTopic = z
  .object({
    id: z.int(),
    title: z.string(),
    lecture_id: z.int().nullable().describe('Everybody in the lecture studies it; null: a student’s own'),
    is_paper: z.boolean().describe('Filled by itself with what was answered wrong in exams'),
    question_count: z.int().describe('Published ones'),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'StudyTopic' });
export type StudyTopic = z.infer<typeof StudyTopic>;

const title = z.string().trim().min(1).max(200);
export const NewStudyTopic = z.strictObject({
  title,
  lecture_id: z.int().positive().exactOptional().describe('Staff name the lecture; students have own topics'),
});
export type NewStudyTopic = z.infer<typeof NewStudyTopic>;
export const StudyTopicChange = z.strictObject({ title });
export type StudyTopicChange = z.infer<typeof StudyTopicChange>;

export const StudyChoice = z.object({
  id: z.string().trim().min(1).max(20),
  text: z.string().max(2000).describe('Markdown with LaTeX between $'),
});
export type StudyChoice = z.infer<typeof StudyChoice>;
const Selected = z.array(z.string().trim().min(1).max(200)).min(1).max(20);

const fields = {
  state: StudyState,
  subject: z.string().trim().max(120),
  kind: QuestionKind,
  body: z.string().max(20_000).describe('Markdown with LaTeX between $'),
  choices: z.array(StudyChoice).max(20),
  keys: z
    .array(Selected)
    .max(50)
    .describe('Every accepted answer: a set of choice ids, or one text for `numeric` and `short`'),
  explanation: z.string().max(20_000),
  tags: z.array(z.string().trim().min(1).max(50)).max(30),
  frequency: z.int().min(0).max(100_000).describe('How often it was in past exams'),
  variant_group: z.string().trim().min(1).max(120).nullable(),
};

export const StudyQuestion = z
  .object({
    id: z.int(),
    study_topic_id: z.int(),
    pub_id: z.uuid().describe('How devices know it; never given to another question'),
    revision: z.int(),
    source_id: z.string().nullable(),
    ...fields,
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'StudyQuestion' });
export type StudyQuestion = z.infer<typeof StudyQuestion>;

const optional = {
  state: fields.state.exactOptional(),
  subject: fields.subject.exactOptional(),
  kind: fields.kind.exactOptional(),
  body: fields.body.exactOptional(),
  choices: fields.choices.exactOptional(),
  keys: fields.keys.exactOptional(),
  explanation: fields.explanation.exactOptional(),
  tags: fields.tags.exactOptional(),
  frequency: fields.frequency.exactOptional(),
  variant_group: fields.variant_group.exactOptional(),
};
export const NewStudyQuestion = z.strictObject({ study_topic_id: z.int().positive(), ...optional });
export type NewStudyQuestion = z.infer<typeof NewStudyQuestion>;
export const StudyQuestionChange = z.strictObject(optional);
export type StudyQuestionChange = z.infer<typeof StudyQuestionChange>;

export const StudyQuestionQuery = ListQuery.extend({
  topic: Id.optional(),
  state: StudyState.optional(),
  subject: z.string().max(120).optional(),
  tag: z.string().max(50).optional(),
  kind: QuestionKind.optional(),
});
export type StudyQuestionQuery = z.infer<typeof StudyQuestionQuery>;
export const StudyTopicQuery = ListQuery.extend({ lecture: Id.optional() });
export type StudyTopicQuery = z.infer<typeof StudyTopicQuery>;

export const STUDY_IMPORT_MAX_BYTES = 50 * 1024 * 1024;
export const studyImportTypes = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/zip',
  'application/octet-stream',
] as const;

/** What a column of a list of questions may hold. */
export const studyImportFields = [
  'body',
  'key',
  'choices',
  'subject',
  'kind',
  'explanation',
  'tags',
  'frequency',
  'variant_group',
  'source_id',
] as const;
export type StudyImportField = (typeof studyImportFields)[number];

export const StudyImport = z
  .object({
    columns: z.record(z.string(), z.string()).describe('Which title was taken for which field'),
    questions: z.array(
      z.object({
        row: z.int(),
        subject: z.string(),
        kind: QuestionKind,
        body: z.string(),
        choices: z.array(StudyChoice),
        keys: z.array(z.array(z.string())),
        tags: z.array(z.string()),
      }),
    ),
    skipped: z.array(z.object({ row: z.int(), message: z.string() })),
    created: z.int().describe('0 in a preview'),
  })
  .meta({ id: 'StudyImport' });
export type StudyImport = z.infer<typeof StudyImport>;

const tags = ['study'] as const;
const refusals = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem } as const;

export const listStudyTopics = {
  method: 'GET',
  url: '/study/topics',
  schema: {
    operationId: 'listStudyTopics',
    summary: 'Topics of the lectures that the caller may know of, and a student’s own',
    tags,
    querystring: StudyTopicQuery,
    response: { 200: pageOf(StudyTopic), ...refusals },
  },
} satisfies Route;

export const createStudyTopic = {
  method: 'POST',
  url: '/study/topics',
  schema: {
    operationId: 'createStudyTopic',
    summary: 'A new topic of a lecture, or of the student who asks',
    tags,
    body: NewStudyTopic,
    response: { 201: StudyTopic, ...refusals },
  },
} satisfies Route;

export const changeStudyTopic = {
  method: 'PATCH',
  url: '/study/topics/:id',
  schema: {
    operationId: 'changeStudyTopic',
    summary: 'Give a topic another title',
    tags,
    params: IdParams,
    body: StudyTopicChange,
    response: { 200: StudyTopic, ...refusals },
  },
} satisfies Route;

export const deleteStudyTopic = {
  method: 'DELETE',
  url: '/study/topics/:id',
  schema: {
    operationId: 'deleteStudyTopic',
    summary: 'Put a topic away; what was answered stays, and restoreStudyTopic brings it back',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const restoreStudyTopic = {
  method: 'POST',
  url: '/study/topics/:id/restore',
  schema: {
    operationId: 'restoreStudyTopic',
    summary: 'Bring a topic back as it was',
    tags,
    params: IdParams,
    response: { 200: StudyTopic, ...refusals },
  },
} satisfies Route;

export const listStudyQuestions = {
  method: 'GET',
  url: '/study/questions',
  schema: {
    operationId: 'listStudyQuestions',
    summary: 'Questions with their keys, for those who may change them',
    tags,
    querystring: StudyQuestionQuery,
    response: { 200: pageOf(StudyQuestion), ...refusals },
  },
} satisfies Route;

export const createStudyQuestion = {
  method: 'POST',
  url: '/study/questions',
  schema: {
    operationId: 'createStudyQuestion',
    summary: 'A new question, as a draft unless told otherwise',
    tags,
    body: NewStudyQuestion,
    response: { 201: StudyQuestion, ...refusals },
  },
} satisfies Route;

export const getStudyQuestion = {
  method: 'GET',
  url: '/study/questions/:id',
  schema: {
    operationId: 'getStudyQuestion',
    summary: 'One question with its key',
    tags,
    params: IdParams,
    response: { 200: StudyQuestion, ...refusals },
  },
} satisfies Route;

export const changeStudyQuestion = {
  method: 'PATCH',
  url: '/study/questions/:id',
  schema: {
    operationId: 'changeStudyQuestion',
    summary: 'Change, publish or withdraw a question; another key judges every answer anew',
    tags,
    params: IdParams,
    body: StudyQuestionChange,
    response: { 200: StudyQuestion, ...refusals },
  },
} satisfies Route;

export const deleteStudyQuestion = {
  method: 'DELETE',
  url: '/study/questions/:id',
  schema: {
    operationId: 'deleteStudyQuestion',
    summary: 'Put a question away; what was answered stays, and its pub_id is never used again',
    tags,
    params: IdParams,
    response: { 204: z.undefined(), ...refusals },
  },
} satisfies Route;

export const importStudyQuestions = {
  method: 'POST',
  url: '/study/topics/:id/import',
  schema: {
    operationId: 'importStudyQuestions',
    summary:
      'What a spreadsheet (CSV, XLSX) or a package (QTI, Anki) would add to a topic and what is skipped; with commit=true it is added',
    tags,
    params: IdParams,
    querystring: z.strictObject({ commit: z.enum(['true', 'false']).default('false') }),
    response: { 200: StudyImport, 413: Problem, 415: Problem, 422: Problem, 503: Problem, ...refusals },
  },
} satisfies Route;
