-- Answer sheets of somebody else's design: the scan of an empty one, and where on it is what.
create table sheet_template (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id() references tenant,
  name           text not null check (length(name) between 1 and 100),
  version        int not null default 1 check (version > 0),
  paper          text not null check (paper in ('A4', 'B4', 'A5', 'Letter')),
  blank_key      text not null check (length(blank_key) <= 500),
  width          int not null check (width > 0),
  height         int not null check (height > 0),
  tilt_degrees   numeric(5,2) not null default 0,
  bubble_shape   text not null default 'ellipse' check (bubble_shape in ('ellipse', 'rectangle')),
  regions        jsonb not null default '[]' check (jsonb_typeof(regions) = 'array'),
  created_by     bigint not null,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  archived_at    timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on table sheet_template is 'A printed sheet of somebody else''s design. Its blank never changes; its regions do, and version counts how often.';
comment on column sheet_template.tilt_degrees is 'How far the scan was turned to lie straight; clockwise as it was sent.';
comment on column sheet_template.width is 'Of the blank, in pixels.';
comment on column sheet_template.regions is 'As they were marked, in millimetres from the top left corner of the blank.';
create trigger touch before update on sheet_template for each row execute function app.touch();
call app.protect(array['sheet_template']);

alter table exam_sheet add template_id bigint;
alter table exam_sheet add template_version int;
alter table exam_sheet add name_box jsonb;
alter table exam_sheet add foreign key (tenant_id, template_id) references sheet_template (tenant_id, id);
alter table exam_sheet add check (is_foreign = (template_id is not null));
alter table exam_sheet add check ((template_id is null) = (template_version is null));
alter table exam_sheet add check (not is_foreign or blank_key is not null);
comment on column exam_sheet.template_version is 'Pages and blank are those of this version, whatever becomes of the template.';
comment on column exam_sheet.name_box is 'Where students write their name on a foreign sheet, in millimetres.';
comment on column exam_sheet.printed_at is 'Since when its layout is kept: printed, or, of a foreign one, scanned with.';
create index exam_sheet_template on exam_sheet (template_id, tenant_id) where template_id is not null;

alter table scan_page add name_key text;
comment on column scan_page.name_key is 'The written name alone, where the sheet says where it is and somebody must say whose the page is.';
