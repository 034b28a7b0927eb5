-- Where answers are to be written on the pages of homework, and what photos show there.
create table homework_region (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  page_id     bigint not null,
  place       int not null check (place between 1 and 40),
  label       text not null check (length(label) between 1 and 20),
  "left"      real not null,
  top         real not null,
  "right"     real not null,
  bottom      real not null,
  created_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (page_id, place) deferrable initially deferred,
  foreign key (tenant_id, page_id) references homework_page (tenant_id, id) on delete cascade,
  check (0 <= "left" and "left" < "right" and "right" <= 1 and 0 <= top and top < bottom and bottom <= 1)
);
comment on table homework_region is 'A place of a reference page where an answer is to be written, in parts of the page; another box is another region.';
call app.protect(array['homework_region']);

create table submission_crop (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  submission_id  bigint not null,
  place          int not null check (place between 1 and 30),
  region_id      bigint not null,
  crop_key       text not null check (length(crop_key) <= 500),
  covered        real not null check (covered between 0 and 1),
  created_at     timestamptz not null default now(),
  unique (submission_id, place, region_id),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id),
  foreign key (tenant_id, region_id) references homework_region (tenant_id, id) on delete cascade
);
comment on table submission_crop is 'An answer cut from a photo of homework by a machine; people look at it and nothing follows from it.';
create index submission_crop_region on submission_crop (region_id);
call app.protect(array['submission_crop']);
