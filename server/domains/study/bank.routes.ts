import * as api from '@seodang/contract/study-bank.ts';
import * as imageApi from '@seodang/contract/study-images.ts';
import type { App } from '#core/http.ts';
import { refuse } from '#core/problem.ts';
import type { Storage } from '#core/storage/storage.ts';
import * as images from './images.ts';
import { importQuestions } from './import.ts';
import * as questions from './questions.ts';
import * as topics from './topics.ts';

export async function bankRoutes(app: App, storage: Storage): Promise<void> {
  topicRoutes(app);
  questionRoutes(app);
  await importRoutes(app, storage);
  await imageRoutes(app, storage);
}

function topicRoutes(app: App): void {
  app.route({
    ...api.listStudyTopics,
    handler: ({ scope, query, url }) => topics.listTopics(scope, query, url),
  });
  app.route({
    ...api.createStudyTopic,
    handler: async ({ scope, body }, reply) => reply.code(201).send(await topics.createTopic(scope, body)),
  });
  app.route({
    ...api.changeStudyTopic,
    handler: ({ scope, params, body }) => topics.changeTopic(scope, params.id, body),
  });
  app.route({
    ...api.deleteStudyTopic,
    handler: async ({ scope, params }, reply) => {
      await topics.putAwayTopic(scope, params.id, true);
      return reply.code(204).send();
    },
  });
  app.route({
    ...api.restoreStudyTopic,
    handler: async ({ scope, params }) => {
      await topics.putAwayTopic(scope, params.id, false);
      return topics.getTopic(scope, params.id);
    },
  });
}

function questionRoutes(app: App): void {
  app.route({
    ...api.listStudyQuestions,
    handler: ({ scope, query, url }) => questions.listQuestions(scope, query, url),
  });
  app.route({
    ...api.createStudyQuestion,
    handler: async ({ scope, body }, reply) =>
      reply.code(201).send(await questions.createQuestion(scope, body)),
  });
  app.route({
    ...api.getStudyQuestion,
    handler: ({ scope, params }) => questions.getQuestion(scope, params.id),
  });
  app.route({
    ...api.changeStudyQuestion,
    handler: ({ scope, params, body }) => questions.changeQuestion(scope, params.id, body),
  });
  app.route({
    ...api.deleteStudyQuestion,
    handler: async ({ scope, params }, reply) => {
      await questions.deleteQuestion(scope, params.id);
      return reply.code(204).send();
    },
  });
}

/** Files are read as bytes, in a scope of their own. */
async function importRoutes(app: App, storage: Storage): Promise<void> {
  await app.register(async (files: App) => {
    const limits = { parseAs: 'buffer' as const, bodyLimit: api.STUDY_IMPORT_MAX_BYTES };
    const types = [...api.studyImportTypes];
    files.addContentTypeParser(types, limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...api.importStudyQuestions,
      bodyLimit: api.STUDY_IMPORT_MAX_BYTES,
      handler: ({ scope, params, query, body }) => {
        if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: types });
        return importQuestions(scope, storage, params.id, body, query.commit === 'true');
      },
    });
  });
}

async function imageRoutes(app: App, storage: Storage): Promise<void> {
  app.route({
    ...imageApi.listStudyImages,
    handler: ({ scope, query }) => images.listImages(scope, storage, query.names),
  });
  await app.register(async (files: App) => {
    const types = [...imageApi.studyImageTypes];
    const limits = { parseAs: 'buffer' as const, bodyLimit: imageApi.STUDY_IMAGE_MAX_BYTES };
    files.addContentTypeParser(types, limits, async (_: unknown, body: Buffer) => body);
    files.route({
      ...imageApi.addStudyImage,
      bodyLimit: imageApi.STUDY_IMAGE_MAX_BYTES,
      handler: async ({ scope, params, body }, reply) => {
        if (!Buffer.isBuffer(body)) refuse('unsupported_media_type', { accepted: types });
        return reply.code(201).send(await images.addImage(scope, storage, params.id, body));
      },
    });
  });
}
