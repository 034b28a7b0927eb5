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
  is_overridden        boolean not null default false,
  meta                 jsonb not null default '{}',
  updated_at           timestamptz not null default now(),
  unique (tenant_id, enrollment_id, session_id),
  check (completed = (completed_at is not null))
);
comment on column session_progress.exam_score is 'The counting result of the session''s exam; of several, the one that misses its pass score by most.';
comment on column session_progress.is_judged is 'False while nothing but what nobody has looked at yet, or what is not due, keeps it from being complete.';
comment on column session_progress.is_overridden is 'A teacher said what it came to: completed is theirs, the states are as computed.';
comment on table session_progress is 'Computed from facts, from scratch each time; clients never write it.';
-- Measured: a foreign key to the seat takes a fifth of a recompute, and writes to every seat. Verdicts go with their seats
-- all the same; one that is being made meanwhile goes with the recompute that every closed seat queues.
create function app.drop_verdicts() returns trigger language plpgsql as $$
begin
  delete from session_progress p using closed c
  where p.tenant_id = c.tenant_id and p.session_id = c.session_id and p.enrollment_id = c.enrollment_id;
  return null;
end $$;
create trigger drop_verdicts after delete on session_enrollment referencing old table as closed
  for each statement execute function app.drop_verdicts();

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

-- Which marks of homework pass; a policy says it for a lecture, homework may say its own.
create type homework_pass_rule as enum ('SUBMIT', 'SCORE', 'TEACHER_APPROVAL');

create table progress_policy (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  lecture_id  bigint not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, lecture_id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id)
);
comment on table progress_policy is 'What a lecture asks, and when its students are at risk: in versions. Made with the lecture.';
create trigger touch before update on progress_policy for each row execute function app.touch();

create table policy_version (
  id                            bigint generated always as identity primary key,
  tenant_id                     bigint not null default app.tenant_id(),
  lecture_id                    bigint not null,
  version                       int not null check (version > 0),
  effective_on                  date,
  video_required_rate           smallint not null default 90 check (video_required_rate between 0 and 100),
  exam_start_session_order      int not null default 2 check (exam_start_session_order between 1 and 9999),
  exam_end_session_order        int not null default 9999 check (exam_end_session_order between 1 and 9999),
  exam_pass_score               numeric(5,2) not null default 60 check (exam_pass_score between 0 and 100),
  homework_start_session_order  int not null default 2 check (homework_start_session_order between 1 and 9999),
  homework_end_session_order    int not null default 9999 check (homework_end_session_order between 1 and 9999),
  homework_pass_type            homework_pass_rule not null default 'TEACHER_APPROVAL',
  homework_pass_score           numeric(5,2) not null default 60 check (homework_pass_score between 0 and 100),
  warning_after                 smallint not null default 2 check (warning_after between 1 and 99),
  danger_after                  smallint not null default 3 check (danger_after between 2 and 100),
  low_score_warning_after       smallint not null default 2 check (low_score_warning_after between 1 and 99),
  low_score_danger_after        smallint not null default 3 check (low_score_danger_after between 2 and 100),
  grace_days                    smallint not null default 7 check (grace_days between 0 and 60),
  note                          text not null default '' check (length(note) <= 500),
  published_by                  bigint,
  published_at                  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, lecture_id, version),
  foreign key (tenant_id, lecture_id) references progress_policy (tenant_id, lecture_id),
  foreign key (tenant_id, published_by) references user_account (tenant_id, id),
  check (exam_end_session_order >= exam_start_session_order and homework_end_session_order >= homework_start_session_order),
  check (danger_after > warning_after and low_score_danger_after > low_score_warning_after),
  check (version > 1 or effective_on is null)
);
comment on table policy_version is 'Never changed: a new rule is a new version. For a class session the last version holds that was in force on its date.';
comment on column policy_version.effective_on is 'Holds for class sessions from this day on; null for all of them, as the first version does.';
comment on column policy_version.video_required_rate is 'Percent of the videos of a class session; a video by itself is complete by the same number.';
comment on column policy_version.exam_start_session_order is 'Exams and homework count in this range of class_session.regular_order; make-up sessions have none and ask for neither.';
comment on column policy_version.exam_pass_score is 'Percent of what can be reached, for exams that say no score of their own.';
comment on column policy_version.homework_pass_score is 'Percent of what homework is worth, where it says no score of its own.';
comment on column policy_version.grace_days is 'So many days after its date a session that is not complete asks for a clinic.';

create function app.make_progress_policy() returns trigger language plpgsql as $$
begin
  insert into progress_policy (tenant_id, lecture_id) values (new.tenant_id, new.id);
  insert into policy_version (tenant_id, lecture_id, version) values (new.tenant_id, new.id, 1);
  return null;
end $$;
create trigger make_progress_policy after insert on lecture for each row execute function app.make_progress_policy();

-- The version that holds for class sessions of a day; those without a day go by the newest.
create function app.policy_on(in_lecture bigint, day date) returns policy_version language sql stable as $$
  select y from policy_version y
  where y.tenant_id = app.tenant_id() and y.lecture_id = in_lecture and coalesce(y.effective_on <= day, true)
  order by y.version desc limit 1
$$;

-- The one resolver of what a class session asks, for videos, grading, progress and clinics.
create function app.policy_of(session bigint) returns policy_version language sql stable as $$
  select y from class_session s join policy_version y on y.tenant_id = s.tenant_id and y.lecture_id = s.lecture_id
  where s.tenant_id = app.tenant_id() and s.id = session and coalesce(y.effective_on <= s.date, true)
  order by y.version desc limit 1
$$;

-- What teachers decide for one student in one class session beside the rules; recomputing goes by them.
create type requirement_name as enum ('video', 'exam', 'homework');
create table requirement_excuse (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  session_id     bigint not null,
  enrollment_id  bigint not null,
  requirement    requirement_name not null,
  reason         text not null check (length(reason) between 1 and 500),
  created_by     bigint not null,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (enrollment_id, session_id, requirement, tenant_id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on table requirement_excuse is 'One requirement that a student need not meet. Taking it back removes it; the audit log keeps it.';

create table progress_override (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  session_id     bigint not null,
  enrollment_id  bigint not null,
  completed      boolean not null,
  reason         text not null check (length(reason) between 1 and 500),
  created_by     bigint not null,
  created_at     timestamptz not null default now(),
  unique (tenant_id, id),
  unique (enrollment_id, session_id, tenant_id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on table progress_override is 'What a teacher says a session came to, whatever its requirements say. Taking it back removes it; the audit log keeps it.';
call app.protect(array['progress_policy', 'policy_version', 'requirement_excuse', 'progress_override']);

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
