import * as questionApi from '@seodang/contract/exam-questions.ts';
import * as api from '@seodang/contract/exams.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { readAnswerKey } from './answer-key.ts';
import * as exams from './exams.ts';
import * as extensions from './extensions.ts';
import * as questions from './questions.ts';
import * as sheets from './sheets.ts';

export function examRoutes(app: App): void {
  app.route({ ...api.listExams, handler: ({ scope, query, url }) => exams.listExams(scope, query, url) });
  app.route({
    ...api.createExam,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await exams.createExam(scope, body)),
  });
  app.route({ ...api.getExam, handler: ({ scope, params }) => exams.getExam(scope, params.id) });
  app.route({
    ...api.changeExam,
    handler: ({ scope, params, body }) => exams.changeExam(scope, params.id, body),
  });
  app.route({
    ...api.deleteExam,
    handler: async ({ scope, params }, reply) => {
      await exams.putAwayExam(scope, params.id, true);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreExam,
    handler: async ({ scope, params }) => {
      await exams.putAwayExam(scope, params.id, false);
      return exams.getExam(scope, params.id);
    },
  });
  app.route({
    ...api.listExamExtensions,
    handler: ({ scope, params }) => extensions.listExamExtensions(scope, params.id),
  });
  app.route({
    ...api.extendExam,
    handler: ({ scope, params: { id, enrollment_id }, body }) =>
      extensions.extendExam(scope, { exam_id: id, enrollment_id }, body),
  });
  app.route({
    ...api.removeExamExtension,
    handler: async ({ scope, params: { id, enrollment_id } }, reply) => {
      await extensions.removeExamExtension(scope, { exam_id: id, enrollment_id });
      return reply.code(204).send();
    },
  });
}

/** Files of keys are read as bytes, in a scope of their own. */
export async function questionRoutes(app: App): Promise<void> {
  await app.register(async (files: App) => {
    const limits = { parseAs: 'buffer' as const, bodyLimit: questionApi.ANSWER_KEY_MAX_BYTES };
    const types = [...questionApi.answerKeyContentTypes];
    files.addContentTypeParser(types, limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...questionApi.readAnswerKey,
      bodyLimit: questionApi.ANSWER_KEY_MAX_BYTES,
      handler: ({ scope, params, body }) => {
        if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: types });
        return readAnswerKey(scope, params.id, body);
      },
    });
  });
  app.route({
    ...questionApi.listExamQuestions,
    handler: ({ scope, params }) => questions.listQuestions(scope, params.id),
  });
  app.route({
    ...questionApi.setExamQuestions,
    handler: ({ scope, params, body }) => questions.setQuestions(scope, params.id, body.questions),
  });
  app.route({
    ...questionApi.getExamSheet,
    handler: ({ scope, params }) => sheets.getSheet(scope, params.id),
  });
  app.route({
    ...questionApi.changeExamSheet,
    handler: ({ scope, params, body }) => sheets.changeSheet(scope, params.id, body),
  });
  app.route({
    ...questionApi.printExamSheet,
    handler: async ({ scope, params, body }, reply) => {
      const pdf = await sheets.printSheets(scope, params.id, body);
      return reply
        .header('content-disposition', `attachment; filename="exam-${params.id}-sheets.pdf"`)
        .header('cache-control', 'no-store')
        .type('application/pdf')
        .send(Buffer.from(pdf));
    },
  });
}
