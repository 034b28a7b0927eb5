import { findAcademy } from '#core/academy.queries.ts';
import type { Storage } from '#core/storage/storage.ts';
import type { Upkeep } from '#core/upkeep.ts';
import { fenceOf, listLostAttempts } from '#domains/jobs/index.ts';

type Kind = {
  kind: string;
  outputPrefix: (
    job: { id: number; subject_id: number; attempt: number; fence: string; private_payload: unknown },
    tenantCode: string,
  ) => string;
};
const HOUR_MS = 3600 * 1000;
/** Addresses that an attempt was given are good for some hours after it was lost. */
const REST_MS = 24 * HOUR_MS;
/** One night may be missed, or fail: each is gone through on two. */
const LOOK_BACK_MS = 72 * HOUR_MS;

/** What attempts left behind that came to nothing goes the night after; what the successful one made stays. */
export function lostAttemptUpkeep(storage: Storage, kinds: readonly Kind[]): Upkeep {
  const prefixOf = new Map(kinds.map((one) => [one.kind, one.outputPrefix]));
  return {
    name: 'submissions.drop_lost_attempts',
    every: 'day',
    async step(scope, limit) {
      const from = (ms: number) => new Date(scope.now.getTime() - ms);
      const span = { after: from(LOOK_BACK_MS), before: from(REST_MS) };
      const listed = (behind: number) =>
        scope.tx((tx) => listLostAttempts(tx, [...prefixOf.keys()], { ...span, behind }, limit));
      const { code } = await scope.tx((tx) => findAcademy(tx));
      const faults: unknown[] = [];
      for (let lost = await listed(0); lost.length > 0; lost = await listed(lost.at(-1)?.id ?? 0))
        for (const { kind, job_id: id, lease_token, subject_id, attempt } of lost) {
          const job = { id, subject_id, attempt, fence: fenceOf(lease_token), private_payload: {} };
          const prefix = prefixOf.get(kind)?.(job, code);
          if (prefix) await storage.deletePrefix(prefix).catch((fault) => faults.push(fault));
        }
      if (faults.length > 0) throw new AggregateError(faults, 'What some lost attempts left behind stays');
      // They stay in the table, so that another step would find the same ones.
      return 0;
    },
  };
}
