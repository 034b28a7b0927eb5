create table answer_import (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  exam_id     bigint not null,
  user_id     bigint not null,
  line_count  int not null check (line_count >= 0),
  replaced    bigint[] not null default '{}',
  created_at  timestamptz not null default now(),
  undone_at   timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id)
);
comment on table answer_import is 'A grid of students and questions that was taken in as submissions, in one step, and can be taken back as one.';
comment on column answer_import.replaced is 'The submissions that counted before; they count again when it is undone.';
create index answer_import_exam on answer_import (exam_id, id desc);
call app.protect(array['answer_import']);

alter table submission add column answer_import_id bigint,
  add foreign key (tenant_id, answer_import_id) references answer_import (tenant_id, id);
create index submission_answer_import on submission (answer_import_id) where answer_import_id is not null;
