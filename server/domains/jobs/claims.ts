import { Batches } from '#core/batches.ts';
import type { Db } from '#core/db.ts';
import { type Claim, type ClaimedRow, claimJobs } from './lease.queries.ts';

/** How long a runner holds a job without a word (seeds: VIDEO_WORKER_LEASE_SECONDS). */
export const LEASE_SECONDS = 60;

export type Claims = Batches<Claim, ClaimedRow | undefined>;

/** Takes jobs for runners; those that ask while others are being served are served together. */
export function openClaims({ db, clock }: { db: Db; clock: () => Date }): Claims {
  return new Batches({
    at_once: 2,
    most: 50,
    run: (claims) => claimJobs(db, claims, clock(), LEASE_SECONDS),
  });
}
