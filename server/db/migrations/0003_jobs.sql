create type job_status as enum ('queued', 'leased', 'done', 'failed', 'cancelled');

create type attempt_outcome as enum ('done', 'failed', 'lost', 'released', 'cancelled');

create table job (
  id               bigint generated always as identity primary key,
  tenant_id        bigint not null default app.tenant_id() references tenant,
  kind             text not null check (kind ~ '^[a-z]+\.[a-z_]+$'),
  subject_id       bigint not null,
  payload          jsonb not null default '{}',
  private_payload  jsonb not null default '{}',
  status           job_status not null default 'queued',
  priority         smallint not null default 0,
  attempt          int not null default 0,
  failures         int not null default 0,
  max_failures     int not null default 3 check (max_failures > 0),
  not_before       timestamptz not null default '-infinity',
  lease_token      uuid,
  leased_by        text check (length(leased_by) <= 64),
  leased_until     timestamptz,
  cancel_requested boolean not null default false,
  progress         real not null default 0 check (progress between 0 and 1),
  stage            text,
  result           jsonb,
  result_digest    bytea,
  last_error       text,
  created_at       timestamptz not null default now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  unique (tenant_id, id),
  check ((status = 'leased') = (lease_token is not null and leased_until is not null)),
  check ((status in ('done', 'failed', 'cancelled')) = (finished_at is not null))
);
comment on table job is 'Work leased to a runner over HTTP. lease_token is new at every claim and fences off the holder before.';
comment on column job.payload is 'Sent to the runner.';
comment on column job.private_payload is 'Kept here.';
comment on column job.subject_id is 'Whose work it is, e.g. the video; the kind says of which table.';
create unique index job_one_active on job (tenant_id, kind, subject_id) where status in ('queued', 'leased');
create index job_waiting on job (tenant_id, priority desc, id) where status = 'queued';
create index job_leased on job (leased_until) where status = 'leased';
create index job_running on job (tenant_id) where status = 'leased';
create index job_subject on job (kind, subject_id, id desc);

create table job_attempt (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  job_id       bigint not null,
  attempt      int not null,
  lease_token  uuid not null,
  leased_by    text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  outcome      attempt_outcome,
  error        text,
  unique (tenant_id, job_id, attempt),
  foreign key (tenant_id, job_id) references job (tenant_id, id) on delete cascade
);

create table runner (
  id            text primary key check (length(id) between 1 and 64),
  kinds         text[] not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at  timestamptz not null default now()
);
comment on table runner is 'Who asked for work lately; no tenant''s, and without any of a tenant''s data.';
grant select, insert, update, delete on runner to seodang_app;

call app.protect(array['job', 'job_attempt']);

-- How long a job rests after its n-th failure.
create function app.job_backoff(failures int) returns interval language sql immutable as
  $$ select least(interval '15 seconds' * power(4, failures - 1), interval '1 hour') $$;

create function app.settle_job(job job) returns void language sql as $$
  select app.enqueue('jobs.settle', json_build_object('tenant_id', job.tenant_id, 'payload', json_build_object('job_id', job.id)),
    null, job.tenant_id || ':jobs.settle:' || job.id, 25)
$$;

-- Leases that ran out: the attempt counts as a failure, the job waits again or, at its cap, has failed for good.
create function app.expire_leases(at timestamptz) returns void language plpgsql as $$
declare lost job;
begin
  for lost in
    select * from job where status = 'leased' and leased_until < at order by leased_until limit 100 for update skip locked
  loop
    update job_attempt set ended_at = at, outcome = 'lost', error = 'lease_expired'
      where tenant_id = lost.tenant_id and job_id = lost.id and attempt = lost.attempt;
    update job set
      status = case when cancel_requested then 'cancelled' when failures + 1 >= max_failures then 'failed' else 'queued' end::job_status,
      failures = failures + 1, lease_token = null, leased_by = null, leased_until = null,
      last_error = 'lease_expired', not_before = at,
      finished_at = case when cancel_requested or failures + 1 >= max_failures then at end
    where tenant_id = lost.tenant_id and id = lost.id returning * into lost;
    if lost.finished_at is not null then perform app.settle_job(lost); end if;
  end loop;
end $$;

-- The next job for each runner that asks, in one statement and so in one round trip. The academy with the fewest running
-- jobs comes first; among equals the one whose waiting job is the more urgent, then the older. Academies are found by
-- hopping along job_waiting, so finished jobs cost nothing; the orders name every column of that index, or the planner
-- walks another one through all finished jobs. Who runs twenty is as busy as who runs a thousand, and is found to be so
-- at a bounded cost. It crosses all academies by its nature, so it runs as its owner: judging each row by the policies
-- doubled its cost. Plans made anew for each list of academies cost a quarter more.
create function app.claim_jobs(claims json, at timestamptz, lease interval)
returns table (
  claim int, id bigint, tenant_id bigint, kind text, subject_id bigint, private_payload jsonb, attempt int, lease_token uuid,
  leased_until timestamptz, progress real)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  asked record;
  chosen record;
  academies bigint[];
  running int[];
  taken bigint[] := '{}';
  takers int[] := '{}';
begin
  -- An owner that is no superuser is bound by the policies too. A claim that a crash forgets does no harm: its job waits
  -- again, and what its runner still sends or writes goes by a lease that nobody knows.
  perform set_config('app.runner', 'on', true), set_config('synchronous_commit', 'off', true);
  if exists (select from job where status = 'leased' and leased_until < at) then perform app.expire_leases(at); end if;

  with recursive waiting as (
    (select tenant_id, priority, id from job where status = 'queued' order by tenant_id, priority desc, id limit 1)
    union all
    select next.* from waiting w cross join lateral (
      select j.tenant_id, j.priority, j.id from job j where j.status = 'queued' and j.tenant_id > w.tenant_id
      order by j.tenant_id, j.priority desc, j.id limit 1) next
  )
  select array_agg(w.tenant_id order by w.priority desc, w.id), array_agg(busy.jobs order by w.priority desc, w.id)
    into academies, running
  from waiting w cross join lateral (
    select count(*)::int as jobs from (select from job j where j.tenant_id = w.tenant_id and j.status = 'leased' limit 20) leased
  ) busy;

  for asked in select * from json_to_recordset(claims) as c(n int, kinds text[]) loop
    select ranked.place, next.id into chosen
    from (select * from unnest(academies, running) with ordinality as r(tenant_id, jobs, place) order by r.jobs, r.place) ranked
    cross join lateral (
      select j.id from job j
      where j.tenant_id = ranked.tenant_id and j.status = 'queued' and j.kind = any(asked.kinds) and j.not_before <= at
        and j.id <> all(taken)
      order by j.priority desc, j.id limit 1 for update skip locked
    ) next limit 1;
    continue when not found;
    running[chosen.place] := running[chosen.place] + 1;
    taken := taken || chosen.id;
    takers := takers || asked.n;
  end loop;

  return query
  with leased as (
    update job j set status = 'leased', attempt = j.attempt + 1, lease_token = gen_random_uuid(), leased_by = c.runner_id,
      leased_until = at + lease, started_at = coalesce(j.started_at, at), progress = 0, stage = null
    from unnest(taken, takers) t(id, n) join json_to_recordset(claims) as c(n int, runner_id text) on c.n = t.n
    where j.id = t.id returning t.n, j.*
  ), noted as (
    insert into job_attempt (tenant_id, job_id, attempt, lease_token, leased_by, started_at)
    select tenant_id, id, attempt, lease_token, leased_by, at from leased
  )
  select n, id, tenant_id, kind, subject_id, private_payload, attempt, lease_token, leased_until, progress from leased;
end $$;

create function app.job_tenant(wanted bigint) returns bigint language plpgsql as $$
begin
  perform set_config('app.runner', 'on', true);
  return (select tenant_id from job where id = wanted);
end $$;

-- For the seeds' workers, who know a job by its video and themselves by a name: the job, and the lease they had of it.
create function app.job_of_subject(wanted text, subject bigint, runner_id text)
returns table (id bigint, lease_token uuid, present_lease_token uuid) language plpgsql as $$
begin
  perform set_config('app.runner', 'on', true);
  return query
    select j.id, a.lease_token, j.lease_token from job j
    left join lateral (
      select t.lease_token from job_attempt t where t.tenant_id = j.tenant_id and t.job_id = j.id and t.leased_by = runner_id
      order by t.attempt desc limit 1) a on true
    where j.kind = wanted and j.subject_id = subject order by j.id desc limit 1;
end $$;

create policy runner on job using (app.is_runner()) with check (app.is_runner());
create policy runner on job_attempt using (app.is_runner()) with check (app.is_runner());

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;

-- What waits and what is being done in the whole house, kind by kind, for those who bring up runners: nothing of any academy.
create function app.job_demand(at timestamptz)
returns table (kind text, waiting int, running int, oldest_seconds int)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('app.runner', 'on', true);
  return query
    select j.kind, (count(*) filter (where j.status = 'queued' and j.not_before <= at))::int,
      (count(*) filter (where j.status = 'leased' and j.leased_until > at))::int,
      coalesce(floor(extract(epoch from at - min(j.created_at) filter (where j.status = 'queued' and j.not_before <= at))), 0)::int
    from job j where j.status in ('queued', 'leased') group by j.kind order by j.kind;
end $$;
