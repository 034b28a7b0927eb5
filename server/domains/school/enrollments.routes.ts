import * as api from '@seodang/contract/enrollments.ts';
import type { App } from '#core/http.ts';
import * as enrollments from './enrollments.ts';

export function enrollmentRoutes(app: App): void {
  app.route({
    ...api.listEnrollments,
    handler: ({ scope, query, url }) => enrollments.listEnrollments(scope, query, url),
  });
  app.route({
    ...api.listLectureEnrollments,
    handler: ({ scope, params, query, url }) =>
      enrollments.listEnrollments(scope, { ...query, lecture_id: params.id }, url),
  });
  app.route({
    ...api.enroll,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await enrollments.enroll(scope, body)),
  });
  app.route({
    ...api.enrollMany,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await enrollments.enrollMany(scope, body)),
  });
  app.route({
    ...api.getEnrollment,
    handler: ({ scope, params }) => enrollments.getEnrollment(scope, params.id),
  });
  app.route({
    ...api.changeEnrollment,
    handler: ({ scope, params, body }) => enrollments.changeEnrollment(scope, params.id, body),
  });
  app.route({
    ...api.listOpenSessions,
    handler: ({ scope, params, query, url }) => enrollments.listOpenSessions(scope, params.id, query, url),
  });
  app.route({
    ...api.openSessions,
    handler: ({ scope, params, body }) => enrollments.openSessions(scope, params.id, body),
  });
}
