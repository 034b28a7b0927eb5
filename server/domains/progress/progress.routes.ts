import * as api from '@seodang/contract/progress.ts';
import * as exceptions from '@seodang/contract/progress-exceptions.ts';
import * as policies from '@seodang/contract/progress-policies.ts';
import * as ranking from '@seodang/contract/progress-ranking.ts';
import * as risk from '@seodang/contract/progress-risk.ts';
import type { App } from '#core/http.ts';
import {
  excuseRequirement,
  listProgressExceptions,
  overrideProgress,
  revertExcuse,
  revertOverride,
} from './exceptions.ts';
import { progressMatrix } from './matrix.ts';
import { myProgress } from './own-progress.ts';
import {
  getProgressPolicy,
  listProgressPolicies,
  previewProgressPolicy,
  publishProgressPolicy,
} from './policies.ts';
import { listRiskRanking } from './ranking.ts';
import { getLectureProgress, getRiskLog, listLectureProgress, listRiskLogs } from './risk.ts';
import { getSessionProgress, listSessionProgress } from './session-progress.ts';

export function progressRoutes(app: App): void {
  app.route({
    ...api.listSessionProgress,
    handler: ({ scope, query, url }) => listSessionProgress(scope, query, url),
  });
  app.route({
    ...api.getSessionProgress,
    handler: ({ scope, params }) => getSessionProgress(scope, params.id),
  });
  app.route({
    ...risk.listLectureProgress,
    handler: ({ scope, query, url }) => listLectureProgress(scope, query, url),
  });
  app.route({
    ...risk.getLectureProgress,
    handler: ({ scope, params }) => getLectureProgress(scope, params.id),
  });
  app.route({ ...risk.getRiskLog, handler: ({ scope, params }) => getRiskLog(scope, params.id) });
  app.route({ ...risk.listRiskLogs, handler: ({ scope, query, url }) => listRiskLogs(scope, query, url) });
  app.route({
    ...ranking.listRiskRanking,
    handler: ({ scope, query, url }) => listRiskRanking(scope, query, url),
  });
  app.route({
    ...api.progressMatrix,
    handler: ({ scope, query }) => progressMatrix(scope, query.lecture, query.enrollment),
  });
  policyRoutes(app);
  exceptionRoutes(app);
  app.route({ ...api.myProgress, handler: ({ scope, query }) => myProgress(scope, query.lecture) });
}

function policyRoutes(app: App): void {
  app.route({
    ...policies.listProgressPolicies,
    handler: ({ scope, query, url }) => listProgressPolicies(scope, query, url),
  });
  app.route({
    ...policies.getProgressPolicy,
    handler: ({ scope, params }) => getProgressPolicy(scope, params.id),
  });
  app.route({
    ...policies.previewProgressPolicy,
    handler: ({ scope, params, body }) => previewProgressPolicy(scope, params.id, body),
  });
  app.route({
    ...policies.publishProgressPolicy,
    handler: async ({ scope, params, body }, reply) =>
      reply.code(201).send(await publishProgressPolicy(scope, params.id, body)),
  });
}

function exceptionRoutes(app: App): void {
  app.route({
    ...exceptions.listProgressExceptions,
    handler: ({ scope, query }) => listProgressExceptions(scope, query),
  });
  app.route({
    ...exceptions.excuseRequirement,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await excuseRequirement(scope, body)),
  });
  app.route({
    ...exceptions.revertExcuse,
    handler: async ({ scope, params }, reply) => {
      await revertExcuse(scope, params.id);
      return reply.code(204).send();
    },
  });
  app.route({
    ...exceptions.overrideProgress,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await overrideProgress(scope, body)),
  });
  app.route({
    ...exceptions.revertOverride,
    handler: async ({ scope, params }, reply) => {
      await revertOverride(scope, params.id);
      return reply.code(204).send();
    },
  });
}
