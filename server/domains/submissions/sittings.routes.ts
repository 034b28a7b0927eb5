import * as api from '@seodang/contract/sittings.ts';
import type { App } from '#core/http.ts';
import * as sittings from './sittings.ts';

export function sittingRoutes(app: App): void {
  app.route({
    ...api.startExam,
    handler: ({ scope, params, body }) =>
      sittings.startExam(scope, { exam_id: params.id, enrollment_id: body.enrollment_id }),
  });
  app.route({ ...api.getSitting, handler: ({ scope, params }) => sittings.getSitting(scope, params.id) });
  app.route({
    ...api.saveAnswer,
    handler: ({ scope, params: { id, exam_question_id }, body }) =>
      sittings.saveAnswer(scope, { sitting_id: id, exam_question_id }, body),
  });
  app.route({
    ...api.submitSitting,
    handler: ({ scope, params }) => sittings.submitSitting(scope, params.id),
  });
  app.route({ ...api.listSittings, handler: ({ scope, params }) => sittings.listSittings(scope, params.id) });
}
