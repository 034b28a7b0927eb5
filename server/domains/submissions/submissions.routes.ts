import * as api from '@seodang/contract/submissions.ts';
import type { App } from '#core/http.ts';
import { refuseFields } from '#core/problem.ts';
import type { Storage } from '#core/storage/storage.ts';
import { prepareFile, storeFiles } from './files.ts';
import { filesOfForm, takeForms } from './multipart.ts';
import * as review from './review.ts';
import * as submissions from './submissions.ts';
import { submit } from './submit.ts';

export async function submissionRoutes(app: App, storage: Storage): Promise<void> {
  await app.register(async (forms: App) => {
    takeForms(forms, api.SUBMISSION_MAX_BYTES);
    formRoutes(forms, storage);
  });
  app.route({
    ...api.listSubmissions,
    handler: ({ scope, query, url }) => submissions.listSubmissions(scope, query, url),
  });
  app.route({
    ...api.prepareSubmissionFile,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await prepareFile(scope, storage, body)),
  });
  app.route({
    ...api.getSubmission,
    handler: ({ scope, params }) => submissions.getSubmission(scope, storage, params.id),
  });
  app.route({
    ...api.submitExamOmr,
    async handler({ scope, params, body }, reply) {
      const { enrollment_id, sheet_id, file_key } = body;
      const target = { target_type: 'exam' as const, target_id: params.exam_id, source: 'omr_scan' as const };
      const payload = { answers: [], sheet_id };
      const made = await submit(scope, storage, { enrollment_id, ...target, file_key, payload });
      return reply.code(201).send({ submission_id: made.id, status: made.status });
    },
  });
  app.route({ ...api.retrySubmission, handler: ({ scope, params }) => review.retry(scope, params.id) });
  app.route({
    ...api.correctAnswer,
    handler: ({ scope, params, body }) => review.correctAnswer(scope, storage, params, body.answer),
  });
  app.route({
    ...api.countSubmission,
    handler: ({ scope, params }) => review.letCount(scope, storage, params.id),
  });
  app.route({
    ...api.reviewHomework,
    handler: ({ scope, params, body }) => review.reviewHomework(scope, storage, params.id, body),
  });
}

/** Routes that also take files with the request itself. */
function formRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.createSubmission,
    bodyLimit: api.SUBMISSION_MAX_BYTES,
    async handler(request, reply) {
      const { scope, body } = request;
      const files = filesOfForm(request);
      const keys = await storeFiles(scope, storage, body.source, files);
      const input = keys.length > 0 ? { ...body, file_keys: keys } : body;
      return reply.code(201).send(await submit(scope, storage, input));
    },
  });
  app.route({
    ...api.uploadOmrScan,
    bodyLimit: api.SUBMISSION_MAX_BYTES,
    async handler(request, reply) {
      const files = filesOfForm(request);
      if (files.length !== 1) refuseFields({ pointer: '/file', message: 'file required' });
      const file_keys = await storeFiles(request.scope, storage, 'omr_scan', files);
      const target = { target_type: 'exam' as const, source: 'omr_scan' as const };
      const made = await submit(request.scope, storage, { ...request.body, ...target, file_keys });
      return reply.code(201).send({ submission_id: made.id, status: made.status });
    },
  });
}
