-- When a verdict was first given, as the lists say it.
alter table session_progress add column created_at timestamptz;
update session_progress set created_at = least(completed_at, updated_at);
alter table session_progress alter created_at set not null, alter created_at set default now();
alter table lecture_progress add column created_at timestamptz;
update lecture_progress set created_at = updated_at;
alter table lecture_progress alter created_at set not null, alter created_at set default now();

-- What is published already was so at its making at the earliest.
alter table exam add column published_at timestamptz;
comment on column exam.published_at is 'Since when it is published, or when it last was; the days of grace of one without a closing time do not begin before.';
alter table exam disable trigger touch;
update exam set published_at = created_at where state <> 'draft';
alter table exam enable trigger touch;

-- The reason of a change of risk in words, in the language of the academy; how many there were is what was judged on.
create function app.risk_reason(locale text, rule risk_rule, meta jsonb) returns text language sql immutable parallel safe as $$
  select case
    when rule = 'CONSECUTIVE_INCOMPLETE' and locale = 'en' then jsonb_array_length(meta -> 'sessions') || ' sessions in a row incomplete'
    when rule = 'CONSECUTIVE_INCOMPLETE' then '연속 ' || jsonb_array_length(meta -> 'sessions') || '차시 미완료'
    when rule = 'CONSECUTIVE_LOW_SCORE' and locale = 'en' then jsonb_array_length(meta -> 'exams') || ' exams in a row not passed'
    when rule = 'CONSECUTIVE_LOW_SCORE' then '시험 연속 ' || jsonb_array_length(meta -> 'exams') || '회 미통과'
    when rule is null and locale = 'en' then 'no longer at risk'
    when rule is null then '위험 해소' end
$$;

-- Session progress from the facts, from scratch, for any number of enrollments in one statement (spec/04). Rows that would
-- not change are not touched. Returns whose progress changed. Every fact is read once, by its enrollment or its session, and
-- they meet in hash joins: one plan is good for one enrollment and for all of an academy. video_progress.progress has
-- the precision of a real, so that nine tenths are a little less than 90 percent: a ten-thousandth of a percent is given. Of several exams, or pieces of homework, all count: the rank
-- of a state is its place in {excused, passed, not_due, pending, failed}. `offset 0` keeps the planner from writing the
-- expression of a rate or a state out wherever it is named.
-- Who has no result was away from an exam once it is over, unless answers wait to be graded. The teacher says that it is over by
-- closing it or by releasing its results, or its closing time does; without one the days of grace do, after its session and
-- after the days on which it opened and was published. Who was given longer is away only once that is over too.
-- Whether answers wait is asked only of who has no result, by a subquery that is not turned into a join over everybody's.
-- What the clock says of an exam on paper counts from the first result on: before, nobody has looked at the sheets.
create or replace function app.recompute_sessions(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint) language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_nestloop = off set enable_mergejoin = off set enable_sort = off set jit = off
  set work_mem = '64MB' as $$
#variable_conflict use_column
declare
  tenant constant bigint := app.tenant_id();
  zone constant text := (select timezone from tenant where id = app.tenant_id());
  sessions constant bigint[] := array(
    select distinct se.session_id from session_enrollment se where se.tenant_id = tenant and se.enrollment_id = any(enrollments));
begin
  return query
  with asked as materialized (
    select s.id as session_id, coalesce(s.date <= today, false) as due, s.date, y.grace_days, y.video_required_rate as required,
      coalesce(s.regular_order between y.exam_start_session_order and y.exam_end_session_order, false) as has_exams,
      coalesce(s.regular_order between y.homework_start_session_order and y.homework_end_session_order, false) as has_homework,
      y.homework_pass_type, y.homework_pass_score
    from class_session s
    cross join lateral (
      select y.* from policy_version y
      where y.tenant_id = s.tenant_id and y.lecture_id = s.lecture_id and coalesce(y.effective_on <= s.date, true)
      order by y.version desc limit 1) y
    where s.tenant_id = tenant and s.id = any(sessions) and s.deleted_at is null
  ), excuse as materialized (
    select u.enrollment_id, u.session_id, bool_or(u.requirement = 'video') as of_video, bool_or(u.requirement = 'exam') as of_exam,
      bool_or(u.requirement = 'homework') as of_homework
    from requirement_excuse u where u.tenant_id = tenant and u.enrollment_id = any(enrollments) group by 1, 2
  ), seat as materialized (
    select se.enrollment_id, k.*, app.attendance_type(coalesce(a.status, 'UNSET')) as type, coalesce(a.status, 'UNSET') <> 'UNSET' as is_marked,
      u.session_id is not null as has_excuse, coalesce(u.of_video, false) as free_video, coalesce(u.of_exam, false) as free_exam,
      coalesce(u.of_homework, false) as free_homework, o.completed as decided
    from session_enrollment se
    join asked k on k.session_id = se.session_id
    left join (select * from attendance a where a.tenant_id = tenant and a.enrollment_id = any(enrollments)) a
      on a.session_id = se.session_id and a.enrollment_id = se.enrollment_id
    left join excuse u on u.session_id = se.session_id and u.enrollment_id = se.enrollment_id
    left join (select * from progress_override o where o.tenant_id = tenant and o.enrollment_id = any(enrollments)) o
      on o.session_id = se.session_id and o.enrollment_id = se.enrollment_id
    where se.tenant_id = tenant and se.enrollment_id = any(enrollments)
  ), ready as materialized (
    select v.id, v.session_id, v.duration_ms from video v
    where v.tenant_id = tenant and v.session_id = any(sessions) and v.status = 'READY' and v.deleted_at is null
  ), length as materialized (
    select v.session_id, count(*) as videos, sum(v.duration_ms) as ms from ready v group by 1
  ), watched as materialized (
    select v.session_id, p.enrollment_id, count(*) filter (where p.watched_ms > 0) as begun, sum(p.progress::float8 * v.duration_ms) as ms
    from video_progress p join ready v on v.id = p.video_id
    where p.tenant_id = tenant and p.enrollment_id = any(enrollments)
    group by 1, 2
  ), examined as materialized (
    select s.session_id, s.enrollment_id, count(r.id) as taken,
      bool_or(r.id is null and s.due and coalesce(longer.closes_at <= at, true) and (x.state = 'closed' or x.released_at is not null
          or x.is_looked_at and coalesce(coalesce(longer.closes_at, x.closes_at) <= at, greatest(s.date, x.starts_on) + s.grace_days < today))
        and (select true from submission u
          where u.tenant_id = tenant and u.enrollment_id = s.enrollment_id and u.exam_id = x.id and u.superseded_at is null
            and u.status not in ('done', 'failed') limit 1) is null) as missed,
      max(case when r.passed then 2 when r.id is not null then 5 when s.type = 'excused' then 1 when s.due then 4 else 3 end) as rank,
      coalesce(min(counting.score) filter (where x.is_alone),
        (min(array[counting.score - r.pass_score, counting.score]) filter (where r.id is not null and not x.is_alone))[2]) as score
    from seat s
    join (
      select x.id, x.session_id, x.state, x.closes_at, x.released_at, (greatest(x.opens_at, x.published_at) at time zone zone)::date as starts_on,
        count(*) over (partition by x.session_id) = 1 as is_alone,
        x.is_online or coalesce((select true from result g where g.tenant_id = x.tenant_id and g.exam_id = x.id limit 1), false) as is_looked_at
      from exam x
      where x.tenant_id = tenant and x.session_id = any(sessions) and x.state <> 'draft' and x.deleted_at is null) x on x.session_id = s.session_id
    left join (select * from result r where r.tenant_id = tenant and r.enrollment_id = any(enrollments)) r
      on r.exam_id = x.id and r.enrollment_id = s.enrollment_id
    left join (select * from exam_extension g where g.tenant_id = tenant and g.enrollment_id = any(enrollments)) longer
      on longer.exam_id = x.id and longer.enrollment_id = s.enrollment_id
    cross join lateral (select greatest(r.total_score, r.retest_score) as score) counting
    where s.has_exams
    group by 1, 2
  ), handed as materialized (
    select u.homework_id, u.enrollment_id, max(u.id) as id from submission u
    where u.tenant_id = tenant and u.enrollment_id = any(enrollments) and u.homework_id is not null
      and u.status <> 'failed' and u.superseded_at is null
    group by 1, 2
  ), reviewed as materialized (
    select v.submission_id, v.score, v.verdict from submission_review v
    where v.tenant_id = tenant and v.submission_id = any(array(select h.id from handed h))
  ), piece as materialized (
    select s.session_id, s.enrollment_id, s.due, s.type, coalesce(longer.due_at, w.due_at) as due_at, h.id as submission_id, v.score, rule.rule,
      case rule.rule
        when 'SUBMIT' then h.id is not null
        when 'SCORE' then v.score >= coalesce(w.pass_score, coalesce(w.max_score, 100) * s.homework_pass_score / 100)
        else v.verdict = 'approved' end as judged
    from seat s
    join (
      select w.id, w.session_id, w.due_at, w.pass_rule, w.pass_score, w.max_score from homework w
      where w.tenant_id = tenant and w.session_id = any(sessions) and w.deleted_at is null) w on w.session_id = s.session_id
    cross join lateral (select coalesce(w.pass_rule, s.homework_pass_type) as rule) rule
    left join (select * from homework_extension g where g.tenant_id = tenant and g.enrollment_id = any(enrollments)) longer
      on longer.homework_id = w.id and longer.enrollment_id = s.enrollment_id
    left join handed h on h.homework_id = w.id and h.enrollment_id = s.enrollment_id
    left join reviewed v on v.submission_id = h.id
    where s.has_homework
  ), worked as materialized (
    select h.session_id, h.enrollment_id, count(h.submission_id) as count,
      bool_or(h.submission_id is null and h.due and coalesce(h.due_at <= at, true)) as missed,
      max(case when h.judged then 2 when h.rule = 'SCORE' and h.score is not null then 5
        when h.submission_id is null and h.type = 'excused' then 1
        when h.submission_id is not null or (h.due and coalesce(h.due_at <= at, true)) then 4 else 3 end) as rank
    from piece h group by 1, 2
  ), fact as (
    select s.*, case when l.videos is null then 0 else floor(1e-4 + 100 * coalesce(w.ms, 0) / l.ms)::smallint end as rate, l.videos is not null as has_video,
      case when x.rank > 2 and s.free_exam then 1 else x.rank end as exam_rank, x.score as exam_score, coalesce(x.missed, false) as exam_missed,
      case when h.rank > 2 and s.free_homework then 1 else h.rank end as homework_rank, coalesce(h.count, 0) as handed_in,
      coalesce(h.missed, false) as homework_missed
    from seat s
    left join length l on l.session_id = s.session_id
    left join watched w on w.session_id = s.session_id and w.enrollment_id = s.enrollment_id
    left join examined x on x.session_id = s.session_id and x.enrollment_id = s.enrollment_id
    left join worked h on h.session_id = s.session_id and h.enrollment_id = s.enrollment_id
    where s.due or s.is_marked or s.has_excuse or s.decided is not null or w.begun > 0 or x.taken > 0 or h.count > 0 offset 0
  ), judged as (
    select f.*, (case
        when not has_video then 'not_required'
        when type = 'offline' or rate >= required then 'passed'
        when type = 'excused' or free_video then 'excused'
        when due then 'pending'
        else 'not_due' end)::requirement_state as video_state,
      coalesce(('{excused,passed,not_due,pending,failed}'::requirement_state[])[exam_rank], 'not_required') as exam_state,
      coalesce(('{excused,passed,not_due,pending,failed}'::requirement_state[])[homework_rank], 'not_required') as homework_state
    from fact f offset 0
  ), concluded as (
    select j.*, coalesce(decided, video_state in ('not_required', 'passed', 'excused') and exam_state in ('not_required', 'passed', 'excused')
        and homework_state in ('not_required', 'passed', 'excused')) as done,
      decided is not null or video_state = 'pending' or exam_state = 'failed' or exam_state = 'pending' and exam_missed
        or homework_state = 'failed' or homework_state = 'pending' and homework_missed as is_missed
    from judged j offset 0
  ), verdict as materialized (
    select c.session_id, c.enrollment_id, c.type as attendance_type, c.rate as video_progress_rate, c.video_state, c.exam_state, c.homework_state,
      c.exam_score, c.handed_in > 0 as homework_submitted, c.done as completed, c.done or c.is_missed as is_judged,
      c.decided is not null as is_overridden,
      case when c.done then '{"codes": []}' else jsonb_build_object('codes', array_remove(array[
        case when video_state in ('pending', 'not_due') then 'VIDEO_INCOMPLETE' end,
        case exam_state when 'failed' then 'EXAM_FAILED' when 'pending' then 'EXAM_MISSING' when 'not_due' then 'EXAM_MISSING' end,
        case when homework_state in ('failed', 'pending', 'not_due') then
          case when homework_missed or handed_in = 0 then 'HOMEWORK_MISSING' else 'HOMEWORK_NOT_APPROVED' end end,
        case when not decided then 'OVERRIDDEN' end], null)) end as meta
    from concluded c
  ), was as materialized (
    select p.* from session_progress p where p.tenant_id = tenant and p.enrollment_id = any(enrollments)
  ), other as materialized (
    select v.*, w.id as id_before, w.completed_at as completed_before
    from verdict v left join was w on w.session_id = v.session_id and w.enrollment_id = v.enrollment_id
    where w.id is null or (w.attendance_type, w.video_progress_rate, w.video_state, w.exam_state, w.homework_state, w.exam_score,
        w.homework_submitted, w.completed, w.is_judged, w.is_overridden, w.meta)
      is distinct from (v.attendance_type, v.video_progress_rate, v.video_state, v.exam_state, v.homework_state, v.exam_score,
        v.homework_submitted, v.completed, v.is_judged, v.is_overridden, v.meta)
  ), gone as (
    delete from session_progress p
    where p.tenant_id = tenant and p.id = any(array(
      select w.id from was w left join verdict v on v.session_id = w.session_id and v.enrollment_id = w.enrollment_id
      where v.session_id is null))
    returning p.enrollment_id
  ), changed as (
    update session_progress p set
      attendance_type = o.attendance_type, video_progress_rate = o.video_progress_rate, video_state = o.video_state, exam_state = o.exam_state,
      homework_state = o.homework_state, exam_score = o.exam_score, homework_submitted = o.homework_submitted, completed = o.completed,
      is_judged = o.is_judged, is_overridden = o.is_overridden,
      completed_at = case when o.completed then coalesce(o.completed_before, at) end, meta = o.meta, updated_at = at
    from other o
    where p.tenant_id = tenant and p.enrollment_id = any(enrollments) and p.id = o.id_before
    returning p.enrollment_id
  ), made as (
    insert into session_progress as p (tenant_id, session_id, enrollment_id, attendance_type, video_progress_rate, video_state, exam_state,
      homework_state, exam_score, homework_submitted, completed, is_judged, is_overridden, completed_at, meta, created_at, updated_at)
    select tenant, o.session_id, o.enrollment_id, o.attendance_type, o.video_progress_rate, o.video_state, o.exam_state, o.homework_state,
      o.exam_score, o.homework_submitted, o.completed, o.is_judged, o.is_overridden, case when o.completed then at end, o.meta, at, at
    from other o where o.id_before is null
    returning p.enrollment_id
  )
  select g.enrollment_id from gone g union select c.enrollment_id from changed c union select m.enrollment_id from made m;
end $$;

-- Lecture progress and the level of risk, from the sessions that are due and the results there are (spec/04). A run ends
-- at a session that is complete and at an exam that is passed; what is not due, not judged or excused neither ends nor makes
-- one. From how many on it is a risk says the policy that holds for the last session that is due.
create or replace function app.recompute_lectures(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint) language plpgsql
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_nestloop = off set enable_mergejoin = off set jit = off
  set work_mem = '64MB' as $$
#variable_conflict use_column
declare
  tenant constant bigint := app.tenant_id();
  lectures constant bigint[] := array(
    select distinct e.lecture_id from enrollment e where e.tenant_id = tenant and e.id = any(enrollments));
begin
  return query
  with held as materialized (
    select s.id as session_id, s.lecture_id, s."order", s.date from class_session s
    where s.tenant_id = tenant and s.lecture_id = any(lectures) and s.deleted_at is null
  ), rule as materialized (
    select l.lecture_id, y.warning_after, y.danger_after, y.low_score_warning_after, y.low_score_danger_after
    from (
      select l.id as lecture_id, max(h.date) filter (where h.date <= today) as day
      from unnest(lectures) l(id) left join held h on h.lecture_id = l.id group by 1) l
    cross join lateral (
      select y.* from policy_version y
      where y.tenant_id = tenant and y.lecture_id = l.lecture_id and coalesce(y.effective_on <= l.day, y.effective_on is null)
      order by y.version desc limit 1) y
  ), attended as materialized (
    select j.enrollment_id, count(*) as total, count(*) filter (where completed) as completed, count(*) filter (where not completed) as failed,
      count(*) filter (where completed_since = 0) as run, (array_agg(session_id order by "order" desc, session_id desc))[1] as last_session,
      jsonb_agg(session_id order by "order", session_id) filter (where completed_since = 0) as run_sessions
    from (
      select p.enrollment_id, h.session_id, h."order", p.completed,
        count(*) filter (where p.completed) over (partition by p.enrollment_id order by h."order" desc, h.session_id desc) as completed_since
      from session_progress p join held h on h.session_id = p.session_id
      where p.tenant_id = tenant and p.enrollment_id = any(enrollments) and p.is_judged and h.date <= today) j
    group by 1
  ), examined as materialized (
    select g.enrollment_id, count(*) filter (where passed_since = 0) as run,
      jsonb_agg(jsonb_build_object('exam_id', exam_id, 'total_score', total_score, 'pass_score', pass_score) order by "order", exam_id)
        filter (where passed_since = 0) as run_exams
    from (
      select r.enrollment_id, x.id as exam_id, h."order", r.total_score, r.pass_score,
        count(*) filter (where r.passed) over (partition by r.enrollment_id order by h."order" desc, x.id desc) as passed_since
      from result r
      join (select x.id, x.session_id from exam x where x.tenant_id = tenant and x.session_id = any(array(select session_id from held))
        and x.deleted_at is null) x on x.id = r.exam_id
      join held h on h.session_id = x.session_id
      left join (
        select u.enrollment_id, u.session_id from requirement_excuse u
        where u.tenant_id = tenant and u.enrollment_id = any(enrollments) and u.requirement = 'exam') u
        on u.enrollment_id = r.enrollment_id and u.session_id = x.session_id
      where r.tenant_id = tenant and r.enrollment_id = any(enrollments) and (u.session_id is null or r.passed)) g
    group by 1
  ), counted as (
    select e.id as enrollment_id, e.lecture_id, y.warning_after, y.danger_after, y.low_score_warning_after, y.low_score_danger_after,
      coalesce(s.total, 0) as total, coalesce(s.completed, 0) as completed, coalesce(s.failed, 0) as failed, coalesce(s.run, 0) as run,
      s.last_session, s.run_sessions, coalesce(x.run, 0) as low_scores, x.run_exams
    from enrollment e
    join rule y on y.lecture_id = e.lecture_id
    left join attended s on s.enrollment_id = e.id
    left join examined x on x.enrollment_id = e.id
    where e.tenant_id = tenant and e.id = any(enrollments)
  ), levelled as (
    select c.*,
      (case when run >= danger_after then 'DANGER' when run >= warning_after then 'WARNING' else 'NORMAL' end)::risk_level as by_sessions,
      (case when low_scores >= low_score_danger_after then 'DANGER' when low_scores >= low_score_warning_after then 'WARNING' else 'NORMAL' end)::risk_level as by_scores
    from counted c
  ), decided as (
    select l.*, greatest(by_sessions, by_scores) as level,
      (case when greatest(by_sessions, by_scores) = 'NORMAL' then null
        when by_sessions >= by_scores then 'CONSECUTIVE_INCOMPLETE' else 'CONSECUTIVE_LOW_SCORE' end)::risk_rule as rule
    from levelled l
  ), verdict as materialized (
    select d.*, case rule
      when 'CONSECUTIVE_INCOMPLETE' then jsonb_build_object('sessions', run_sessions)
      when 'CONSECUTIVE_LOW_SCORE' then jsonb_build_object('exams', run_exams)
      else '{}'::jsonb end as reasons
    from decided d
  ), was as materialized (
    select p.* from lecture_progress p where p.tenant_id = tenant and p.enrollment_id = any(enrollments)
  ), logged as (
    insert into risk_log (tenant_id, enrollment_id, session_id, risk_level, rule, meta, created_at)
    select tenant, v.enrollment_id, v.last_session, v.level, v.rule, v.reasons, at
    from verdict v left join was w on w.enrollment_id = v.enrollment_id
    where (coalesce(w.risk_level, 'NORMAL'), w.risk_rule) is distinct from (v.level, v.rule)
  ), kept as (
    insert into lecture_progress as p (tenant_id, enrollment_id, lecture_id, total_sessions, completed_sessions, failed_sessions,
      consecutive_failed_sessions, consecutive_low_scores, last_session, risk_level, risk_rule, meta, created_at, updated_at)
    select tenant, v.enrollment_id, v.lecture_id, v.total, v.completed, v.failed, v.run, v.low_scores, v.last_session, v.level, v.rule, v.reasons, at, at
    from verdict v left join was w on w.enrollment_id = v.enrollment_id
    where w.id is null or (w.total_sessions, w.completed_sessions, w.failed_sessions, w.consecutive_failed_sessions, w.consecutive_low_scores,
        w.last_session, w.risk_level, w.risk_rule, w.meta)
      is distinct from (v.total, v.completed, v.failed, v.run, v.low_scores, v.last_session, v.level, v.rule, v.reasons)
    on conflict (tenant_id, enrollment_id) do update set total_sessions = excluded.total_sessions,
      completed_sessions = excluded.completed_sessions, failed_sessions = excluded.failed_sessions,
      consecutive_failed_sessions = excluded.consecutive_failed_sessions, consecutive_low_scores = excluded.consecutive_low_scores,
      last_session = excluded.last_session, risk_level = excluded.risk_level, risk_rule = excluded.risk_rule, meta = excluded.meta, updated_at = at
    returning p.enrollment_id
  )
  select k.enrollment_id from kept k;
end $$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;

-- What was judged by the rules before, the next day judges anew.
update session_progress p set is_judged = false
from class_session s join tenant t on t.id = s.tenant_id
where s.tenant_id = p.tenant_id and s.id = p.session_id and s.date <= (now() at time zone t.timezone)::date
  and p.is_judged and not p.completed and not p.is_overridden and p.exam_state = 'pending';
