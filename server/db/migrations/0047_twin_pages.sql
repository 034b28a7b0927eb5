-- Near copies among pages of homework: hints for a person who looks, never a judgement.
alter table submission_file add features bytea check (length(features) <= 16384);
comment on column submission_file.features is 'The corners of the picture, where they are and what they look like: parts, turned and paler copies are found by them.';

create table submission_twin (
  id                   bigint generated always as identity primary key,
  tenant_id            bigint not null default app.tenant_id(),
  submission_id        bigint not null,
  place                int not null check (place between 1 and 30),
  other_submission_id  bigint not null,
  other_place          int not null check (other_place between 1 and 30),
  kind                 text not null check (kind in ('picture', 'text')),
  likeness             real not null check (likeness between 0 and 1),
  created_at           timestamptz not null default now(),
  unique (tenant_id, id),
  unique (submission_id, place, other_submission_id, other_place, kind),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id),
  foreign key (tenant_id, other_submission_id) references submission (tenant_id, id)
);
comment on table submission_twin is 'Pages that look like, or read like, a page that was handed in before.';
create index submission_twin_other on submission_twin (other_submission_id);
call app.protect(array['submission_twin']);
