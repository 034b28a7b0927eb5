import * as api from '@seodang/contract/video.ts';
import * as rules from '@seodang/contract/video-permission.ts';
import * as policy from '@seodang/contract/video-policy.ts';
import * as progress from '@seodang/contract/video-progress.ts';
import * as views from '@seodang/contract/video-views.ts';
import type { App } from '#core/http.ts';
import { found } from '#core/problem.ts';
import type { Delivery } from './delivery.ts';
import {
  clearPermissions,
  editPermission,
  getPermission,
  listPermissions,
  removePermission,
  setPermissions,
} from './permissions.ts';
import type { PlaybackStore } from './playback-store.ts';
import { listStudentPolicies, policyImpact, previewPolicy } from './policy-preview.ts';
import { listStudentVideos, videoStats } from './students.ts';
import * as watched from './video-progress.ts';
import { getNestedVideo, nestedVideoStats, videoAchievement, videoSummary } from './video-views.ts';
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
  for (const route of [api.editVideo, api.putVideo]) {
    app.route({
      ...route,
      handler: ({ scope, params, body }) => videos.editVideo(scope, delivery, params.id, body),
    });
  }
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
}

export function videoViewRoutes(app: App, delivery: Delivery): void {
  app.route({
    ...views.videoSummary,
    handler: ({ scope, params, query }) => videoSummary(scope, params.id, query.range),
  });
  app.route({
    ...views.videoAchievement,
    handler: ({ scope, params }) => videoAchievement(scope, params.id),
  });
  app.route({
    ...views.getNestedVideo,
    handler: ({ scope, params }) => getNestedVideo(scope, delivery, params),
  });
  app.route({
    ...views.nestedVideoStats,
    handler: ({ scope, params }) => nestedVideoStats(scope, delivery, params),
  });
}

export function progressRoutes(app: App, store: PlaybackStore): void {
  app.route({
    ...progress.listVideoProgress,
    handler: ({ scope, query, url }) => watched.listVideoProgress(scope, query, url),
  });
  app.route({
    ...progress.getVideoProgress,
    handler: ({ scope, params }) => watched.getVideoProgress(scope, params.id),
  });
  app.route({
    ...progress.setVideoProgress,
    async handler({ scope, body }, reply) {
      reply.code(201);
      return watched.setVideoProgress(scope, store, body);
    },
  });
  for (const route of [progress.editVideoProgress, progress.putVideoProgress]) {
    app.route({
      ...route,
      handler: ({ scope, params, body }) => watched.editVideoProgress(scope, store, params.id, body),
    });
  }
}

export function permissionRoutes(app: App): void {
  app.route({
    ...rules.listVideoPermissions,
    handler: ({ scope, query, url }) => listPermissions(scope, query, url),
  });
  app.route({
    ...rules.setVideoPermission,
    handler: async ({ scope, body: { video, enrollment, ...change } }, reply) => {
      reply.code(201);
      const [permission] = await setPermissions(scope, video, [enrollment], change);
      return found(permission);
    },
  });
  app.route({
    ...rules.getVideoPermission,
    handler: ({ scope, params }) => getPermission(scope, params.id),
  });
  for (const route of [rules.editVideoPermission, rules.putVideoPermission]) {
    app.route({
      ...route,
      handler: ({ scope, params, body }) => editPermission(scope, params.id, body),
    });
  }
  app.route({
    ...rules.removeVideoPermission,
    handler: async ({ scope, params }, reply) => {
      await removePermission(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...rules.bulkSetVideoPermissions,
    handler: ({ scope, body: { video_id, enrollments, ...change } }) => {
      const saysNothing = Object.keys(change).length === 0;
      return setPermissions(scope, video_id, enrollments, saysNothing ? { rule: 'once' } : change);
    },
  });
  app.route({
    ...policy.bulkClearVideoPermissions,
    handler: ({ scope, body }) => clearPermissions(scope, body.video_id, body.enrollments),
  });
  app.route({
    ...policy.previewPolicy,
    handler: ({ scope, params, body }) => previewPolicy(scope, params.id, body),
  });
  app.route({
    ...policy.listStudentPolicies,
    handler: ({ scope, params }) => listStudentPolicies(scope, params.id),
  });
  app.route({ ...policy.policyImpact, handler: ({ scope, params }) => policyImpact(scope, params.id) });
}
