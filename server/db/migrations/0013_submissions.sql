create type submission_source as enum ('omr_scan', 'omr_manual', 'online', 'answer_import', 'homework_image', 'homework_video', 'ai_match');
create type submission_status as enum ('submitted', 'dispatched', 'extracting', 'answers_ready', 'grading', 'done', 'failed');

create table submission (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  user_id        bigint,
  lecture_id     bigint not null,
  enrollment_id  bigint not null,
  exam_id        bigint,
  homework_id    bigint,
  target_type    text not null generated always as (case when exam_id is null then 'homework' else 'exam' end) stored,
  target_id      bigint not null generated always as (coalesce(exam_id, homework_id)) stored,
  source         submission_source not null,
  file_key       text,
  file_type      text check (length(file_type) <= 255),
  file_size      bigint check (file_size >= 0),
  payload        jsonb,
  status         submission_status not null default 'submitted',
  error_message  text not null default '',
  meta           jsonb not null default '{}',
  job_id         bigint,
  is_late        boolean not null default false,
  superseded_at  timestamptz,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, id, exam_id),
  check ((exam_id is null) <> (homework_id is null)),
  check ((source in ('omr_scan', 'omr_manual', 'online', 'answer_import')) = (exam_id is not null)),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id),
  foreign key (tenant_id, lecture_id, enrollment_id) references enrollment (tenant_id, lecture_id, id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, homework_id) references homework (tenant_id, id),
  foreign key (tenant_id, job_id) references job (tenant_id, id)
);
comment on column submission.user_id is 'Who handed it in: the student, or staff who scanned it. Whose it is says the enrollment.';
comment on column submission.payload is 'What the client said, as far as the source allows; never what a runner found out.';
comment on column submission.meta is 'What the server found out: the version of the reading, notes of the review.';
comment on column submission.job_id is 'The job whose result counts; that of any other is refused.';
comment on column submission.superseded_at is 'Another one counts in its place; it stays in the history.';
create index submission_target on submission (tenant_id, exam_id, homework_id, id desc);
create index submission_enrollment on submission (tenant_id, enrollment_id, created_at);
create index submission_open on submission (tenant_id, status) where status <> 'done';
create trigger touch before update on submission for each row execute function app.touch();

-- The state machine of spec/03; submissions.rules.ts says the same, and a test holds both together.
create function app.submission_step(was submission_status, becomes submission_status) returns boolean
language sql immutable parallel safe as $$
  select case was
    when 'submitted' then becomes in ('dispatched', 'answers_ready', 'failed')
    when 'dispatched' then becomes in ('extracting', 'failed')
    when 'extracting' then becomes in ('answers_ready', 'failed')
    when 'answers_ready' then becomes in ('grading', 'failed')
    when 'grading' then becomes in ('done', 'failed')
    when 'failed' then becomes = 'submitted'
    else false
  end
$$;

create function app.guard_submission() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'submitted' then raise exception 'a submission begins as submitted' using errcode = '23514'; end if;
  elsif new.status <> old.status and not app.submission_step(old.status, new.status) then
    raise exception 'a submission does not go from % to %', old.status, new.status using errcode = '23514';
  end if;
  return new;
end $$;
create trigger guard_status before insert or update of status on submission for each row execute function app.guard_submission();

create table submission_file (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id() references tenant,
  file_key       text not null unique check (length(file_key) <= 500),
  filename       text not null check (length(filename) <= 255),
  file_type      text not null check (length(file_type) <= 255),
  file_size      bigint check (file_size >= 0),
  submission_id  bigint,
  place          int not null default 1 check (place between 1 and 30),
  uploaded_by    bigint not null,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, submission_id, place),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id),
  foreign key (tenant_id, uploaded_by) references user_account (tenant_id, id)
);
comment on table submission_file is 'Files that this academy uploaded, in their order; without a submission while one is on its way.';
comment on column submission_file.file_size is 'Null until it was found in the storage.';
create index submission_file_waiting on submission_file (tenant_id, created_at) where submission_id is null;

create table submission_answer (
  id                bigint generated always as identity primary key,
  tenant_id         bigint not null default app.tenant_id(),
  submission_id     bigint not null,
  exam_id           bigint not null,
  exam_question_id  bigint not null,
  answer            text not null default '' check (length(answer) <= 2000),
  meta              jsonb not null default '{}',
  needs_review      boolean not null default false,
  corrected_by      bigint,
  corrected_at      timestamptz,
  updated_at        timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, submission_id, exam_question_id),
  foreign key (tenant_id, submission_id, exam_id) references submission (tenant_id, id, exam_id),
  foreign key (tenant_id, exam_id, exam_question_id) references exam_question (tenant_id, exam_id, id),
  foreign key (tenant_id, corrected_by) references user_account (tenant_id, id)
);
comment on column submission_answer.exam_id is 'Proves by foreign key that the question is on the exam that was handed in.';
comment on column submission_answer.answer is 'In the written form of answers and keys; empty for none.';
comment on column submission_answer.meta is 'The server''s alone: {omr: {version, detected, marking, confidence, status}, read: the answer before it was corrected, mark: right or wrong where only that is known}.';
create index submission_answer_question on submission_answer (tenant_id, exam_question_id);
create index submission_answer_review on submission_answer (tenant_id, submission_id) where needs_review;
create trigger touch before update on submission_answer for each row execute function app.touch();

create type homework_verdict as enum ('approved', 'returned');
create table submission_review (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  submission_id  bigint not null,
  verdict        homework_verdict not null,
  score          numeric(8,2) check (score >= 0),
  comment        text not null default '' check (length(comment) <= 5000),
  annotations    jsonb not null default '[]' check (jsonb_typeof(annotations) = 'array'),
  reviewed_by    bigint not null,
  reviewed_at    timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, submission_id),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id),
  foreign key (tenant_id, reviewed_by) references user_account (tenant_id, id)
);
comment on column submission_review.annotations is 'What was drawn on the pages: [{place, kind, points, text, colour}], in shares of the picture''s width and height.';
call app.protect(array['submission', 'submission_file', 'submission_answer', 'submission_review']);

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
