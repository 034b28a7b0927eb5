create type requirement_state as enum ('not_required', 'not_due', 'pending', 'passed', 'failed', 'excused');

create table session_progress (
  id                   bigint generated always as identity primary key,
  tenant_id            bigint not null default app.tenant_id(),
  session_id           bigint not null,
  enrollment_id        bigint not null,
  attendance_type      text not null default 'unset' check (attendance_type in ('unset', 'online', 'offline', 'absent')),
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
