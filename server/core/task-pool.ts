import pg from 'pg';
import { isDatabaseAway, surviving } from '#core/db.ts';

/** "The database system is starting up": graphile-worker waits and tries again after this, but not after a lost connection. */
const STARTING_UP = '57P03';

/**
 * Connections for graphile-worker. That a task is done or failed is told to the database by a promise which nobody
 * there catches: lost with its connection it would end the process, and leave the task locked for hours. So whatever
 * means that the database is away is said in the one way that is tried until it is back.
 */
export function openTaskPool(ownerUrl: string, connections: number): pg.Pool {
  const pool = surviving(new pg.Pool({ connectionString: ownerUrl, max: connections }));
  const connect = patient(pool.connect.bind(pool));
  // Once it ends there is nobody to tell: the task is let go with the presence of this process.
  pool.connect = ((...given: unknown[]) =>
    pool.ending ? new Promise(() => {}) : connect(...given)) as typeof pool.connect;
  pool.on('connect', (client) => {
    client.query = patient(client.query.bind(client)) as typeof client.query;
  });
  return pool;
}

function patient(work: unknown): (...given: unknown[]) => unknown {
  return (...given: unknown[]) => {
    const result = (work as (...given: unknown[]) => unknown)(...given);
    return result instanceof Promise ? result.catch(startingUp) : result;
  };
}

function startingUp(error: unknown): never {
  if (!isDatabaseAway(error)) throw error;
  throw Object.assign(new Error('The database is away', { cause: error }), { code: STARTING_UP });
}
