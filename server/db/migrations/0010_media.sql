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
