import type { Upkeep } from '#core/upkeep.ts';
import { deletePreviews } from './import.queries.ts';

const WEEK_MS = 7 * 24 * 3600 * 1000;

export const schoolUpkeep: readonly Upkeep[] = [
  {
    // A class list that nobody took over is names and phone numbers kept for nothing.
    name: 'school.forget_previews',
    every: 'day',
    step: (scope, limit) =>
      scope.tx((tx, { now }) => deletePreviews(tx, new Date(now.getTime() - WEEK_MS), limit)),
  },
];
