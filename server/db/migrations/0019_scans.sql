create type scan_status as enum ('reading', 'done', 'failed');
create type scan_page_status as enum ('assigned', 'tray', 'duplicate', 'dismissed');

create table scan_batch (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  sheet_id       bigint not null,
  status         scan_status not null default 'reading',
  error_message  text not null default '',
  job_id         bigint,
  page_count     int check (page_count >= 0),
  created_by     bigint not null,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  foreign key (tenant_id, exam_id, sheet_id) references exam_sheet (tenant_id, exam_id, id),
  foreign key (tenant_id, job_id) references job (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on table scan_batch is 'The scans of a whole class, read page by page and split into one submission for each student.';
create index scan_batch_exam on scan_batch (tenant_id, exam_id, id desc);

create table scan_page (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  batch_id       bigint not null,
  place          int not null check (place > 0),
  page_number    int,
  status         scan_page_status not null,
  reason         text not null default '' check (length(reason) <= 100),
  number         text not null default '' check (length(number) <= 20),
  candidates     bigint[] not null default '{}',
  enrollment_id  bigint,
  submission_id  bigint,
  image_key      text,
  answers        jsonb not null default '[]' check (jsonb_typeof(answers) = 'array'),
  unique (tenant_id, id),
  unique (tenant_id, batch_id, place),
  check (status <> 'assigned' or submission_id is not null),
  foreign key (tenant_id, batch_id) references scan_batch (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id)
);
comment on column scan_page.answers is 'As they were read, with the corners of each crop; what a person says later stands in the submission.';
create index scan_page_submission on scan_page (tenant_id, submission_id);
call app.protect(array['scan_batch', 'scan_page']);

alter table submission_file add batch_id bigint;
alter table submission_file add foreign key (tenant_id, batch_id) references scan_batch (tenant_id, id);
comment on column submission_file.batch_id is 'The scan of a class that this file is of, in place of a submission.';
drop index submission_file_waiting;
create index submission_file_waiting on submission_file (tenant_id, created_at) where submission_id is null and batch_id is null;
alter table submission_file add check (submission_id is null or batch_id is null);
alter table submission_file drop constraint submission_file_place_check;
alter table submission_file add constraint submission_file_place_check check (place between 1 and 100);
alter table submission_file add unique (tenant_id, batch_id, place);
