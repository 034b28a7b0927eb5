import type pg from 'pg';
import type { Finding } from '#core/examination.ts';

type Owner = Pick<pg.Pool, 'query'>;

/** Tasks that failed as often as they may and are tried no more, kind by kind with the last reason. */
export async function examineTasks(owner: Owner): Promise<Finding[]> {
  const { rows } = await owner.query<{ name: string; count: number; last_error: string | null }>(`
    select task_identifier as name, count(*) as count, (array_agg(last_error order by id desc))[1] as last_error
    from graphile_worker.jobs where attempts >= max_attempts and locked_at is null group by 1 order by 1`);
  return rows.map(({ name, count, last_error }) => ({
    what: `${count} task(s) ${name} failed for good: ${last_error?.split('\n')[0] ?? 'unknown'}`,
    mend: 'mend the reason, then try them again: npm run seodang retry-tasks',
  }));
}

/** Lets those tasks be tried again from now on; returns how many. */
export async function retryFailedTasks(owner: Owner): Promise<number> {
  const { rowCount } = await owner.query(`
    select graphile_worker.reschedule_jobs(array_agg(id), run_at => now(), attempts => 0)
    from graphile_worker.jobs where attempts >= max_attempts and locked_at is null group by id`);
  return rowCount ?? 0;
}
