-- What is known of these enrollments when the chance of falling behind is judged (spec/04, Risk): shares are 0 to 1, scores
-- percent of the maximum, runs and days are cut off where more tells nothing more. Null: nothing is known. Who never did
-- anything has been idle since the first session that was due. Read when a lecture is ranked, never by a recompute.
-- Days are those of the academy's calendar, as `today` is. Days of homework count from the time it was due, below zero is
-- before it; a video that is not watched to its end counts until today. A week is active when something was watched,
-- handed in or attended. Unscored is who has no result though an exam is over for them that others have results of:
-- who is excused, who may still sit it and whose paper waits for its grade is not.
drop function app.risk_facts(bigint[], date, timestamptz);
create function app.risk_facts(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint, lecture_id bigint, sessions int, failed_share real, recent_failed_share real, missed_last int,
  failed_run int, low_score_run int, is_alarmed int, absent_share real, late_share real, handed_in_share real, hand_in_delay_days real,
  hand_in_delay_trend real, is_unscored int, mean_score real, last_score real, score_trend real, watch_deficit real,
  watch_lag_days real, active_weeks_share real, idle_days int, due_reviews int)
language sql stable set enable_nestloop = off set enable_mergejoin = off set jit = off as $$
  with here as materialized (
    select t.timezone from tenant t where t.id = app.tenant_id()
  ), asked as materialized (
    select e.tenant_id, e.id, e.lecture_id, e.student_id, (app.policy_on(e.lecture_id, today)).video_required_rate as required
    from enrollment e
    where e.tenant_id = app.tenant_id() and e.id = any(enrollments) and e.status = 'ACTIVE'
  ), judged as materialized (
    select p.*, s.date, a.status, row_number() over (partition by p.enrollment_id order by s."order" desc, s.id desc) as back
    from session_progress p
    join class_session s on s.tenant_id = p.tenant_id and s.id = p.session_id and s.deleted_at is null and s.date <= today
    left join attendance a on a.tenant_id = p.tenant_id and a.session_id = p.session_id and a.enrollment_id = p.enrollment_id
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments) and p.is_judged
  ), by_sessions as (
    select q.id, count(*) as sessions, min(j.date) as first_day,
      avg((not j.completed)::int) as failed_share,
      avg((not j.completed)::int) filter (where j.back <= 4) as recent_failed_share,
      max((not j.completed)::int) filter (where j.back = 1) as missed_last,
      avg((j.status = 'ABSENT')::int) filter (where j.status <> 'UNSET') as absent_share,
      avg((j.status = 'LATE')::int) filter (where j.status <> 'UNSET') as late_share,
      avg(j.homework_submitted::int) filter (where j.homework_state <> 'not_required') as handed_in_share,
      avg(greatest(0, q.required - j.video_progress_rate) / 100.0) filter (where j.video_state <> 'not_required' and j.attendance_type <> 'offline')
        as watch_deficit,
      max(j.date) filter (where j.attendance_type = 'offline') as last_day
    from asked q join judged j on j.enrollment_id = q.id
    group by q.id
  ), graded as (
    select r.enrollment_id, 100 * r.total_score / nullif(r.max_score, 0) as score,
      row_number() over (partition by r.enrollment_id order by s."order" desc, x.id desc) as back
    from result r
    join exam x on x.tenant_id = r.tenant_id and x.id = r.exam_id and x.deleted_at is null
    join class_session s on s.tenant_id = x.tenant_id and s.id = x.session_id and s.deleted_at is null
    where r.tenant_id = app.tenant_id() and r.enrollment_id = any(enrollments)
  ), by_scores as (
    select g.enrollment_id as id, avg(score) as mean_score, max(score) filter (where back = 1) as last_score,
      max(score) filter (where back = 1) - avg(score) filter (where back > 1) as score_trend
    from graded g group by g.enrollment_id
  ), sat_out as (
    select distinct j.enrollment_id as id
    from judged j
    join exam x on x.tenant_id = j.tenant_id and x.session_id = j.session_id and x.state <> 'draft' and x.deleted_at is null
      and x.session_id = any(array(select p.session_id from judged p where p.exam_state = 'pending'))
    left join exam_extension g on g.tenant_id = x.tenant_id and g.exam_id = x.id and g.enrollment_id = j.enrollment_id
      and g.enrollment_id = any(enrollments)
    where j.exam_state = 'pending'
      and (x.state = 'closed' or coalesce(g.closes_at, x.closes_at) <= at or x.released_at is not null)
      and (select true from result r where r.tenant_id = x.tenant_id and r.exam_id = x.id limit 1)
      and not exists (
        select from submission u where u.tenant_id = app.tenant_id() and u.enrollment_id = any(enrollments) and u.status <> 'failed'
          and u.exam_id = x.id and u.enrollment_id = j.enrollment_id)
  ), handed as (
    select u.enrollment_id, u.homework_id, min(u.created_at) as at from submission u
    where u.tenant_id = app.tenant_id() and u.enrollment_id = any(enrollments) and u.homework_id is not null and u.status <> 'failed'
    group by 1, 2
  ), delayed as (
    select h.enrollment_id, greatest(-14, least(14, extract(epoch from h.at - due.at) / 86400)) as days,
      row_number() over (partition by h.enrollment_id order by due.at desc, h.homework_id desc) as back
    from handed h
    join homework w on w.tenant_id = app.tenant_id() and w.id = h.homework_id and w.deleted_at is null
    left join homework_extension g on g.tenant_id = w.tenant_id and g.homework_id = w.id and g.enrollment_id = h.enrollment_id
    cross join lateral (select coalesce(g.due_at, w.due_at) as at) due
    where due.at is not null
  ), by_homework as (
    select d.enrollment_id as id, avg(days) as delay, max(days) filter (where back = 1) - avg(days) filter (where back > 1) as trend
    from delayed d group by d.enrollment_id
  ), watching as materialized (
    select p.enrollment_id, p.video_id, p.completed_at, p.updated_at from video_progress p
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments) and p.watched_ms > 0
  ), by_videos as (
    select j.enrollment_id as id, avg(greatest(0, least(14, coalesce((p.completed_at at time zone (select timezone from here))::date, today) - j.date))) as lag
    from judged j
    join video v on v.tenant_id = j.tenant_id and v.session_id = j.session_id and v.status = 'READY' and v.deleted_at is null
    left join watching p on p.video_id = v.id and p.enrollment_id = j.enrollment_id
    where j.attendance_type <> 'offline' and j.video_state <> 'not_required'
    group by j.enrollment_id
  ), active as materialized (
    select j.enrollment_id as id, j.date as day from judged j where j.attendance_type = 'offline'
    union all select w.enrollment_id, (w.updated_at at time zone (select timezone from here))::date from watching w
    union all select w.enrollment_id, (w.completed_at at time zone (select timezone from here))::date from watching w
    union all select u.enrollment_id, (u.created_at at time zone (select timezone from here))::date from submission u
    where u.tenant_id = app.tenant_id() and u.enrollment_id = any(enrollments)
  ), by_days as (
    select a.id, max(a.day) as last_day, count(distinct (today - a.day) / 7) filter (where today - a.day between 0 and 41) as weeks
    from active a group by a.id
  )
  select q.id, q.lecture_id, b.sessions::int, b.failed_share::real, b.recent_failed_share::real, b.missed_last,
    least(5, coalesce(y.consecutive_failed_sessions, 0)), least(5, coalesce(y.consecutive_low_scores, 0)), (coalesce(y.risk_level, 'NORMAL') <> 'NORMAL')::int,
    b.absent_share::real, b.late_share::real, b.handed_in_share::real, h.delay::real, h.trend::real,
    case when c.id is not null then 0 when o.id is not null then 1 end,
    c.mean_score::real, c.last_score::real, c.score_trend::real, b.watch_deficit::real, v.lag::real,
    least(1, coalesce(d.weeks, 0) / least(6, greatest(1, ceil((today - b.first_day + 1) / 7.0))))::real,
    least(30, greatest(0, today - greatest(d.last_day, b.first_day)))::int,
    (select least(50, count(*)) from study_memory m join study_topic t on t.tenant_id = m.tenant_id and t.id = m.study_topic_id
      where m.tenant_id = q.tenant_id and m.student_id = q.student_id and m.due_day <= today and t.lecture_id = q.lecture_id)::int
  from asked q
  join by_sessions b on b.id = q.id
  left join by_days d on d.id = q.id
  left join by_videos v on v.id = q.id
  left join by_homework h on h.id = q.id
  left join by_scores c on c.id = q.id
  left join sat_out o on o.id = q.id
  left join lecture_progress y on y.tenant_id = q.tenant_id and y.enrollment_id = q.id
$$;
comment on function app.risk_facts is 'One row for each active enrollment that has a judged session.';

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
