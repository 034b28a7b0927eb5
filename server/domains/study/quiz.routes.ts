import * as api from '@seodang/contract/study-quiz.ts';
import type { App } from '#core/http.ts';
import { answerQuiz, undoAnswer } from './answers.ts';
import * as quiz from './quiz.ts';

export function quizRoutes(app: App): void {
  app.route({ ...api.listQuizzes, handler: ({ scope, query, url }) => quiz.listQuizzes(scope, query, url) });
  app.route({
    ...api.startQuiz,
    handler: async ({ scope, body }, reply) => {
      const started = await quiz.startQuiz(scope, body);
      return reply.code(started.is_new ? 201 : 200).send(started.quiz);
    },
  });
  app.route({ ...api.getQuiz, handler: ({ scope, params }) => quiz.getQuiz(scope, params.id) });
  app.route({
    ...api.answerQuiz,
    handler: ({ scope, params, body }) => answerQuiz(scope, params.id, body),
  });
  app.route({ ...api.undoQuizAnswer, handler: ({ scope, params }) => undoAnswer(scope, params.id) });
  app.route({ ...api.finishQuiz, handler: ({ scope, params }) => quiz.finishQuiz(scope, params.id) });
  app.route({ ...api.abandonQuiz, handler: ({ scope, params }) => quiz.abandonQuiz(scope, params.id) });
}
