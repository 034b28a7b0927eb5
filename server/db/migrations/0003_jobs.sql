create type job_status as enum ('queued', 'leased', 'done', 'failed', 'cancelled');

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
  not_before       timestamptz not null default now(),
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

create table job_attempt (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  job_id       bigint not null,
  attempt      int not null,
  lease_token  uuid not null,
  leased_by    text not null,
  started_at   timestamptz not null,
  ended_at     timestamptz,
  outcome      text check (outcome in ('done', 'failed', 'lost', 'released', 'cancelled')),
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
create policy runner on job using (app.is_runner()) with check (app.is_runner());
create policy runner on job_attempt using (app.is_runner()) with check (app.is_runner());
