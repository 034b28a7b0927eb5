create table attempt (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  number         int not null check (number > 0),
  submission_id  bigint not null,
  score          numeric(8,2) not null default 0,
  max_score      numeric(8,2) not null default 0,
  correct_count  int not null default 0,
  unsure_count   int not null default 0,
  graded_at      timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, submission_id),
  unique (tenant_id, exam_id, enrollment_id, number),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, submission_id) references submission (tenant_id, id)
);
comment on column attempt.unsure_count is 'Answers that were read without being sure; they are worth nothing until a person has looked.';

create table result_fact (
  tenant_id         bigint not null default app.tenant_id(),
  attempt_id        bigint not null,
  exam_id           bigint not null,
  exam_question_id  bigint not null,
  answer            text not null,
  is_correct        boolean,
  score             numeric(8,2) not null,
  meta              jsonb not null default '{}',
  primary key (tenant_id, attempt_id, exam_question_id),
  foreign key (tenant_id, attempt_id) references attempt (tenant_id, id),
  foreign key (tenant_id, exam_id, exam_question_id) references exam_question (tenant_id, exam_id, id)
) with (fillfactor = 70);
comment on column result_fact.is_correct is 'Null where the question is void.';
comment on column result_fact.meta is '{"grading": {"invalid_reason": "LOW_CONFIDENCE" | "MULTIPLE_MARKS" | "BLANK" | "NO_KEY"}}, or {}.';
create index result_fact_question on result_fact (tenant_id, exam_question_id);

create table result (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  attempt_id     bigint not null,
  total_score    numeric(8,2) not null,
  max_score      numeric(8,2) not null,
  pass_score     numeric(8,2) not null,
  retest_score   numeric(8,2),
  passed         boolean not null generated always as (greatest(total_score, retest_score) >= pass_score) stored,
  updated_at     timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, exam_id, enrollment_id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, attempt_id) references attempt (tenant_id, id)
);
comment on table result is 'What an exam was worth for one student: the counting attempt. Who is absent has none.';
comment on column result.retest_score is 'What it was worth when it was taken again in a clinic: who passes by that has passed; points, rank and statistics stay.';
comment on column result.pass_score is 'As it was resolved when this was graded.';
create index result_enrollment on result (tenant_id, enrollment_id);

create table result_change (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  score_before   numeric(8,2),
  score_after    numeric(8,2),
  passed_before  boolean,
  passed_after   boolean,
  reason         text not null check (length(reason) <= 100),
  changed_at     timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id)
);
comment on table result_change is 'Every result as it was before and after; null where there was or is none.';
create index result_change_exam on result_change (tenant_id, exam_id, enrollment_id, id desc);
call app.protect(array['attempt', 'result_fact', 'result', 'result_change']);

-- How much of a question with several right choices an answer is worth, 0..1, by the accepted key that suits it best.
create function app.partial_share(keys jsonb, answer text, rule partial_credit) returns numeric
language sql immutable parallel safe as $$
  select coalesce(max(case rule
    when 'proportional' then hits / greatest(wanted, marked)
    when 'minus_wrong' then greatest(0, 2 * hits - marked) / wanted
    else 0 end), 0)
  from (
    select cardinality(k)::numeric as wanted, cardinality(a)::numeric as marked,
      (select count(*) from unnest(a) mark where mark = any(k))::numeric as hits
    from jsonb_array_elements_text(keys) key, string_to_array(key, ',') k, string_to_array(answer, ',') a
  ) counted
$$;

-- What every answer of an exam is worth, by its questions as they are or by others that are proposed. Void questions are
-- worth nothing to anybody; what a reader was not sure of is worth nothing until a person has looked. Where only right or
-- wrong is known, that is what it is, whatever the keys are.
create function app.exam_facts(exam bigint, proposed jsonb default null, only_enrollments bigint[] default null)
returns table (submission_id bigint, enrollment_id bigint, exam_question_id bigint, answer text, is_correct boolean,
  score numeric, worth numeric, invalid_reason text)
language sql stable as $$
  with question as materialized (
    select q.id, coalesce(p.kind, q.kind) as kind, coalesce(p.keys, q.keys) as keys, coalesce(p.key_state, q.key_state) as key_state,
      coalesce(p.points, q.points) as points, coalesce(p.partial, q.partial) as partial
    from exam_question q
    left join jsonb_to_recordset(coalesce(proposed, '[]')) as p(
      id bigint, kind question_kind, keys jsonb, key_state key_state, points numeric, partial partial_credit) on p.id = q.id
    where q.tenant_id = app.tenant_id() and q.exam_id = exam
  ), handed_in as materialized (
    select s.id, s.enrollment_id from submission s
    where s.tenant_id = app.tenant_id() and s.exam_id = exam and s.status in ('answers_ready', 'grading', 'done')
      and (only_enrollments is null or s.enrollment_id = any(only_enrollments))
  ), given as materialized (
    select a.submission_id, a.exam_question_id, a.answer, a.needs_review, a.meta ->> 'mark' as mark from submission_answer a
    where a.tenant_id = app.tenant_id() and a.submission_id in (select h.id from handed_in h)
  ), judged as (
    select h.id as submission_id, h.enrollment_id, q.*, coalesce(g.answer, '') as answer, coalesce(g.needs_review, false) as unsure, g.mark,
      q.key_state = 'keyed' and not coalesce(g.needs_review, false)
        and case when g.mark is null then coalesce(g.answer, '') <> '' and q.keys ? g.answer else g.mark = 'right' end as matches
    from handed_in h cross join question q
    left join given g on g.submission_id = h.id and g.exam_question_id = q.id
  )
  select j.submission_id, j.enrollment_id, j.id, j.answer,
    case j.key_state when 'void' then null when 'all_correct' then true else j.matches end,
    case
      when j.key_state = 'void' then 0
      when j.key_state = 'all_correct' or j.matches then j.points
      when j.partial <> 'none' and j.answer <> '' and j.mark is null and not j.unsure then round(j.points * app.partial_share(j.keys, j.answer, j.partial), 2)
      else 0
    end,
    case j.key_state when 'void' then 0 else j.points end,
    case
      when j.key_state <> 'keyed' then null
      when j.unsure then 'LOW_CONFIDENCE'
      when j.mark is not null then null
      when j.answer = '' then 'BLANK'
      when j.kind = 'single' and strpos(j.answer, ',') > 0 then 'MULTIPLE_MARKS'
      when j.keys = '[]' then 'NO_KEY'
    end
  from judged j
$$;

-- From how many points on an exam is passed: its own score, else the share that the policy of its session asks. The one
-- resolver; `share` is what app.pass_share_of says of the exam.
create function app.pass_score_of(own numeric, reachable numeric, share numeric) returns numeric language sql immutable parallel safe as
  $$ select coalesce(own, round(reachable * share / 100, 2)) $$;
create function app.pass_share_of(exam bigint) returns numeric language sql stable as $$
  select (app.policy_of(x.session_id)).exam_pass_score from exam x where x.tenant_id = app.tenant_id() and x.id = exam
$$;

-- Grades an exam from scratch, for all or for some of its students; rows that would not change are not touched. Keys do
-- not change meanwhile: who changes them locks the exam for update. Returns whose result changed.
create function app.grade_exam(exam bigint, only_enrollments bigint[], at timestamptz, why text)
returns table (enrollment_id bigint, score_before numeric, score_after numeric, passed_before boolean, passed_after boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  tenant bigint := app.tenant_id();
  rule exam;
  share numeric;
begin
  select e.* into rule from exam e where e.tenant_id = tenant and e.id = exam for share;
  share := app.pass_share_of(exam);
  insert into attempt (tenant_id, exam_id, enrollment_id, number, submission_id, graded_at)
  select s.tenant_id, s.exam_id, s.enrollment_id,
    coalesce((select max(t.number) from attempt t where t.tenant_id = tenant and t.exam_id = exam and t.enrollment_id = s.enrollment_id), 0)
      + row_number() over (partition by s.enrollment_id order by s.id), s.id, at
  from submission s
  where s.tenant_id = tenant and s.exam_id = exam and s.status in ('answers_ready', 'grading', 'done')
    and (only_enrollments is null or s.enrollment_id = any(only_enrollments))
    and not exists (select from attempt t where t.tenant_id = tenant and t.submission_id = s.id);

  -- Facts that stay as they are are not even locked: a change of one key touches one fact of each student.
  with graded as materialized (
    select t.id as attempt_id, f.exam_question_id, f.answer, f.is_correct, f.score, f.worth, f.invalid_reason,
      case when f.invalid_reason is null then '{}'::jsonb
        else jsonb_build_object('grading', jsonb_build_object('invalid_reason', f.invalid_reason)) end as meta
    from app.exam_facts(exam, null, only_enrollments) f
    join attempt t on t.tenant_id = tenant and t.submission_id = f.submission_id
  ), was as materialized (
    select f.attempt_id, f.exam_question_id, f.answer, f.is_correct, f.score, f.meta
    from attempt t join result_fact f on f.tenant_id = tenant and f.attempt_id = t.id
    where t.tenant_id = tenant and t.exam_id = exam and (only_enrollments is null or t.enrollment_id = any(only_enrollments))
  ), gone as (
    delete from result_fact f using (
      select attempt_id, exam_question_id from was except select attempt_id, exam_question_id from graded) g
    where f.tenant_id = tenant and f.attempt_id = g.attempt_id and f.exam_question_id = g.exam_question_id
  ), kept as (
    insert into result_fact as f (tenant_id, attempt_id, exam_id, exam_question_id, answer, is_correct, score, meta)
    select tenant, g.attempt_id, exam, g.exam_question_id, g.answer, g.is_correct, g.score, g.meta
    from graded g left join was w using (attempt_id, exam_question_id)
    where w.attempt_id is null or (w.answer, w.is_correct, w.score, w.meta) is distinct from (g.answer, g.is_correct, g.score, g.meta)
    on conflict (tenant_id, attempt_id, exam_question_id) do update set
      answer = excluded.answer, is_correct = excluded.is_correct, score = excluded.score, meta = excluded.meta
  )
  update attempt t set score = s.score, max_score = s.worth, correct_count = s.correct, unsure_count = s.unsure, graded_at = at
  from (
    select g.attempt_id, sum(g.score) as score, sum(g.worth) as worth, (count(*) filter (where g.is_correct))::int as correct,
      (count(*) filter (where g.invalid_reason = 'LOW_CONFIDENCE'))::int as unsure
    from graded g group by 1
  ) s
  where t.tenant_id = tenant and t.id = s.attempt_id
    and (t.score, t.max_score, t.correct_count, t.unsure_count) is distinct from (s.score, s.worth, s.correct, s.unsure);

  return query
  with counting as (
    select distinct on (t.enrollment_id) t.enrollment_id, t.id as attempt_id, t.score as total, t.max_score as reachable
    from attempt t join submission s on s.tenant_id = t.tenant_id and s.id = t.submission_id
    where t.tenant_id = tenant and t.exam_id = exam and s.superseded_at is null and s.status <> 'failed'
      and (only_enrollments is null or t.enrollment_id = any(only_enrollments))
    order by t.enrollment_id,
      case when rule.counting = 'best' then t.score end desc,
      case when rule.counting = 'latest' then t.number end desc, t.number
  ), was as (
    select r.enrollment_id, r.attempt_id, r.total_score, r.max_score, r.pass_score, r.retest_score, r.passed from result r
    where r.tenant_id = tenant and r.exam_id = exam and (only_enrollments is null or r.enrollment_id = any(only_enrollments))
  ), compared as (
    select coalesce(c.enrollment_id, w.enrollment_id) as enrollment_id, c.attempt_id, c.total, c.reachable,
      app.pass_score_of(rule.pass_score, c.reachable, share) as pass_score,
      w.attempt_id as attempt_was, w.total_score as total_was, w.max_score as reachable_was, w.pass_score as pass_was,
      w.retest_score, w.passed
    from counting c full join was w on w.enrollment_id = c.enrollment_id
  ), other as (
    select * from compared where (attempt_id, total, reachable, pass_score) is distinct from (attempt_was, total_was, reachable_was, pass_was)
  ), gone as (
    delete from result r using other o
    where r.tenant_id = tenant and r.exam_id = exam and r.enrollment_id = o.enrollment_id and o.attempt_id is null
  ), kept as (
    insert into result as r (tenant_id, exam_id, enrollment_id, attempt_id, total_score, max_score, pass_score, updated_at)
    select tenant, exam, o.enrollment_id, o.attempt_id, o.total, o.reachable, o.pass_score, at from other o where o.attempt_id is not null
    on conflict (tenant_id, exam_id, enrollment_id) do update set attempt_id = excluded.attempt_id,
      total_score = excluded.total_score, max_score = excluded.max_score, pass_score = excluded.pass_score, updated_at = at
  )
  insert into result_change as h (tenant_id, exam_id, enrollment_id, score_before, score_after, passed_before, passed_after, reason, changed_at)
  select tenant, exam, o.enrollment_id, o.total_was, o.total, o.passed,
    case when o.attempt_id is not null then greatest(o.total, o.retest_score) >= o.pass_score end, why, at
  from other o
  returning h.enrollment_id, h.score_before, h.score_after, h.passed_before, h.passed_after;
end $$;

-- Whose result other questions would change, and how; nothing is written. Every student appears once.
create function app.preview_grades(exam bigint, proposed jsonb)
returns table (enrollment_id bigint, score_before numeric, score_after numeric, passed_before boolean, passed_after boolean)
language sql stable as $$
  with rule as materialized (
    select e.*, app.pass_share_of(e.id) as share from exam e where e.tenant_id = app.tenant_id() and e.id = exam
  ), total as (
    select f.enrollment_id, f.submission_id, sum(f.score) as score, sum(f.worth) as worth from app.exam_facts(exam, proposed) f
    join submission s on s.tenant_id = app.tenant_id() and s.id = f.submission_id and s.superseded_at is null
    group by 1, 2
  ), counting as (
    select distinct on (t.enrollment_id) t.enrollment_id, t.score, app.pass_score_of(rule.pass_score, t.worth, rule.share) as pass_score
    from total t cross join rule
    order by t.enrollment_id, case when rule.counting = 'best' then t.score end desc,
      case when rule.counting = 'latest' then t.submission_id end desc, t.submission_id
  )
  select c.enrollment_id, r.total_score, c.score, r.passed, greatest(c.score, r.retest_score) >= c.pass_score
  from counting c
  left join result r on r.tenant_id = app.tenant_id() and r.exam_id = exam and r.enrollment_id = c.enrollment_id
  where (r.total_score, r.passed) is distinct from (c.score, greatest(c.score, r.retest_score) >= c.pass_score)
$$;

-- From how many points on the exams of a lecture are passed, anew: its policy or the days of its sessions are others. Waits
-- for whoever grades them, and whoever grades them next waits. Returns whose result changed.
create function app.resolve_pass_scores(in_lecture bigint, at timestamptz, why text)
returns table (exam_id bigint, enrollment_id bigint) language plpgsql as $$
#variable_conflict use_column
declare
  tenant constant bigint := app.tenant_id();
  exams bigint[];
begin
  exams := array(
    select x.id from exam x join class_session s on s.tenant_id = x.tenant_id and s.id = x.session_id
    where s.tenant_id = tenant and s.lecture_id = in_lecture and x.pass_score is null order by x.id for no key update of x);
  return query
  with other as (
    select r.id, r.exam_id, r.enrollment_id, r.total_score, r.retest_score, r.passed, score.pass_score
    from (select id, app.pass_share_of(id) as share from unnest(exams) id offset 0) x
    join result r on r.tenant_id = tenant and r.exam_id = x.id
    cross join lateral (select app.pass_score_of(null, r.max_score, x.share) as pass_score) score
    where r.pass_score <> score.pass_score
  ), kept as (
    update result r set pass_score = o.pass_score, updated_at = at from other o where r.id = o.id
  )
  insert into result_change as h (tenant_id, exam_id, enrollment_id, score_before, score_after, passed_before, passed_after, reason, changed_at)
  select tenant, o.exam_id, o.enrollment_id, o.total_score, o.total_score, o.passed,
    greatest(o.total_score, o.retest_score) >= o.pass_score, why, at
  from other o
  returning h.exam_id, h.enrollment_id;
end $$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
