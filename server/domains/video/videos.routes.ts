import * as api from '@seodang/contract/video.ts';
import * as rules from '@seodang/contract/video-permission.ts';
import type { App } from '#core/http.ts';
import { found } from '#core/problem.ts';
import type { Delivery } from './delivery.ts';
import { editPermission, listPermissions, setPermissions } from './permissions.ts';
import { listStudentVideos, videoStats } from './students.ts';
import { listVideoProgress } from './video-progress.ts';
import * as videos from './videos.ts';

export function videoListRoutes(app: App, delivery: Delivery): void {
  app.route({
    ...api.listVideos,
    handler: ({ scope, query, url }) => videos.listVideos(scope, delivery, query, url),
  });
  app.route({
    ...api.listStudentVideos,
    handler: ({ scope, query }) => listStudentVideos(scope, delivery, query),
  });
  app.route({
    ...api.getVideo,
    handler: ({ scope, params }) => videos.getVideo(scope, delivery, params.id),
  });
  app.route({
    ...api.editVideo,
    handler: ({ scope, params, body }) => videos.editVideo(scope, delivery, params.id, body),
  });
  app.route({
    ...api.removeVideo,
    handler: async ({ scope, params }, reply) => {
      await videos.removeVideo(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreVideo,
    handler: ({ scope, params }) => videos.restoreVideo(scope, delivery, params.id),
  });
  app.route({
    ...api.previewVideo,
    handler: ({ scope, params }) => videos.previewVideo(scope, delivery, params.id),
  });
  app.route({
    ...api.videoStats,
    handler: ({ scope, params }) => videoStats(scope, delivery, params.id),
  });
  app.route({
    ...api.listVideoProgress,
    handler: ({ scope, query, url }) => listVideoProgress(scope, query, url),
  });
}

export function permissionRoutes(app: App): void {
  app.route({
    ...rules.listVideoPermissions,
    handler: ({ scope, query, url }) => listPermissions(scope, query, url),
  });
  app.route({
    ...rules.setVideoPermission,
    handler: async ({ scope, body: { video, enrollment, ...change } }) => {
      const [permission] = await setPermissions(scope, video, [enrollment], change);
      return found(permission);
    },
  });
  app.route({
    ...rules.editVideoPermission,
    handler: ({ scope, params, body }) => editPermission(scope, params.id, body),
  });
  app.route({
    ...rules.bulkSetVideoPermissions,
    handler: ({ scope, body: { video_id, enrollments, rule } }) =>
      setPermissions(scope, video_id, enrollments, { rule }),
  });
}
