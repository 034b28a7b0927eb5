import * as cardsApi from '@seodang/contract/report-cards.ts';
import * as api from '@seodang/contract/results.ts';
import * as statisticsApi from '@seodang/contract/statistics.ts';
import type { FastifyReply } from 'fastify';
import type { App } from '#core/http.ts';
import { exportResults } from './export.ts';
import * as grading from './grading.ts';
import { type Printed, printForClass, printForOne } from './report-card.ts';
import * as results from './results.ts';
import * as statistics from './statistics.ts';

/** For app.ts only. */
export function resultRoutes(app: App): void {
  app.route({
    ...api.listExamResults,
    handler: ({ scope, params }) => results.listExamResults(scope, params.id),
  });
  app.route({
    ...api.getExamResult,
    handler: ({ scope, params }) => results.getExamResult(scope, params.id, params.enrollment_id),
  });
  app.route({
    ...api.listResults,
    handler: ({ scope, query, url }) => results.listResults(scope, query, url),
  });
  app.route({
    ...api.previewRegrade,
    handler: ({ scope, params, body }) => grading.previewRegrade(scope, params.id, body),
  });
  app.route({
    ...api.regradeExam,
    handler: ({ scope, params, body }) => grading.regrade(scope, params.id, body),
  });
  app.route({
    ...api.releaseResults,
    handler: ({ scope, params, body }) => results.releaseResults(scope, params.id, body.released),
  });
  app.route({
    ...api.listResultChanges,
    handler: ({ scope, params, query, url }) => results.listChanges(scope, params.id, query, url),
  });
  app.route({
    ...api.exportResults,
    handler: async ({ scope, params, query }, reply) => {
      const { file_name, content_type, content } = await exportResults(scope, params.id, query);
      return reply
        .header('content-disposition', `attachment; filename="${file_name}"`)
        .header('cache-control', 'no-store')
        .type(content_type)
        .send(content);
    },
  });
  app.route({
    ...statisticsApi.examStatistics,
    handler: ({ scope, params }) => statistics.examStatistics(scope, params.id),
  });
  app.route({
    ...statisticsApi.examGrid,
    handler: ({ scope, params }) => statistics.examGrid(scope, params.id),
  });
  app.route({
    ...cardsApi.examReportCards,
    handler: async ({ scope, params, query }, reply) =>
      sendPdf(
        reply,
        `exam-${params.id}-${query.content}`,
        await printForClass(scope, params.id, query.content),
      ),
  });
  for (const [route, content] of [
    [cardsApi.reportCard, 'cards'],
    [cardsApi.wrongNote, 'wrong_notes'],
  ] as const satisfies [unknown, Printed][])
    app.route({
      ...route,
      handler: async ({ scope, params: { id: exam_id, enrollment_id } }, reply) =>
        sendPdf(
          reply,
          `exam-${exam_id}-${enrollment_id}-${content}`,
          await printForOne(scope, { exam_id, enrollment_id }, content),
        ),
    });
}

function sendPdf(reply: FastifyReply, name: string, bytes: Uint8Array) {
  return reply
    .header('content-disposition', `attachment; filename="${name}.pdf"`)
    .header('cache-control', 'no-store')
    .type('application/pdf')
    .send(Buffer.from(bytes));
}
