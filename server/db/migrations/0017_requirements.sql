create table progress_policy (
  id                            bigint generated always as identity primary key,
  tenant_id                     bigint not null default app.tenant_id(),
  lecture_id                    bigint not null,
  exam_start_session_order      int not null default 2 check (exam_start_session_order > 0),
  exam_end_session_order        int not null default 9999,
  homework_start_session_order  int not null default 2 check (homework_start_session_order > 0),
  homework_end_session_order    int not null default 9999,
  homework_pass_type            homework_pass_rule not null default 'TEACHER_APPROVAL',
  homework_pass_score           numeric(5,2) not null default 60 check (homework_pass_score between 0 and 100),
  warning_after                 smallint not null default 2 check (warning_after > 0),
  danger_after                  smallint not null default 3,
  low_score_warning_after       smallint not null default 2 check (low_score_warning_after > 0),
  low_score_danger_after        smallint not null default 3,
  created_at                    timestamptz not null default now(),
  updated_at                    timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, lecture_id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  check (exam_end_session_order >= exam_start_session_order and homework_end_session_order >= homework_start_session_order),
  check (danger_after > warning_after and low_score_danger_after > low_score_warning_after)
);
comment on table progress_policy is 'What a lecture asks beside its videos, and when its students are at risk. Made with the lecture.';
comment on column progress_policy.exam_start_session_order is 'Exams and homework count in this range of class_session.regular_order; make-up sessions have none and ask for neither.';
comment on column progress_policy.homework_pass_score is 'Percent of what homework is worth, where it says no score of its own.';
create trigger touch before update on progress_policy for each row execute function app.touch();

create function app.make_progress_policy() returns trigger language plpgsql as $$
begin
  insert into progress_policy (tenant_id, lecture_id) values (new.tenant_id, new.id);
  return null;
end $$;
create trigger make_progress_policy after insert on lecture for each row execute function app.make_progress_policy();
insert into progress_policy (tenant_id, lecture_id) select tenant_id, id from lecture;

create type risk_level as enum ('NORMAL', 'WARNING', 'DANGER');
create type risk_rule as enum ('CONSECUTIVE_INCOMPLETE', 'CONSECUTIVE_LOW_SCORE', 'OTHER');

create table lecture_progress (
  id                           bigint generated always as identity primary key,
  tenant_id                    bigint not null default app.tenant_id(),
  enrollment_id                bigint not null,
  lecture_id                   bigint not null,
  total_sessions               int not null,
  completed_sessions           int not null,
  failed_sessions              int not null,
  consecutive_failed_sessions  int not null,
  consecutive_low_scores       int not null,
  last_session                 bigint,
  risk_level                   risk_level not null default 'NORMAL',
  risk_rule                    risk_rule,
  meta                         jsonb not null default '{}',
  updated_at                   timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, enrollment_id),
  check ((risk_level = 'NORMAL') = (risk_rule is null)),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  foreign key (tenant_id, last_session) references class_session (tenant_id, id)
);
comment on table lecture_progress is 'Computed from session_progress and results, from scratch each time; clients never write it.';
comment on column lecture_progress.failed_sessions is 'Due and not complete, for whatever reason.';
comment on column lecture_progress.consecutive_failed_sessions is 'The trailing run of them in the order of sessions.';
comment on column lecture_progress.last_session is 'The last class session that is due.';
create index lecture_progress_lecture on lecture_progress (tenant_id, lecture_id);

create table risk_log (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  enrollment_id  bigint not null,
  session_id     bigint,
  risk_level     risk_level not null,
  rule           risk_rule,
  meta           jsonb not null,
  created_at     timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id)
);
comment on table risk_log is 'One row each time that the level of an enrollment, or its rule, became another.';
comment on column risk_log.meta is 'What it was judged on: {sessions: [...]} or {exams: [{exam_id, total_score, pass_score}]}.';
create index risk_log_enrollment on risk_log (tenant_id, enrollment_id, id desc);
create index risk_log_time on risk_log (tenant_id, created_at desc);
call app.protect(array['progress_policy', 'lecture_progress', 'risk_log']);

-- Session progress from the facts, from scratch, for any number of enrollments in one statement (spec/04). Rows that
-- would not change are not touched. Returns whose progress changed. video_progress.progress has the precision of a real,
-- so that nine tenths are a little less than 90 percent: a ten-thousandth of a percent is given. Facts are looked up seat
-- by seat (lateral, offset 0), so that the time grows with the seats and not with the academy. Of several exams, or pieces
-- of homework, all count: the rank of a state is its place in {excused, passed, not_due, pending, failed}.
create function app.recompute_sessions(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint) language sql as $$
  with seat as materialized (
    select se.tenant_id, se.lecture_id, se.enrollment_id, se.session_id, y.video_required_rate as required,
      a.status as attendance_status, coalesce(s.date <= today, false) as due,
      app.attendance_type(coalesce(a.status, 'UNSET')) as type,
      coalesce(s.regular_order between y.exam_start_session_order and y.exam_end_session_order, false) as has_exams,
      coalesce(s.regular_order between y.homework_start_session_order and y.homework_end_session_order, false) as has_homework,
      y.homework_pass_type, y.homework_pass_score
    from session_enrollment se
    cross join lateral (
      select s.date, s.regular_order from class_session s
      where s.tenant_id = se.tenant_id and s.id = se.session_id and s.deleted_at is null offset 0) s
    cross join lateral (
      select l.video_required_rate, y.* from lecture l join progress_policy y on y.tenant_id = l.tenant_id and y.lecture_id = l.id
      where l.tenant_id = se.tenant_id and l.id = se.lecture_id offset 0) y
    left join lateral (
      select a.status from attendance a
      where a.tenant_id = se.tenant_id and a.session_id = se.session_id and a.enrollment_id = se.enrollment_id offset 0) a on true
    where se.tenant_id = app.tenant_id() and se.enrollment_id = any(enrollments)
  ), fact as (
    select seat.*, w.videos, coalesce(w.rate, 0)::smallint as rate,
      coalesce(('{excused,passed,not_due,pending,failed}'::requirement_state[])[x.rank], 'not_required') as exam_state,
      x.score as exam_score, coalesce(x.missed, false) as exam_missed,
      coalesce(('{excused,passed,not_due,pending,failed}'::requirement_state[])[h.rank], 'not_required') as homework_state,
      h.count as handed_in, coalesce(h.missed, false) as homework_missed
    from seat
    cross join lateral (
      select count(*) as videos, count(p.id) filter (where p.watched_ms > 0) as begun,
        floor(1e-4 + 100 * sum(coalesce(p.progress, 0)::float8 * v.duration_ms) / sum(v.duration_ms)) as rate
      from video v
      left join video_progress p on p.tenant_id = v.tenant_id and p.video_id = v.id and p.enrollment_id = seat.enrollment_id
      where v.tenant_id = seat.tenant_id and v.session_id = seat.session_id and v.status = 'READY' and v.deleted_at is null
    ) w
    cross join lateral (
      select count(r.id) as taken,
        bool_or(r.id is null and seat.due and (x.state = 'closed' or coalesce(longer.closes_at, x.closes_at) <= at or x.released_at is not null)) as missed,
        max(case when r.passed then 2 when r.id is not null then 5 when seat.type = 'excused' then 1 when seat.due then 4 else 3 end) as rank,
        (array_agg(r.total_score order by r.total_score - r.pass_score) filter (where r.id is not null))[1] as score
      from exam x
      left join result r on r.tenant_id = x.tenant_id and r.exam_id = x.id and r.enrollment_id = seat.enrollment_id
      left join exam_extension longer on longer.tenant_id = x.tenant_id and longer.exam_id = x.id and longer.enrollment_id = seat.enrollment_id
      where seat.has_exams and x.tenant_id = seat.tenant_id and x.session_id = seat.session_id and x.state <> 'draft' and x.deleted_at is null
    ) x
    cross join lateral (
      select count(h.submission_id) as count,
        bool_or(h.submission_id is null and seat.due and coalesce(h.due_at <= at, true)) as missed,
        max(case when h.judged then 2 when h.rule = 'SCORE' and h.score is not null then 5
          when h.submission_id is null and seat.type = 'excused' then 1
          when h.submission_id is not null or (seat.due and coalesce(h.due_at <= at, true)) then 4 else 3 end) as rank
      from (
        select coalesce(longer.due_at, w.due_at) as due_at, last.id as submission_id, last.score, rule.rule,
          case rule.rule
            when 'SUBMIT' then last.id is not null
            when 'SCORE' then last.score >= coalesce(w.pass_score, coalesce(w.max_score, 100) * seat.homework_pass_score / 100)
            else last.verdict = 'approved' end as judged
        from homework w
        cross join lateral (select coalesce(w.pass_rule, seat.homework_pass_type) as rule) rule
        left join homework_extension longer on longer.tenant_id = w.tenant_id and longer.homework_id = w.id and longer.enrollment_id = seat.enrollment_id
        left join lateral (
          select u.id, v.score, v.verdict
          from submission u left join submission_review v on v.tenant_id = u.tenant_id and v.submission_id = u.id
          where u.tenant_id = w.tenant_id and u.homework_id = w.id and u.enrollment_id = seat.enrollment_id
            and u.status <> 'failed' and u.superseded_at is null
          order by u.id desc limit 1) last on true
        where seat.has_homework and w.tenant_id = seat.tenant_id and w.session_id = seat.session_id and w.deleted_at is null
      ) h
    ) h
    where due or coalesce(attendance_status, 'UNSET') <> 'UNSET' or w.begun > 0 or x.taken > 0 or h.count > 0
  ), judged as (
    select fact.*, (case
      when videos = 0 then 'not_required'
      when type = 'offline' or rate >= required then 'passed'
      when type = 'excused' then 'excused'
      when due then 'pending'
      else 'not_due'
    end)::requirement_state as video_state
    from fact
  ), verdict as (
    select judged.*, video_state in ('not_required', 'passed', 'excused') and exam_state in ('not_required', 'passed', 'excused')
        and homework_state in ('not_required', 'passed', 'excused') as done,
      to_jsonb(array_remove(array[
        case when video_state in ('pending', 'not_due') then 'VIDEO_INCOMPLETE' end,
        case exam_state when 'failed' then 'EXAM_FAILED' when 'pending' then 'EXAM_MISSING' when 'not_due' then 'EXAM_MISSING' end,
        case when homework_state in ('failed', 'pending', 'not_due') then
          case when homework_missed or handed_in = 0 then 'HOMEWORK_MISSING' else 'HOMEWORK_NOT_APPROVED' end end], null)) as codes,
      video_state = 'pending' or exam_state = 'failed' or exam_state = 'pending' and exam_missed
        or homework_state = 'failed' or homework_state = 'pending' and homework_missed as is_missed
    from judged
  ), gone as (
    delete from session_progress p
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments)
      and (p.session_id, p.enrollment_id) not in (select v.session_id, v.enrollment_id from verdict v)
    returning p.enrollment_id
  ), kept as (
    insert into session_progress as p (tenant_id, session_id, enrollment_id, attendance_type, video_progress_rate,
      video_state, exam_state, homework_state, exam_score, homework_submitted, completed, is_judged, completed_at, meta, updated_at)
    select tenant_id, session_id, enrollment_id, type, rate, video_state, exam_state, homework_state, exam_score, handed_in > 0,
      done, done or is_missed, case when done then at end, jsonb_build_object('codes', codes), at
    from verdict
    on conflict (tenant_id, session_id, enrollment_id) do update set
      attendance_type = excluded.attendance_type, video_progress_rate = excluded.video_progress_rate,
      video_state = excluded.video_state, exam_state = excluded.exam_state, homework_state = excluded.homework_state,
      exam_score = excluded.exam_score, homework_submitted = excluded.homework_submitted,
      completed = excluded.completed, is_judged = excluded.is_judged, meta = excluded.meta, updated_at = at,
      completed_at = case when excluded.completed then coalesce(p.completed_at, at) end
    where (p.attendance_type, p.video_progress_rate, p.video_state, p.exam_state, p.homework_state, p.exam_score,
        p.homework_submitted, p.completed, p.is_judged, p.meta)
      is distinct from (excluded.attendance_type, excluded.video_progress_rate, excluded.video_state, excluded.exam_state,
        excluded.homework_state, excluded.exam_score, excluded.homework_submitted, excluded.completed, excluded.is_judged, excluded.meta)
    returning p.enrollment_id
  )
  select g.enrollment_id from gone g union select k.enrollment_id from kept k
$$;

-- Lecture progress and the level of risk, from the sessions that are due and the results there are (spec/04). A run ends
-- at a session that is complete and at an exam that is passed; what is not due, or not judged, neither ends nor makes one.
create function app.recompute_lectures(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint) language sql as $$
  with counted as materialized (
    select e.tenant_id, e.id as enrollment_id, e.lecture_id, y.warning_after, y.danger_after, y.low_score_warning_after,
      y.low_score_danger_after, s.total, s.completed, s.failed, s.run, s.last_session, s.run_sessions, x.run as low_scores, x.run_exams,
      was.risk_level as level_was, was.risk_rule as rule_was
    from enrollment e
    join progress_policy y on y.tenant_id = e.tenant_id and y.lecture_id = e.lecture_id
    cross join lateral (
      select count(*) as total, count(*) filter (where completed) as completed, count(*) filter (where not completed) as failed,
        count(*) filter (where completed_since = 0) as run, (array_agg(session_id order by "order" desc, session_id desc))[1] as last_session,
        jsonb_agg(session_id order by "order", session_id) filter (where completed_since = 0) as run_sessions
      from (
        select s.id as session_id, s."order", p.completed,
          count(*) filter (where p.completed) over (order by s."order" desc, s.id desc) as completed_since
        from session_progress p
        cross join lateral (
          select s.id, s."order" from class_session s
          where s.tenant_id = p.tenant_id and s.id = p.session_id and s.deleted_at is null and s.date <= today offset 0) s
        where p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.is_judged
      ) judged
    ) s
    cross join lateral (
      select count(*) filter (where passed_since = 0) as run,
        jsonb_agg(jsonb_build_object('exam_id', exam_id, 'total_score', total_score, 'pass_score', pass_score) order by "order", exam_id)
          filter (where passed_since = 0) as run_exams
      from (
        select x.id as exam_id, s."order", r.total_score, r.pass_score,
          count(*) filter (where r.passed) over (order by s."order" desc, x.id desc) as passed_since
        from result r
        cross join lateral (
          select x.id, x.session_id from exam x where x.tenant_id = r.tenant_id and x.id = r.exam_id and x.deleted_at is null offset 0) x
        cross join lateral (
          select s."order" from class_session s
          where s.tenant_id = r.tenant_id and s.id = x.session_id and s.deleted_at is null offset 0) s
        where r.tenant_id = e.tenant_id and r.enrollment_id = e.id
      ) graded
    ) x
    left join lateral (
      select p.risk_level, p.risk_rule from lecture_progress p where p.tenant_id = e.tenant_id and p.enrollment_id = e.id
    ) was on true
    where e.tenant_id = app.tenant_id() and e.id = any(enrollments)
  ), levelled as (
    select counted.*,
      (case when run >= danger_after then 'DANGER' when run >= warning_after then 'WARNING' else 'NORMAL' end)::risk_level as by_sessions,
      (case when low_scores >= low_score_danger_after then 'DANGER' when low_scores >= low_score_warning_after then 'WARNING' else 'NORMAL' end)::risk_level as by_scores
    from counted
  ), verdict as (
    select levelled.*, greatest(by_sessions, by_scores) as level,
      (case when greatest(by_sessions, by_scores) = 'NORMAL' then null
        when by_sessions >= by_scores then 'CONSECUTIVE_INCOMPLETE' else 'CONSECUTIVE_LOW_SCORE' end)::risk_rule as rule
    from levelled
  ), reasoned as (
    select verdict.*, case rule
      when 'CONSECUTIVE_INCOMPLETE' then jsonb_build_object('sessions', run_sessions)
      when 'CONSECUTIVE_LOW_SCORE' then jsonb_build_object('exams', run_exams)
      else '{}'::jsonb end as reasons
    from verdict
  ), logged as (
    insert into risk_log (tenant_id, enrollment_id, session_id, risk_level, rule, meta, created_at)
    select r.tenant_id, r.enrollment_id, r.last_session, r.level, r.rule, r.reasons, at
    from reasoned r
    where (coalesce(r.level_was, 'NORMAL'), r.rule_was) is distinct from (r.level, r.rule)
  ), kept as (
    insert into lecture_progress as p (tenant_id, enrollment_id, lecture_id, total_sessions, completed_sessions, failed_sessions,
      consecutive_failed_sessions, consecutive_low_scores, last_session, risk_level, risk_rule, meta, updated_at)
    select tenant_id, enrollment_id, lecture_id, total, completed, failed, run, low_scores, last_session, level, rule, reasons, at
    from reasoned
    on conflict (tenant_id, enrollment_id) do update set total_sessions = excluded.total_sessions,
      completed_sessions = excluded.completed_sessions, failed_sessions = excluded.failed_sessions,
      consecutive_failed_sessions = excluded.consecutive_failed_sessions, consecutive_low_scores = excluded.consecutive_low_scores,
      last_session = excluded.last_session, risk_level = excluded.risk_level, risk_rule = excluded.risk_rule, meta = excluded.meta, updated_at = at
    where (p.total_sessions, p.completed_sessions, p.failed_sessions, p.consecutive_failed_sessions, p.consecutive_low_scores,
        p.last_session, p.risk_level, p.risk_rule, p.meta)
      is distinct from (excluded.total_sessions, excluded.completed_sessions, excluded.failed_sessions, excluded.consecutive_failed_sessions,
        excluded.consecutive_low_scores, excluded.last_session, excluded.risk_level, excluded.risk_rule, excluded.meta)
    returning p.enrollment_id
  )
  select k.enrollment_id from kept k
$$;

create function app.recompute_progress(enrollments bigint[], today date, at timestamptz)
returns table (lecture_id bigint, enrollment_id bigint) language plpgsql as $$
declare
  sessions bigint[];
  lectures bigint[];
begin
  sessions := array(select s.enrollment_id from app.recompute_sessions(enrollments, today, at) s);
  lectures := array(select l.enrollment_id from app.recompute_lectures(enrollments, today, at) l);
  return query select e.lecture_id, e.id from enrollment e
    where e.tenant_id = app.tenant_id() and e.id = any(sessions || lectures);
end $$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
