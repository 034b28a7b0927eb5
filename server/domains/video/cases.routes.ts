import * as api from '@seodang/contract/playback-cases.ts';
import type { App } from '#core/http.ts';
import { dismissCase, getCase, listCases, listOwnCases, objectTo, restoreCase } from './cases.ts';
import type { PlaybackStore } from './playback-store.ts';

export function caseRoutes(app: App, store: PlaybackStore): void {
  app.route({ ...api.listPlaybackCases, handler: ({ scope, query, url }) => listCases(scope, query, url) });
  app.route({ ...api.listOwnPlaybackCases, handler: ({ scope, query }) => listOwnCases(scope, query) });
  app.route({ ...api.getPlaybackCase, handler: ({ scope, params }) => getCase(scope, params.id) });
  app.route({
    ...api.restorePlaybackCase,
    handler: ({ scope, params, body }) => restoreCase(scope, store, params.id, body.reason),
  });
  app.route({
    ...api.dismissPlaybackCase,
    handler: ({ scope, params, body }) => dismissCase(scope, store, params.id, body.reason ?? null),
  });
  app.route({
    ...api.objectToPlaybackCase,
    handler: ({ scope, params, body }) => objectTo(scope, params.id, body.text),
  });
}
