import * as desk from '@seodang/contract/family-requests.ts';
import * as api from '@seodang/contract/parents.ts';
import type { App } from '#core/http.ts';
import type { Platform } from '#core/platform.ts';
import * as calendar from './calendar.ts';
import { childGlance, familyLink } from './glance.ts';
import { childReport } from './report.ts';
import { reportPdf } from './report-pdf.ts';
import * as requests from './requests.ts';

export function parentRoutes(app: App, platform: Platform): void {
  childRoutes(app, platform);
  linkRoutes(app);
  deskRoutes(app);
}

function childRoutes(app: App, platform: Platform): void {
  app.route({ ...api.childGlance, handler: ({ scope, params }) => childGlance(scope, params.id) });
  app.route({
    ...api.childReport,
    handler: ({ scope, params, query }) => childReport(scope, params.id, query.week_on),
  });
  app.route({
    ...api.childReportPdf,
    handler: async ({ scope, params, query }, reply) => {
      const report = await childReport(scope, params.id, query.week_on);
      return reply
        .header('content-disposition', `attachment; filename="report-${params.id}-${report.week_on}.pdf"`)
        .header('cache-control', 'no-store')
        .type('application/pdf')
        .send(Buffer.from(await reportPdf(report)));
    },
  });
  app.route({
    ...api.askForChild,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await requests.askForChild(scope, params.id, body)),
  });
  app.route({
    ...desk.withdrawRequest,
    handler: ({ scope, params }) => requests.withdrawRequest(scope, params.id),
  });
  app.route({
    ...api.childCalendar,
    handler: ({ scope, params }) => calendar.childCalendar(scope, platform, params.id),
  });
  app.route({
    ...api.renewChildCalendar,
    handler: ({ scope, params }) => calendar.renewChildCalendar(scope, platform, params.id),
  });
  app.route({
    ...api.readCalendar,
    handler: async ({ params, ip }, reply) => {
      const text = await calendar.readCalendar(platform, params.token, ip);
      return reply
        .header('cache-control', 'private, no-cache')
        .type('text/calendar; charset=utf-8')
        .send(text);
    },
  });
}

function linkRoutes(app: App): void {
  app.route({ ...api.familyLink, handler: ({ scope }) => familyLink(scope) });
  app.route({ ...api.familyGlance, handler: ({ scope, params }) => childGlance(scope, params.id) });
  app.route({
    ...api.familyReport,
    handler: ({ scope, params, query }) => childReport(scope, params.id, query.week_on),
  });
  app.route({
    ...api.familyAsk,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await requests.askForChild(scope, params.id, body)),
  });
}

function deskRoutes(app: App): void {
  app.route({
    ...desk.listRequests,
    handler: ({ scope, query, url }) => requests.listRequests(scope, query, url),
  });
  app.route({
    ...desk.approveRequest,
    handler: ({ scope, params, body }) => requests.approveRequest(scope, params.id, body),
  });
  app.route({
    ...desk.refuseRequest,
    handler: ({ scope, params, body }) => requests.refuseRequest(scope, params.id, body.answer),
  });
}
