-- What lies beside the output of a video.

create table video_caption (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  video_id    bigint not null,
  language    text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  label       text not null check (length(label) between 1 and 60),
  path        text not null,
  cues        int not null check (cues > 0),
  filename    text not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, video_id, language, label),
  foreign key (tenant_id, video_id) references video (tenant_id, id)
);
comment on table video_caption is 'Always clean WebVTT in the storage, whatever was sent; a new file gets a new path, so addresses never change their content.';
create trigger touch before update on video_caption for each row execute function app.touch();
call app.protect(array['video_caption']);

alter table video add chapters jsonb not null default '[]' check (jsonb_typeof(chapters) = 'array');
comment on column video.chapters is '[{"at": seconds, "title": text}], in the order of their times.';

create type replacement_status as enum ('PENDING', 'UPLOADED', 'FAILED');
create table video_replacement (
  tenant_id     bigint not null default app.tenant_id(),
  video_id      bigint not null,
  status        replacement_status not null default 'PENDING',
  file_key      text not null check (length(file_key) <= 500),
  filename      text not null,
  content_type  text not null,
  source_bytes  bigint check (source_bytes >= 0),
  upload_id     text,
  part_size     int,
  source_probe  jsonb,
  duration_ms   int check (duration_ms > 0),
  error_reason  text not null default '',
  created_by    bigint,
  created_at    timestamptz not null default now(),
  primary key (tenant_id, video_id),
  foreign key (tenant_id, video_id) references video (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id),
  check (status <> 'UPLOADED' or duration_ms is not null)
);
comment on table video_replacement is 'Another source on its way to a video, one at a time; it becomes the video''s own when its output is whole.';
call app.protect(array['video_replacement']);

alter table video_key add source_key text not null default '';
comment on column video_key.source_key is 'Of which source the output is made; empty for the one that the video has.';

-- Who watches gets the address of the new output at the next heartbeat.
create trigger outdate_playback_by_source after update on video for each row
  when (new.file_key <> old.file_key and old.status = 'READY') execute function app.outdate_by_video();

create function app.fit_watched(video bigint, length_ms int) returns void language sql as $$
  update video_progress p
  set watched = c.seen, watched_ms = c.ms, progress = app.progress_of(c.ms, length_ms), max_watched = app.reached_in(c.seen, 3000) / 1000,
    last_position = least(p.last_position, length_ms / 1000), completed = p.completed or c.done,
    completed_at = case when c.done then coalesce(p.completed_at, now()) else p.completed_at end
  from (
    select w.id, w.seen, w.ms, app.is_complete(w.ms, length_ms, app.progress_of(w.ms, length_ms), y.required) as done
    from (
      select q.id, r.seen, app.length_of(r.seen) as ms
      from video_progress q, lateral (select q.watched * int4multirange(int4range(0, length_ms)) as seen) r
      where q.tenant_id = app.tenant_id() and q.video_id = video) w
      cross join (
        select (app.policy_of(v.session_id)).video_required_rate as required from video v
        where v.tenant_id = app.tenant_id() and v.id = video offset 0) y) c
  where p.id = c.id
$$;
comment on function app.fit_watched is 'What was watched of a video, inside its new length. Who has completed it stays so.';
grant execute on function app.fit_watched to seodang_app;
