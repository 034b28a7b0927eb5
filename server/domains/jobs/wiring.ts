import type { App } from '#core/http.ts';
import type { Task } from '#core/tasks.ts';
import { boardRoutes } from './board.routes.ts';
import type { JobKinds } from './kinds.ts';
import { leaseRoutes } from './lease.routes.ts';
import type { Desk } from './lease.ts';
import { settleTask } from './settle.ts';

export { metricsRoute } from './capacity.routes.ts';
export { capacityRounds } from './capacity.ts';
export { openClaims } from './claims.ts';
export { examineJobs } from './examine.ts';
export { JobKinds } from './kinds.ts';
export { runnerPart } from './runner-part.ts';
export { jobUpkeep } from './upkeep.ts';

export function jobRoutes(app: App, desk: Desk): void {
  leaseRoutes(app, desk);
  boardRoutes(app);
}

export function jobTasks(kinds: JobKinds): Task[] {
  return [settleTask(kinds)];
}
