import type { Upkeep } from '#core/upkeep.ts';
import * as queries from './upkeep.queries.ts';

/** Three months: long enough to see in a term's failures what they have in common. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

export const jobUpkeep: readonly Upkeep[] = [
  {
    name: 'jobs.forget_ended',
    every: 'day',
    step: (scope, limit) =>
      scope.tx((tx, { now }) => queries.deleteEndedJobs(tx, new Date(now.getTime() - KEPT_MS), limit)),
  },
  {
    // Runners belong to no academy; whichever comes first forgets them for all.
    name: 'jobs.forget_runners',
    every: 'day',
    step: (scope, limit) =>
      scope.tx((tx, { now }) =>
        queries.deleteRunnersUnseenSince(tx, new Date(now.getTime() - KEPT_MS), limit),
      ),
  },
];
