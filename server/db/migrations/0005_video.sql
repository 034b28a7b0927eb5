create type video_status as enum ('PENDING', 'UPLOADED', 'PROCESSING', 'READY', 'FAILED');
create type video_rule as enum ('free', 'once', 'blocked');
create type playback_status as enum ('ACTIVE', 'ENDED', 'REVOKED', 'EXPIRED');
create type enforcement_state as enum ('ok', 'warned', 'paused', 'revoked');

create table video (
  id                bigint generated always as identity primary key,
  tenant_id         bigint not null default app.tenant_id(),
  session_id        bigint not null,
  title             text not null check (length(title) between 1 and 255),
  "order"           int not null check ("order" > 0),
  status            video_status not null default 'PENDING',
  file_key          text not null check (length(file_key) <= 500),
  filename          text not null default '',
  content_type      text not null default 'video/mp4',
  source_bytes      bigint check (source_bytes >= 0),
  upload_id         text,
  part_size         int,
  source_probe      jsonb,
  duration          int check (duration >= 0),
  duration_ms       int check (duration_ms >= 0),
  error_reason      text not null default '',
  output_version    text not null default '',
  output_is_whole   boolean not null default false,
  hls_path          text not null default '',
  poster_path       text not null default '',
  storyboard_path   text not null default '',
  renditions        jsonb not null default '[]',
  allow_skip        boolean not null default false,
  max_speed         numeric(3,2) not null default 1.0 check (max_speed between 0.25 and 4),
  show_watermark    boolean not null default true,
  even_loudness     boolean,
  created_by        bigint,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  deleted_at        timestamptz,
  files_removed_at  timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id),
  check (status <> 'READY' or (hls_path <> '' and duration_ms > 0)),
  check (files_removed_at is null or deleted_at is not null)
);
comment on column video.duration is 'Whole seconds, as on the wire; duration_ms is what coverage is measured against.';
comment on column video.output_version is 'Job, attempt and the start of its lease that made the output; part of its path, so addresses never change their content.';
comment on column video.output_is_whole is 'False while only the first rendition is published and the rest is being made.';
comment on column video.even_loudness is 'Whether outputs are made as loud as others (EBU R128); null for as the academy chose.';
comment on column video.files_removed_at is 'From then on a removed video has no files and cannot be put back; what was watched of it stays.';
create unique index video_order on video (tenant_id, session_id, "order") where deleted_at is null;
create trigger touch before update on video for each row execute function app.touch();

create table video_key (
  tenant_id  bigint not null default app.tenant_id(),
  video_id   bigint not null,
  version    text not null,
  key        bytea not null check (length(key) = 16),
  primary key (tenant_id, video_id, version),
  foreign key (tenant_id, video_id) references video (tenant_id, id)
);
comment on table video_key is 'AES-128 keys of the outputs; apart from the rows that are read for lists.';

create table video_permission (
  id                       bigint generated always as identity primary key,
  tenant_id                bigint not null default app.tenant_id(),
  video_id                 bigint not null,
  enrollment_id            bigint not null,
  rule                     video_rule not null default 'free',
  allow_skip_override      boolean,
  max_speed_override       numeric(3,2) check (max_speed_override between 0.25 and 4),
  show_watermark_override  boolean,
  block_speed_control      boolean not null default false,
  block_seek               boolean not null default false,
  is_override              boolean not null default false,
  updated_at               timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, video_id, enrollment_id),
  foreign key (tenant_id, video_id) references video (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id)
);
create trigger touch before update on video_permission for each row execute function app.touch();

create table video_progress (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  video_id       bigint not null,
  enrollment_id  bigint not null,
  watched        int4multirange not null default '{}',
  watched_ms     int not null default 0,
  progress       real not null default 0,
  last_position  int not null default 0,
  max_watched    int not null default 0,
  completed      boolean not null default false,
  completed_at   timestamptz,
  credited_until timestamptz,
  updated_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, video_id, enrollment_id),
  foreign key (tenant_id, video_id) references video (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  check (watched_ms >= 0 and progress between 0 and 1 and last_position >= 0 and max_watched >= 0 and (completed_at is not null or not completed))
) with (fillfactor = 50);
comment on table video_progress is 'Written at every heartbeat, so its rules are one check: each costs about 3 microseconds an update.';
comment on column video_progress.completed is 'Whether enough was watched by the rule of the present.';
comment on column video_progress.completed_at is 'The first completion. A rule that became stricter does not take it back: it is what made `once` free.';
comment on column video_progress.watched is 'What was played, in milliseconds of the video.';
comment on column video_progress.last_position is 'Whole seconds, like max_watched.';
comment on column video_progress.credited_until is 'The wall clock up to which playing has been credited: one stream plays one minute a minute.';
create index video_progress_enrollment on video_progress (tenant_id, enrollment_id);

create table playback_session (
  session_id      uuid primary key,
  tenant_id       bigint not null default app.tenant_id(),
  video_id        bigint not null,
  enrollment_id   bigint not null,
  user_id         bigint not null,
  device_id       text not null,
  status          playback_status not null default 'ACTIVE',
  rule            video_rule not null,
  policy          jsonb not null,
  policy_version  int not null default 1,
  max_rate        real not null,
  credit_rate     real not null,
  duration_ms     int not null,
  required_rate   smallint not null,
  credit_from     timestamptz not null,
  last_seq        int not null default 0,
  started_at      timestamptz not null,
  last_seen_at    timestamptz not null,
  expires_at      timestamptz not null,
  ended_at        timestamptz,
  ended_reason    text,
  policy_since    timestamptz not null,
  state           enforcement_state not null default 'ok',
  case_id         bigint,
  paused_at       timestamptz,
  cut_ms          bigint not null default 0,
  repeats         int not null default 0,
  foreign key (tenant_id, video_id) references video (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id),
  check ((status = 'ACTIVE') = (ended_at is null) and duration_ms > 0 and length(device_id) between 1 and 128)
) with (fillfactor = 50);
comment on table playback_session is 'ENDED, EXPIRED and REVOKED are final.';
comment on column playback_session.policy_version is 'Moves when what the policy was made from changes; a token carries the one it was issued under.';
comment on column playback_session.max_rate is 'From here to required_rate: what heartbeats judge by, as the policy, video and lecture said at start or refresh.';
comment on column playback_session.credit_rate is 'The highest rate allowed since the last heartbeat: a rate lowered meanwhile takes nothing from what was played before.';
comment on column playback_session.policy_since is 'What happened before this happened under another policy.';
comment on column playback_session.state is 'Of the open case that it belongs to (0009_enforcement.sql); nothing is credited from paused_at on.';
comment on column playback_session.cut_ms is 'All that heartbeats claimed and did not get; `repeats` of them had an old number.';
comment on column playback_session.credit_from is 'Playing counts from here: the start, or the last sign of the playback on the same device that this one continues.';
-- Without the tenant, whom each of these ids belongs to anyway: while the statistics are younger than a rush of starts,
-- PostgreSQL takes all that begin with it for equally good, and walks through everybody who watches. Measured: 3 ms a start.
create index playback_session_live on playback_session (user_id) where status = 'ACTIVE';
create index playback_session_video on playback_session (video_id) where status = 'ACTIVE';
create index playback_session_enrollment on playback_session (enrollment_id, started_at);

call app.protect(array['video', 'video_key', 'video_permission', 'video_progress', 'playback_session']);
