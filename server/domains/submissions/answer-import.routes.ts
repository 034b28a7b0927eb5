import * as api from '@seodang/contract/answer-imports.ts';
import { answerKeyContentTypes } from '@seodang/contract/exam-questions.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import { importAnswers, previewImport, undoImport } from './answer-import.ts';

/** Grids are read as bytes, in a scope of their own. */
export async function answerImportRoutes(app: App): Promise<void> {
  const types = [...answerKeyContentTypes];
  const bytesOf = (body: unknown) =>
    Buffer.isBuffer(body) ? body : refuse('unsupported_media_type', { accepted: types });
  await app.register(async (files: App) => {
    const limits = { parseAs: 'buffer' as const, bodyLimit: api.ANSWER_IMPORT_MAX_BYTES };
    files.addContentTypeParser(types, limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...api.previewAnswerImport,
      bodyLimit: api.ANSWER_IMPORT_MAX_BYTES,
      handler: ({ scope, params, query, body }) =>
        previewImport(scope, params.id, bytesOf(body), query.cells),
    });
    files.route({
      ...api.createAnswerImport,
      bodyLimit: api.ANSWER_IMPORT_MAX_BYTES,
      handler: async ({ scope, params, query, body }, reply) =>
        reply.code(201).send(await importAnswers(scope, params.id, bytesOf(body), query)),
    });
  });
  app.route({ ...api.undoAnswerImport, handler: ({ scope, params }) => undoImport(scope, params.id) });
}
