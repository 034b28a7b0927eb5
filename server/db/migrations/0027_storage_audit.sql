create type storage_fault_kind as enum ('orphan', 'missing_source', 'missing_output');

create table storage_audit (
  tenant_id       bigint primary key default app.tenant_id() references tenant,
  started_at      timestamptz not null,
  finished_at     timestamptz check (finished_at >= started_at),
  stage           int not null default 0,
  after           text not null default '',
  files           bigint not null default 0,
  bytes           bigint not null default 0,
  checked_at      timestamptz,
  checked_files   bigint not null default 0,
  checked_bytes   bigint not null default 0
);
comment on table storage_audit is 'How far the round has come that compares an academy''s files with its rows, and what the last whole one saw.';
comment on column storage_audit.stage is 'Which part of the storage, or of the rows, is being looked at; `after` is where in it.';
comment on column storage_audit.checked_at is 'When the last whole round was over.';

create table storage_fault (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id() references tenant,
  kind          storage_fault_kind not null,
  place         text not null check (length(place) between 1 and 500),
  subject_type  text not null default '',
  subject_id    bigint,
  subject       text not null default '',
  files         bigint not null default 0,
  bytes         bigint not null default 0,
  modified_at   timestamptz,
  found_at      timestamptz not null,
  seen_at       timestamptz not null,
  removing_at   timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, kind, place),
  check (kind = 'orphan' or removing_at is null)
);
comment on table storage_fault is 'Files that no row knows, and files that rows know and that are gone.';
comment on column storage_fault.place is 'A file, or a folder with what lies below it.';
comment on column storage_fault.modified_at is 'Of the newest of its files.';
comment on column storage_fault.seen_at is 'When the round began that saw it last; what a whole round does not see is forgotten.';
comment on column storage_fault.removing_at is 'When a person had it removed; its files go in the background.';
call app.protect(array['storage_audit', 'storage_fault']);

-- Files are looked up in the rows by their keys, a thousand at a time.
create index video_file_key on video (file_key);
