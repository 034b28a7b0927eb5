import { listSameTexts } from '@seodang/contract/homework-hints.ts';
import * as api from '@seodang/contract/homework-text.ts';
import type { App } from '#core/http.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as texts from './homework-text.ts';
import * as hints from './same-texts.ts';

export function homeworkTextRoutes(app: App, storage: Storage): void {
  app.route({
    ...api.getSubmissionText,
    handler: ({ scope, params }) => texts.readText(scope, params.id),
  });
  app.route({
    ...api.searchHomeworkText,
    handler: ({ scope, query, url }) => texts.searchText(scope, storage, query, url),
  });
  app.route({
    ...listSameTexts,
    handler: ({ scope, params }) => hints.listSameTexts(scope, storage, params.id),
  });
}
