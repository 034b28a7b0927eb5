create table sitting (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  lecture_id     bigint not null,
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  user_id        bigint not null,
  number         int not null check (number > 0),
  started_at     timestamptz not null,
  ends_at        timestamptz,
  ended_at       timestamptz,
  submission_id  bigint,
  unique (tenant_id, id),
  unique (tenant_id, id, exam_id),
  unique (tenant_id, exam_id, enrollment_id, number),
  check ((ended_at is null) = (submission_id is null)),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, lecture_id, enrollment_id) references enrollment (tenant_id, lecture_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id)
);
comment on table sitting is 'One student answering an exam in a browser, from the start to handing in, by the clock of the server.';
comment on column sitting.ends_at is 'Null: until it is handed in.';
create unique index sitting_open on sitting (tenant_id, exam_id, enrollment_id) where ended_at is null;

create table sitting_answer (
  tenant_id         bigint not null default app.tenant_id(),
  sitting_id        bigint not null,
  exam_id           bigint not null,
  exam_question_id  bigint not null,
  answer            text not null check (length(answer) <= 2000),
  seq               bigint not null,
  saved_at          timestamptz not null,
  primary key (tenant_id, sitting_id, exam_question_id),
  foreign key (tenant_id, sitting_id, exam_id) references sitting (tenant_id, id, exam_id),
  foreign key (tenant_id, exam_id, exam_question_id) references exam_question (tenant_id, exam_id, id)
) with (fillfactor = 80);
comment on column sitting_answer.seq is 'Counted by the browser: what was answered earlier and arrives later does not overwrite.';
call app.protect(array['sitting', 'sitting_answer']);

-- What a student answered, in one round trip: whose sitting it is, whether it still goes on, whether the question is on it.
create function app.save_answer(wanted bigint, asking bigint, question bigint, given text, counted bigint, at timestamptz, grace interval)
returns table (outcome text, ends_at timestamptz) language sql as $$
  with open as (
    select s.*, (select q.id from exam_question q where q.tenant_id = s.tenant_id and q.exam_id = s.exam_id and q.id = question) as question_id
    from sitting s where s.tenant_id = app.tenant_id() and s.id = wanted and s.user_id = asking for key share of s
  ), allowed as (
    select * from open where question_id is not null and ended_at is null and (open.ends_at is null or at <= open.ends_at + grace)
  ), kept as (
    insert into sitting_answer as a (tenant_id, sitting_id, exam_id, exam_question_id, answer, seq, saved_at)
    select tenant_id, id, exam_id, question_id, given, counted, at from allowed
    on conflict (tenant_id, sitting_id, exam_question_id) do update set answer = excluded.answer, seq = excluded.seq, saved_at = excluded.saved_at
    where a.seq < excluded.seq
    returning 1
  )
  select case when question_id is null then 'not_found' when not exists (select from allowed) then 'ended'
    when exists (select from kept) then 'saved' else 'older' end, open.ends_at
  from open
$$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
