import { sql } from 'kysely';
import type { Db } from '#core/db.ts';

/** Jobs of one kind in all academies that a runner could take now, and those at which one works. */
export type Demand = { kind: string; waiting: number; running: number; oldest_seconds: number };

export async function findDemand(db: Db, now: Date): Promise<Demand[]> {
  const { rows } = await sql<Demand>`select * from app.job_demand(${now})`.execute(db);
  return rows;
}
