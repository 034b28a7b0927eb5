alter table scan_batch add seen text[] not null default '{}';
alter table scan_batch add page_total int check (page_total >= 0);
comment on column scan_batch.seen is 'What became of the pages so far while it is read: read, check, unknown or blank.';
alter table scan_page add number_key text;
comment on column scan_page.number_key is 'The picture of the student number alone.';
