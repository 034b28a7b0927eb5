create table study_image (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id() references tenant,
  name        text not null check (name ~ '^[A-Za-z0-9_-]{43}\.(jpg|png)$'),
  file_key    text not null check (length(file_key) <= 500),
  width       int not null check (width > 0),
  height      int not null check (height > 0),
  created_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, name)
);
comment on table study_image is 'Pictures of questions, named by the hash of their pixels as they are kept; texts name them as image:NAME.';

call app.protect(array['study_image'], 'select, insert');
