create extension if not exists citext;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

create schema app;
comment on schema app is 'Functions that the application role may call, and which migrations there were; all other tables live in public.';

create function app.tenant_id() returns bigint language sql stable parallel safe as
  $$ select nullif(current_setting('app.tenant_id', true), '')::bigint $$;
comment on function app.tenant_id is 'The tenant of this transaction; null (so: no rows) when none is set.';

create function app.is_runner() returns boolean language sql stable parallel safe as
  $$ select current_setting('app.runner', true) = 'on' $$;

-- Every tenant table goes through here: row-level security also binds the owner, and the role gets no more than it needs.
create procedure app.protect(tables text[], rights text default 'select, insert, update, delete') language plpgsql as $$
declare name text;
begin
  foreach name in array tables loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I using (tenant_id = app.tenant_id()) with check (tenant_id = app.tenant_id())', name);
    execute format('grant %s on %I to seodang_app', rights, name);
  end loop;
end $$;

create function app.touch() returns trigger language plpgsql as $$
begin
  if new is distinct from old then new.updated_at := now(); end if;
  return new;
end $$;
comment on function app.touch is 'updated_at moves when the row changes, and only then; nothing decides by it.';

create table tenant (
  id                 bigint generated always as identity primary key,
  code               citext not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
  name               text not null check (length(name) between 1 and 100),
  timezone           text not null default 'Asia/Seoul',
  locale             text not null default 'ko' check (locale in ('ko', 'en')),
  is_demo            boolean not null default false,
  settings           jsonb not null default '{}',
  created_at         timestamptz not null default now()
);
comment on column tenant.code is 'Appears in storage paths and in the sign-in form; never changes.';
-- Not forced: the two functions below must see every academy, as their owner.
alter table tenant enable row level security;
create policy own_tenant on tenant using (id = app.tenant_id() or app.is_runner());
grant usage on schema public, app to seodang_app;
grant select, update on tenant to seodang_app;

create function app.tenant_by_code(wanted citext) returns bigint
language sql stable security definer set search_path = public, pg_temp as
  $$ select id from tenant where code = wanted $$;

create function app.open_tenant(new_code citext, new_name text, demo boolean) returns bigint
language sql security definer set search_path = public, pg_temp as
  $$ insert into tenant (code, name, is_demo) values (new_code, new_name, demo) on conflict (code) do nothing returning id $$;

-- graphile_worker's own tables are closed to the application role; these are the doors.
create function app.enqueue(task text, payload json, run_at timestamptz, job_key text, attempts int, queue text default null) returns void
language sql security definer set search_path = pg_catalog as
  $$ select graphile_worker.add_job(task, payload, run_at => run_at, job_key => job_key, max_attempts => attempts, queue_name => queue) $$;

create table task_worker (
  worker_id    text primary key,
  backend_pid  int not null,
  started_at   timestamptz not null
);
comment on table task_worker is 'Who runs tasks, by the connection that its process keeps open; without it, its tasks are freed.';

create table audit_entry (
  tenant_id      bigint not null default app.tenant_id() references tenant,
  seq            bigint not null check (seq > 0),
  actor_kind     text not null,
  actor_id       bigint,
  action         text not null,
  subject_type   text not null,
  subject_id     text,
  before         jsonb,
  after          jsonb,
  request_id     text not null,
  occurred_at    timestamptz not null,
  previous_hash  bytea not null,
  hash           bytea not null,
  primary key (tenant_id, seq)
);
comment on table audit_entry is 'Append-only; each row''s hash covers its content and the hash before it.';
create index audit_entry_subject on audit_entry (tenant_id, subject_type, subject_id, seq desc);
create table audit_head (
  tenant_id  bigint primary key references tenant,
  seq        bigint not null,
  hash       bytea not null
);
comment on table audit_head is 'The newest entry of each trail: without it, nobody would notice that the end was cut off.';
call app.protect(array['audit_entry', 'audit_head'], 'select');

create function app.audit_hash(previous bytea, e audit_entry) returns bytea language sql immutable as $$
  select sha256(previous || convert_to(jsonb_build_array(
    e.tenant_id, e.seq, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.before, e.after,
    e.request_id, extract(epoch from e.occurred_at))::text, 'UTF8'))
$$;

create function app.append_audit(entry jsonb, at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  tenant bigint := app.tenant_id();
  latest audit_head;
  added audit_entry;
begin
  insert into audit_head values (tenant, 0, '\x') on conflict do nothing;
  select * into latest from audit_head where tenant_id = tenant for update;
  added := jsonb_populate_record(null::audit_entry, entry);
  added.tenant_id := tenant;
  added.seq := latest.seq + 1;
  added.occurred_at := at;
  added.before := nullif(added.before, 'null');
  added.after := nullif(added.after, 'null');
  added.previous_hash := latest.hash;
  added.hash := app.audit_hash(added.previous_hash, added);
  insert into audit_entry select added.*;
  update audit_head set seq = added.seq, hash = added.hash where tenant_id = tenant;
end $$;

create table idempotency_key (
  tenant_id     bigint not null default app.tenant_id() references tenant,
  user_id       bigint not null,
  key           text not null check (length(key) between 1 and 200),
  fingerprint   bytea not null,
  status        int,
  content_type  text,
  body          bytea,
  created_at    timestamptz not null default now(),
  primary key (tenant_id, user_id, key)
);
comment on column idempotency_key.user_id is 'Who asked; a kiosk is counted below zero.';
comment on column idempotency_key.fingerprint is 'MAC of the request, so that the same key for something else is noticed.';
comment on column idempotency_key.status is 'Null while the first request still runs.';
comment on column idempotency_key.body is 'Sealed: some answers show what is shown only once.';
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
call app.protect(array['idempotency_key']);

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
