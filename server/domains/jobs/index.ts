export { type Address, defineJobKind, type JobOf } from './kind.ts';
export { findLeaseOf, findTenantOf } from './lease.queries.ts';
export { addressFor, runnerIdOf } from './lease.routes.ts';
export { fenceOf } from './lease.rules.ts';
export { claimJob, completeJob, type Desk, failJob, heartbeatJob } from './lease.ts';
export { findActive, listLatest, listLostAttempts } from './queue.queries.ts';
export { queueJob, queueJobs } from './queue.ts';
