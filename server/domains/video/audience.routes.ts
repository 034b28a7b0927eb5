import * as impact from '@seodang/contract/video-impact.ts';
import * as api from '@seodang/contract/video-watching.ts';
import type { App } from '#core/http.ts';
import { videoHeat } from './heat.ts';
import {
  impactOfAttendance,
  impactOfClassSession,
  impactOfClassSessionRemoval,
  impactOfEnrolling,
  impactOfEnrollment,
  impactOfLectureRemoval,
  impactOfRemoval,
  impactOfVideoRemoval,
} from './impact.ts';
import { impactOfSettings } from './settings-impact.ts';
import { listLiveViewers, videoGrid, videoStudent } from './video-grid.ts';

/** What staff see of who watches what. */
export function audienceRoutes(app: App): void {
  app.route({ ...api.videoHeat, handler: ({ scope, params, query }) => videoHeat(scope, params.id, query) });
  app.route({ ...api.listLiveViewers, handler: ({ scope, query }) => listLiveViewers(scope, query) });
  app.route({ ...api.videoGrid, handler: ({ scope, params }) => videoGrid(scope, params.id) });
  app.route({ ...api.videoStudent, handler: ({ scope, params }) => videoStudent(scope, params) });
}

/** Whom changes that are made elsewhere concern in what they watch. */
export function impactRoutes(app: App): void {
  app.route({
    ...impact.attendanceImpact,
    handler: ({ scope, params, body }) => impactOfAttendance(scope, params.id, body),
  });
  app.route({
    ...impact.enrollmentImpact,
    handler: ({ scope, params, body }) => impactOfEnrollment(scope, params.id, body),
  });
  app.route({ ...impact.enrollManyImpact, handler: ({ scope, body }) => impactOfEnrolling(scope, body) });
  app.route({
    ...impact.classSessionImpact,
    handler: ({ scope, params, body }) => impactOfClassSession(scope, params.id, body),
  });
  app.route({
    ...impact.studentRemovalImpact,
    handler: ({ scope, params }) => impactOfRemoval(scope, params.id),
  });
  app.route({
    ...impact.classSessionRemovalImpact,
    handler: ({ scope, params }) => impactOfClassSessionRemoval(scope, params.id),
  });
  app.route({
    ...impact.lectureRemovalImpact,
    handler: ({ scope, params }) => impactOfLectureRemoval(scope, params.id),
  });
  app.route({
    ...impact.videoRemovalImpact,
    handler: ({ scope, params }) => impactOfVideoRemoval(scope, params.id),
  });
  app.route({ ...impact.settingsImpact, handler: ({ scope, body }) => impactOfSettings(scope, body) });
}
