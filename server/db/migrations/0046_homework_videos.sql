-- Videos of homework: sent in parts, made playable for every browser, looked through, and reviewed with remarks in time.
alter table submission_file
  add upload_id text check (length(upload_id) <= 1000),
  add part_size bigint check (part_size > 0),
  add announced_size bigint check (announced_size > 0);
comment on column submission_file.upload_id is 'While it is sent in parts of part_size bytes.';

create table submission_film (
  id              bigint generated always as identity primary key,
  tenant_id       bigint not null default app.tenant_id(),
  submission_id   bigint not null,
  place           int not null check (place between 1 and 30),
  reason          text not null default '' check (length(reason) <= 100),
  film_key        text unique check (length(film_key) <= 500),
  duration_ms     int check (duration_ms >= 0),
  width           int check (width > 0),
  height          int check (height > 0),
  has_sound       boolean not null default false,
  silent_seconds  int not null default 0 check (silent_seconds >= 0),
  black           jsonb not null default '[]' check (jsonb_typeof(black) = 'array'),
  still           jsonb not null default '[]' check (jsonb_typeof(still) = 'array'),
  frames          jsonb not null default '[]' check (jsonb_typeof(frames) = 'array'),
  created_at      timestamptz not null default now(),
  unique (tenant_id, id),
  unique (submission_id, place),
  check ((reason = '') = (film_key is not null)),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id)
);
comment on column submission_film.reason is 'Why no film could be made of what was sent; empty when there is one.';
comment on column submission_film.black is 'Parts without a picture: [[from, to]] in seconds; still are those in which nothing moves.';
comment on column submission_film.frames is 'What it shows, at a glance: [{at, key}], at in seconds.';
call app.protect(array['submission_film']);

alter table submission_review add remarks jsonb not null default '[]' check (jsonb_typeof(remarks) = 'array');
comment on column submission_review.remarks is 'Said to moments of a video: [{place, at, text}], at in seconds.';
