import * as api from '@seodang/contract/import.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import * as imports from './import.ts';
import { commitImport } from './import-commit.ts';
import { redoImport, undoImport } from './import-undo.ts';

/** In a scope of its own, since files are read as bytes here and nowhere else. */
export async function importRoutes(app: App): Promise<void> {
  await app.register(async (files: App) => {
    const limits = { parseAs: 'buffer' as const, bodyLimit: api.IMPORT_MAX_BYTES };
    files.addContentTypeParser([...api.importContentTypes], limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...api.createImport,
      bodyLimit: api.IMPORT_MAX_BYTES,
      handler: async ({ scope, query, body }, reply) => {
        if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: api.importContentTypes });
        return reply.code(201).send(await imports.createImport(scope, query.file_name, body));
      },
    });
  });
  app.route({
    ...api.listImports,
    handler: ({ scope, query, url }) => imports.listImports(scope, query, url),
  });
  app.route({ ...api.getImport, handler: ({ scope, params }) => imports.getImport(scope, params.id) });
  app.route({
    ...api.listImportRows,
    handler: ({ scope, params, query, url }) => imports.listImportRows(scope, params.id, query, url),
  });
  app.route({
    ...api.correctImport,
    handler: ({ scope, params, body }) => imports.correctImport(scope, params.id, body),
  });
  app.route({
    ...api.commitImport,
    handler: ({ scope, params, body }) => commitImport(scope, params.id, body),
  });
  app.route({ ...api.undoImport, handler: ({ scope, params }) => undoImport(scope, params.id) });
  app.route({ ...api.redoImport, handler: ({ scope, params }) => redoImport(scope, params.id) });
}
