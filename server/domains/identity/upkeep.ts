import type { Upkeep } from '#core/upkeep.ts';
import { deleteEndedLogins } from './logins.queries.ts';
import { forgetQuietKeys } from './throttle.queries.ts';

const MONTH_MS = 30 * 24 * 3600 * 1000;

export const identityUpkeep: readonly Upkeep[] = [
  {
    name: 'identity.forget_logins',
    every: 'day',
    step: (scope, limit) =>
      scope.tx((tx, { now }) => deleteEndedLogins(tx, new Date(now.getTime() - MONTH_MS), limit)),
  },
  {
    // Attempts belong to no academy; whichever comes first clears them for all.
    name: 'identity.forget_attempts',
    every: 'hour',
    step: (scope, limit) => scope.tx((tx, { now }) => forgetQuietKeys(tx, now, limit)),
  },
];
