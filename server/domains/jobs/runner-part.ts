import type { Platform } from '#core/platform.ts';
import type { Part } from '#core/readiness.ts';
import { ALIVE_MS } from './board.ts';
import * as queries from './lease.queries.ts';

/** Whether anybody takes up work: a runner asks for it every few seconds. */
export function runnerPart({ db, clock }: Pick<Platform, 'db' | 'clock'>): Part {
  return {
    name: 'runner',
    check: async () => {
      const count = await queries.countRunners(db, new Date(clock().getTime() - ALIVE_MS));
      if (count === 0) throw new Error('no runner has asked for work within a minute');
      return { state: 'ok', detail: `${count} at work or waiting` };
    },
  };
}
