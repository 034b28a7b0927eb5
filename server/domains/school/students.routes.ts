import { listFamilies as familiesRoute, issueAccounts as sheetRoute } from '@seodang/contract/families.ts';
import * as api from '@seodang/contract/people.ts';
import type { App } from '#core/http.ts';
import { issueAccounts } from './account-sheet.ts';
import { exportStudents } from './export.ts';
import { listFamilies } from './families.ts';
import * as students from './students.ts';

export function studentRoutes(app: App): void {
  app.route({
    ...api.listStudents,
    handler: ({ scope, query, url }) => students.listStudents(scope, query, url),
  });
  app.route({ ...api.studentFacets, handler: ({ scope }) => students.studentFacets(scope) });
  app.route({
    ...api.createStudent,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await students.createStudent(scope, body)),
  });
  app.route({ ...api.myStudent, handler: ({ scope }) => students.myStudent(scope) });
  app.route({ ...api.myChildren, handler: ({ scope }) => students.myChildren(scope) });
  app.route({
    ...api.exportStudents,
    handler: async ({ scope, query }, reply) => {
      const { file_name, content_type, content } = await exportStudents(scope, query);
      return reply
        .header('content-disposition', `attachment; filename="${file_name}"`)
        .header('cache-control', 'no-store')
        .type(content_type)
        .send(content);
    },
  });
  app.route({ ...sheetRoute, handler: ({ scope, body }) => issueAccounts(scope, body) });
  app.route({ ...api.getStudent, handler: ({ scope, params }) => students.getStudent(scope, params.id) });
  app.route({
    ...api.updateStudent,
    handler: ({ scope, params, body }) => students.updateStudent(scope, params.id, body),
  });
  app.route({
    ...api.deleteStudent,
    handler: async ({ scope, params }, reply) => {
      await students.deleteStudent(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreStudent,
    handler: ({ scope, params }) => students.restoreStudent(scope, params.id),
  });
  app.route({ ...api.giveConsent, handler: ({ scope, params }) => students.giveConsent(scope, params.id) });
  app.route({ ...familiesRoute, handler: ({ scope, query, url }) => listFamilies(scope, query, url) });
}
