import * as api from '@seodang/contract/study-fits.ts';
import type { App } from '#core/http.ts';
import * as fits from './fits.ts';

export function fitRoutes(app: App): void {
  app.route({ ...api.listStudyFits, handler: ({ scope }) => fits.listFits(scope) });
  app.route({
    ...api.fitStudy,
    handler: async ({ scope }, reply) => reply.code(202).send(await fits.fitNow(scope)),
  });
  app.route({ ...api.revertStudyFit, handler: ({ scope, params }) => fits.revertFit(scope, params.id) });
}
