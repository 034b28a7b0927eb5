import type { Examination } from '#core/examination.ts';
import { listLeasesLostBefore } from './upkeep.queries.ts';

/** Whoever asks for work frees the leases that ran out, so an old one says that nobody asks. */
const LONG_MS = 10 * 60 * 1000;

export const examineJobs: Examination = async function* (scope) {
  const lost = await scope.tx((tx, { now }) =>
    listLeasesLostBefore(tx, new Date(now.getTime() - LONG_MS), 100),
  );
  for (const { id, kind, leased_by, leased_until } of lost)
    yield {
      what: `job ${id} (${kind}): the lease of runner ${leased_by} ran out at ${leased_until?.toISOString()}, and no runner asked for work since`,
      mend: 'start a runner: ROLE=runner PUBLIC_URL=… npm start',
    };
};
