import type pg from 'pg';

/** Jobs of all academies that a runner could take now, and who is there to take them. */
export type Demand = { waiting: number; running: number; oldest_seconds: number; runners: number };

export async function findDemand(owner: Pick<pg.ClientBase, 'query'>, now: Date): Promise<Demand> {
  const { rows } = await owner.query<Demand>(
    `select count(*) filter (where status = 'queued' and not_before <= $1)::int as waiting,
       count(*) filter (where status = 'leased' and leased_until > $1)::int as running,
       coalesce(floor(extract(epoch from $1 - min(created_at) filter (where status = 'queued' and not_before <= $1))), 0)::int
         as oldest_seconds,
       (select count(*)::int from runner where last_seen_at > $1 - interval '2 minutes') as runners
     from job where status in ('queued', 'leased')`,
    [now],
  );
  return rows[0] ?? { waiting: 0, running: 0, oldest_seconds: 0, runners: 0 };
}
