-- The pages that homework is to be done on, and which of them each photo shows.
create type page_sight as enum ('sure', 'perhaps', 'none');

create table homework_page (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  homework_id  bigint not null,
  place        int not null check (place between 1 and 40),
  label        text not null check (length(label) between 1 and 12),
  page_key     text not null check (length(page_key) <= 500),
  thumb_key    text not null check (length(thumb_key) <= 500),
  file_size    int not null check (file_size > 0),
  width        int not null check (width > 0),
  height       int not null check (height > 0),
  created_by   bigint not null,
  created_at   timestamptz not null default now(),
  unique (tenant_id, id),
  unique (homework_id, place) deferrable initially deferred,
  foreign key (tenant_id, homework_id) references homework (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on table homework_page is 'A reference page of homework, as it was before anybody wrote on it.';
comment on column homework_page.label is 'The number that the book gives it.';
create index homework_page_key on homework_page (page_key);
call app.protect(array['homework_page']);

create table submission_page (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  submission_id  bigint not null,
  place          int not null check (place between 1 and 30),
  sight          page_sight not null,
  page_id        bigint,
  covered        real not null check (covered between 0 and 1),
  corners        jsonb check (jsonb_typeof(corners) = 'array'),
  created_at     timestamptz not null default now(),
  unique (submission_id, place),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id),
  foreign key (tenant_id, page_id) references homework_page (tenant_id, id) on delete cascade,
  check ((sight = 'none') = (page_id is null))
);
comment on table submission_page is 'Which reference page a photo of homework shows, by a machine; people are shown it and nothing follows from it.';
comment on column submission_page.corners is 'Where the page lies in the photo, in parts of the photo.';
create index submission_page_page on submission_page (page_id) where page_id is not null;
call app.protect(array['submission_page']);
