import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPostgres } from '../server/core/postgres/postgres.ts';
import { appUrlOf, migrate } from '../server/db/migrate.ts';
import type { Claimed, ClaimLoad } from './claims-load.ts';
import { record } from './figures.ts';

const runners = 4;
const seconds = 6;
const tenants = 20;

/** Queued and finished jobs of twenty academies. */
async function fill(owner: pg.Pool, queued: number, finished: number): Promise<void> {
  await owner.query('truncate job, job_attempt cascade');
  await owner.query(
    `insert into job (tenant_id, kind, subject_id, status, finished_at)
     select 1 + n % ${tenants}, 'bench.work', n, 'done', now() from generate_series(1, $1) n`,
    [finished],
  );
  await owner.query(
    `insert into job (tenant_id, kind, subject_id) select 1 + n % ${tenants}, 'bench.work', 1000000 + n from generate_series(1, $1) n`,
    [queued],
  );
  await owner.query('vacuum analyze job');
  // What filling leaves behind to be written is no part of what is measured.
  await owner.query('checkpoint');
}

async function measure(load: ClaimLoad): Promise<{ per_s: number; doubles: number }> {
  const child = fork(join(import.meta.dirname, 'claims-load.ts'));
  child.send(load);
  const [claimed] = (await once(child, 'message')) as [Claimed];
  return {
    per_s: Math.round(claimed.ids.length / claimed.seconds),
    doubles: claimed.ids.length - new Set(claimed.ids).size,
  };
}

/** What the database alone gives: the same statement for all four runners at once, without HTTP. */
async function measureStatement(owner: pg.Pool): Promise<number> {
  const claims = Array.from({ length: runners }, (_, n) => ({
    n,
    runner_id: `s${n}`,
    kinds: ['bench.work'],
  }));
  const text = `select * from app.claim_jobs($1, now(), interval '60 s')`;
  const until = performance.now() + seconds * 1000;
  let done = 0;
  while (performance.now() < until) {
    const { rowCount } = await owner.query({ name: 'claims', text, values: [JSON.stringify(claims)] });
    done += rowCount ?? 0;
  }
  return Math.round(done / seconds);
}

const dataDir = await mkdtemp(join(tmpdir(), 'seodang-claims-'));
const database = await openPostgres(dataDir);
const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 8 });
try {
  await migrate(database.ownerUrl, 'bench');
  await owner.query(
    `insert into tenant (code, name) select 'bench-' || n, 'Bench' from generate_series(1, ${tenants}) n`,
  );
  const server = fork(join(import.meta.dirname, 'claims-server.ts'), [appUrlOf(database.ownerUrl, 'bench')], {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
  });
  const [told] = (await once(server, 'message')) as [{ address: string; token: string }];
  const load = { ...told, runners, seconds };
  await fill(owner, 40_000, 10_000);
  await measure({ ...load, seconds: 1 });
  await fill(owner, 40_000, 10_000);
  const few = await measure(load);
  await fill(owner, 40_000, 100_000);
  const many = await measure(load);
  await fill(owner, 60_000, 10_000);
  const statement = await measureStatement(owner);
  server.disconnect();

  const ratio = Math.round((100 * many.per_s) / few.per_s) / 100;
  const busy = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  record('npm run bench claims', [
    {
      name: 'claims_per_s',
      value: few.per_s,
      unit: '1/s',
      limit: 2000,
      limit_what: `at least; HTTP, ${runners} runners, 10,000 finished; ${busy}`,
    },
    {
      name: 'claims_statement_per_s',
      value: statement,
      unit: '1/s',
      limit: few.per_s,
      limit_what: 'the statement alone, same run; HTTP in front of it stays below',
    },
    {
      name: 'claims_100k_ratio',
      value: ratio,
      unit: '',
      limit: 0.8,
      limit_what: `at least; ${many.per_s}/s with 100,000 finished to the above`,
    },
    {
      name: 'double_claims',
      value: few.doubles + many.doubles,
      unit: 'jobs',
      limit: 0,
      limit_what: 'at most',
    },
  ]);
} finally {
  await owner.end();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
