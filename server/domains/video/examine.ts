import type { Examination } from '#core/examination.ts';
import type { Scope } from '#core/scope.ts';
import { listLatest } from '#domains/jobs/index.ts';
import * as queries from './examine.queries.ts';
import { TRANSCODE } from './processing-queue.ts';

const ROWS = 500;

/** Finds videos that wait for work which nobody does. */
export const examineVideos: Examination = async function* (scope) {
  for (let after = 0; ; ) {
    const waiting = await waitingBehind(scope, after);
    for (const { id, title, status, isWorkedOn } of waiting)
      if (!isWorkedOn)
        yield {
          what: `video ${id} (${title}) is ${status}, and no job works on it`,
          mend: 'remove the video and put it back: that queues the work',
        };
    if (waiting.length < ROWS) return;
    after = waiting.at(-1)?.id ?? after;
  }
};

function waitingBehind(scope: Scope, after: number) {
  return scope.tx(async (tx) => {
    const waiting = await queries.listWaiting(tx, after, ROWS);
    const ids = waiting.map(({ id }) => id);
    const jobs = (await listLatest(tx, TRANSCODE, ids)).filter(isAtWork);
    const atWork = new Set(jobs.map(({ subject_id }) => subject_id));
    return waiting.map((video) => ({ ...video, isWorkedOn: atWork.has(video.id) }));
  });
}

export const isAtWork = ({ status }: { status: string }) => status === 'queued' || status === 'leased';
