import { exportStudy as exportStudyApi } from '@seodang/contract/study-export.ts';
import * as api from '@seodang/contract/study-overview.ts';
import { joinStudyRound, shareStudyRound } from '@seodang/contract/study-rounds.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import { exportStudy } from './export.ts';
import { notesPdf } from './notes-pdf.ts';
import * as overview from './overview.ts';
import * as pack from './pack.ts';
import * as rounds from './rounds.ts';

export function overviewRoutes(app: App, storage: Storage): void {
  app.route({ ...api.studyToday, handler: ({ scope }) => overview.studyToday(scope) });
  app.route({ ...api.studyWeak, handler: ({ scope }) => overview.studyWeak(scope) });
  app.route({ ...api.studyState, handler: ({ scope }) => overview.studyState(scope) });
  app.route({ ...api.studyPack, handler: ({ scope, query }) => pack.studyPack(scope, query) });
  app.route({
    ...api.studyPackVersions,
    handler: ({ scope, query }) => pack.studyPackVersions(scope, query),
  });
  app.route({
    ...shareStudyRound,
    handler: ({ scope, body }) => rounds.shareRound(scope, body),
  });
  app.route({
    ...joinStudyRound,
    handler: ({ scope, body }) => rounds.joinRound(scope, body.uuid),
  });
  app.route({
    ...api.studyNotes,
    handler: ({ scope, query, url }) => overview.studyNotes(scope, query, url),
  });
  app.route({
    ...api.studyNotesPdf,
    handler: async ({ scope, query }, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="wrong-answers.pdf"')
        .header('cache-control', 'no-store')
        .type('application/pdf')
        .send(Buffer.from(await notesPdf(scope, storage, query))),
  });
  app.route({
    ...exportStudyApi,
    handler: async ({ scope }, reply) =>
      reply
        .header('content-disposition', 'attachment; filename="study.zip"')
        .header('cache-control', 'no-store')
        .type('application/zip')
        .send(await exportStudy(scope)),
  });
  app.route({ ...api.classStudy, handler: ({ scope, params }) => overview.classStudy(scope, params.id) });
}
