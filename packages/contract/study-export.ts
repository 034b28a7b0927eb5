import { z } from 'zod';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export const exportStudy = {
  method: 'GET',
  url: '/study/export',
  schema: {
    operationId: 'exportStudy',
    summary:
      'All that the student has here, as a ZIP of CSV files: answers, quiz sessions, memory, own questions',
    tags: ['study'],
    response: { 200: z.any().describe('application/zip'), 401: Problem, 403: Problem },
  },
} satisfies Route;
