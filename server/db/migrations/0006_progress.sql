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
  exam_score           numeric(8,2),
  homework_submitted   boolean not null default false,
  completed            boolean not null default false,
  completed_at         timestamptz,
  is_judged            boolean not null default true,
  meta                 jsonb not null default '{}',
  updated_at           timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  check (completed = (completed_at is not null))
);
comment on column session_progress.exam_score is 'The counting result of the session''s exam; of several, the one that misses its pass score by most.';
comment on column session_progress.is_judged is 'False while nothing but what nobody has looked at yet, or what is not due, keeps it from being complete.';
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

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
