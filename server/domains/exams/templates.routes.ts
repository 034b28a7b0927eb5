import * as api from '@seodang/contract/sheet-templates.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as templates from './templates.ts';

export async function templateRoutes(app: App, storage: Storage): Promise<void> {
  await app.register(async (files: App) => {
    const types = [...api.blankTypes];
    const limits = { parseAs: 'buffer' as const, bodyLimit: api.BLANK_MAX_BYTES };
    files.addContentTypeParser(types, limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...api.createSheetTemplate,
      bodyLimit: api.BLANK_MAX_BYTES,
      handler: async ({ scope, query, body }, reply) => {
        if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: types });
        return reply.code(201).send(await templates.createTemplate(scope, storage, body, query));
      },
    });
  });
  app.route({
    ...api.listSheetTemplates,
    handler: ({ scope, query }) => templates.listTemplates(scope, storage, query.archived),
  });
  app.route({
    ...api.getSheetTemplate,
    handler: ({ scope, params }) => templates.getTemplate(scope, storage, params.id),
  });
  app.route({
    ...api.changeSheetTemplate,
    handler: ({ scope, params, body }) => templates.changeTemplate(scope, storage, params.id, body),
  });
  app.route({
    ...api.setSheetRegions,
    handler: ({ scope, params, body }) => templates.setRegions(scope, storage, params.id, body),
  });
  app.route({
    ...api.duplicateSheetTemplate,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await templates.duplicateTemplate(scope, storage, params.id, body.name)),
  });
  app.route({
    ...api.deleteSheetTemplate,
    handler: async ({ scope, params }, reply) => {
      await templates.deleteTemplate(scope, storage, params.id);
      return reply.code(204).send();
    },
  });
}
