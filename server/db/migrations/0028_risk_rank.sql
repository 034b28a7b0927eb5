create table risk_rank (
  tenant_id      bigint not null default app.tenant_id(),
  enrollment_id  bigint not null,
  lecture_id     bigint not null,
  facts          jsonb not null,
  chance         real not null check (chance between 0 and 1),
  model          text not null,
  updated_at     timestamptz not null,
  primary key (tenant_id, enrollment_id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id)
);
comment on table risk_rank is 'How likely a student is to leave two of the next three sessions incomplete: computed, clients never write it.';
comment on column risk_rank.facts is 'What it was judged on (app.risk_facts); null where nothing is known.';
comment on column risk_rank.model is 'The version of the coefficients.';
create index risk_rank_lecture on risk_rank (lecture_id, chance desc);
call app.protect(array['risk_rank']);

-- What is known of these enrollments when the chance of falling behind is judged (spec/04, Risk): shares are 0 to 1, scores
-- percent of the maximum, runs and days are cut off where more tells nothing more. Null: nothing is known. Who never did
-- anything has been idle since the first session that was due.
create function app.risk_facts(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint, lecture_id bigint, sessions int, failed_share real, recent_failed_share real, failed_run int,
  low_score_run int, absent_share real, late_share real, handed_in_share real, mean_score real, last_score real, score_trend real,
  watch_deficit real, idle_days int, due_reviews int)
language sql stable as $$
  with asked as materialized (
    select e.tenant_id, e.id, e.lecture_id, e.student_id, (app.policy_on(e.lecture_id, today)).video_required_rate as required
    from enrollment e
    where e.tenant_id = app.tenant_id() and e.id = any(enrollments) and e.status = 'ACTIVE'
  ), judged as (
    select p.*, s.date, a.status, row_number() over (partition by p.enrollment_id order by s."order" desc, s.id desc) as back
    from session_progress p
    join class_session s on s.tenant_id = p.tenant_id and s.id = p.session_id and s.deleted_at is null and s.date <= today
    left join attendance a on a.tenant_id = p.tenant_id and a.session_id = p.session_id and a.enrollment_id = p.enrollment_id
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments) and p.is_judged
  ), by_sessions as (
    select q.id, count(*) as sessions, min(j.date) as first_day,
      avg((not j.completed)::int) as failed_share,
      avg((not j.completed)::int) filter (where j.back <= 4) as recent_failed_share,
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
  ), active as (
    select q.id, (select max(p.updated_at) from video_progress p where p.tenant_id = q.tenant_id and p.enrollment_id = q.id and p.watched_ms > 0) as watched_at,
      (select max(u.created_at) from submission u where u.tenant_id = q.tenant_id and u.enrollment_id = q.id) as handed_in_at
    from asked q
  )
  select q.id, q.lecture_id, b.sessions::int, b.failed_share::real, b.recent_failed_share::real,
    least(5, coalesce(y.consecutive_failed_sessions, 0)), least(5, coalesce(y.consecutive_low_scores, 0)),
    b.absent_share::real, b.late_share::real, b.handed_in_share::real, c.mean_score::real, c.last_score::real, c.score_trend::real,
    b.watch_deficit::real,
    least(30, greatest(0, today - greatest(b.last_day, v.watched_at::date, v.handed_in_at::date, b.first_day)))::int,
    (select least(50, count(*)) from study_memory m join study_topic t on t.tenant_id = m.tenant_id and t.id = m.study_topic_id
      where m.tenant_id = q.tenant_id and m.student_id = q.student_id and m.due_day <= today and t.lecture_id = q.lecture_id)::int
  from asked q
  join by_sessions b on b.id = q.id
  join active v on v.id = q.id
  left join by_scores c on c.id = q.id
  left join lecture_progress y on y.tenant_id = q.tenant_id and y.enrollment_id = q.id
$$;
comment on function app.risk_facts is 'One row for each active enrollment that has a judged session.';

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
