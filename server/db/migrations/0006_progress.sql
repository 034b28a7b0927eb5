create type requirement_state as enum ('not_required', 'not_due', 'pending', 'passed', 'failed', 'excused');

create table session_progress (
  id                   bigint generated always as identity primary key,
  tenant_id            bigint not null default app.tenant_id(),
  session_id           bigint not null,
  enrollment_id        bigint not null,
  attendance_type      text not null default 'unset' check (attendance_type in ('unset', 'online', 'offline', 'absent', 'excused')),
  video_progress_rate  smallint not null default 0 check (video_progress_rate between 0 and 100),
  video_state          requirement_state not null,
  exam_state           requirement_state not null default 'not_required',
  homework_state       requirement_state not null default 'not_required',
  completed            boolean not null default false,
  completed_at         timestamptz,
  meta                 jsonb not null default '{}',
  updated_at           timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  check (completed = (completed_at is not null))
);
comment on table session_progress is 'Computed from facts, from scratch each time; clients never write it.';
create index session_progress_enrollment on session_progress (tenant_id, enrollment_id);

call app.protect(array['session_progress']);

create function app.attendance_type(status attendance_status) returns text language sql immutable parallel safe as $$
  select case
    when status in ('PRESENT', 'LATE', 'EARLY_LEAVE', 'SUPPLEMENT') then 'offline'
    when status = 'ONLINE' then 'online'
    when status = 'EXCUSED' then 'excused'
    when status = 'UNSET' then 'unset'
    else 'absent'
  end
$$;

-- Session progress from the facts, from scratch, for any number of enrollments in one statement (spec/04). Rows that
-- would not change are not touched. Returns whose progress changed. video_progress.progress has the precision of a real,
-- so that nine tenths are a little less than 90 percent: a ten-thousandth of a percent is given.
create function app.recompute_progress(enrollments bigint[], today date, at timestamptz)
returns table (lecture_id bigint, enrollment_id bigint) language sql as $$
  with seat as (
    select se.tenant_id, se.lecture_id, se.enrollment_id, se.session_id, l.video_required_rate as required,
      a.status as attendance_status, s.date <= today as due
    from session_enrollment se
    join class_session s on s.tenant_id = se.tenant_id and s.id = se.session_id and s.deleted_at is null
    join lecture l on l.tenant_id = se.tenant_id and l.id = se.lecture_id
    left join attendance a on a.tenant_id = se.tenant_id and a.session_id = se.session_id and a.enrollment_id = se.enrollment_id
    where se.tenant_id = app.tenant_id() and se.enrollment_id = any(enrollments)
  ), watched as (
    select seat.enrollment_id, seat.session_id, count(*) as videos, count(p.id) filter (where p.watched_ms > 0) as begun,
      floor(1e-4 + 100 * sum(coalesce(p.progress, 0)::float8 * v.duration_ms) / sum(v.duration_ms))::smallint as rate
    from seat
    join video v on v.tenant_id = seat.tenant_id and v.session_id = seat.session_id and v.status = 'READY' and v.deleted_at is null
    left join video_progress p on p.tenant_id = v.tenant_id and p.video_id = v.id and p.enrollment_id = seat.enrollment_id
    group by 1, 2
  ), fact as (
    select seat.*, app.attendance_type(coalesce(attendance_status, 'UNSET')) as type,
      coalesce(w.videos, 0) as videos, coalesce(w.rate, 0)::smallint as rate
    from seat left join watched w using (enrollment_id, session_id)
    where coalesce(due, false) or coalesce(attendance_status, 'UNSET') <> 'UNSET' or coalesce(w.begun, 0) > 0
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
    select judged.*, video_state in ('not_required', 'passed', 'excused') as done from judged
  ), gone as (
    delete from session_progress p
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments)
      and not exists (select from verdict v where v.session_id = p.session_id and v.enrollment_id = p.enrollment_id)
    returning p.enrollment_id
  ), kept as (
    insert into session_progress as p (tenant_id, session_id, enrollment_id, attendance_type, video_progress_rate,
      video_state, completed, completed_at, meta, updated_at)
    select tenant_id, session_id, enrollment_id, type, rate, video_state, done, case when done then at end,
      jsonb_build_object('codes', case when done then '[]'::jsonb else '["VIDEO_INCOMPLETE"]'::jsonb end), at
    from verdict
    on conflict (tenant_id, session_id, enrollment_id) do update set
      attendance_type = excluded.attendance_type, video_progress_rate = excluded.video_progress_rate,
      video_state = excluded.video_state, completed = excluded.completed, meta = excluded.meta, updated_at = at,
      completed_at = case when excluded.completed then coalesce(p.completed_at, at) end
    where (p.attendance_type, p.video_progress_rate, p.video_state, p.completed, p.meta)
      is distinct from (excluded.attendance_type, excluded.video_progress_rate, excluded.video_state, excluded.completed, excluded.meta)
    returning p.enrollment_id
  ), changed as (
    select enrollment_id from gone union select enrollment_id from kept
  )
  select e.lecture_id, e.id from changed c join enrollment e on e.tenant_id = app.tenant_id() and e.id = c.enrollment_id
$$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
