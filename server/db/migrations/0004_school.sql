create type guardian_consent as enum ('not_needed', 'waiting', 'given');
create type session_type as enum ('REGULAR', 'SUPPLEMENT');
create type enrollment_status as enum ('ACTIVE', 'PENDING', 'INACTIVE');
create type attendance_status as enum ('UNSET', 'PRESENT', 'LATE', 'EARLY_LEAVE', 'ONLINE', 'SUPPLEMENT', 'ABSENT', 'EXCUSED', 'RAN_OFF', 'WITHDRAWN');

create table student (
  id                bigint generated always as identity primary key,
  tenant_id         bigint not null default app.tenant_id() references tenant,
  user_id           bigint,
  name              text not null check (length(name) between 1 and 100),
  phone             text check (phone ~ '^[0-9+]{8,15}$'),
  parent_phone      text check (parent_phone ~ '^[0-9+]{8,15}$'),
  school            text check (length(school) <= 100),
  grade             text check (length(grade) <= 20),
  birth_on          date,
  guardian_consent  guardian_consent not null default 'not_needed',
  attendance_code   text check (attendance_code ~ '^[0-9]{8}$'),
  memo              text check (length(memo) <= 2000),
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  deleted_at        timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id)
);
comment on column student.attendance_code is 'Eight digits typed at the kiosk; the end of the own phone number by default.';
create unique index student_user on student (tenant_id, user_id) where user_id is not null;
create unique index student_attendance_code on student (tenant_id, attendance_code) where attendance_code is not null and deleted_at is null;
create index student_name on student using gin (name gin_trgm_ops);
create trigger touch before update on student for each row execute function app.touch();

create table guardianship (
  tenant_id   bigint not null default app.tenant_id(),
  student_id  bigint not null,
  user_id     bigint not null,
  relation    text check (length(relation) <= 20),
  created_at  timestamptz not null default now(),
  primary key (tenant_id, student_id, user_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
create index guardianship_user on guardianship (tenant_id, user_id);

create table lecture (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id() references tenant,
  title       text not null check (length(title) between 1 and 200),
  name        text not null default '' check (length(name) <= 200),
  subject     text not null default '' check (length(subject) <= 50),
  grade       text not null default '' check (length(grade) <= 20),
  term        text not null default '' check (length(term) <= 50),
  teacher_id  bigint,
  room        text not null default '' check (length(room) <= 50),
  starts_on   date,
  schedule    jsonb not null default '[]',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  deleted_at  timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, teacher_id) references user_account (tenant_id, id)
);
comment on column lecture.schedule is 'The week: [{weekday: 1..7 (Monday 1), starts_at: "HH:MM", ends_at: "HH:MM"}].';
create trigger touch before update on lecture for each row execute function app.touch();

create table lecture_staff (
  tenant_id   bigint not null default app.tenant_id(),
  lecture_id  bigint not null,
  user_id     bigint not null,
  created_at  timestamptz not null default now(),
  primary key (tenant_id, lecture_id, user_id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id) on delete cascade,
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
comment on table lecture_staff is 'Teachers and assistants who may work in this lecture.';

create table class_session (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  lecture_id     bigint not null,
  "order"        int not null check ("order" > 0),
  title          text not null check (length(title) between 1 and 200),
  date           date,
  starts_at      time,
  ends_at        time,
  session_type   session_type not null default 'REGULAR',
  regular_order  int check (regular_order > 0),
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  deleted_at     timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, lecture_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  check ((session_type = 'REGULAR') = (regular_order is not null)),
  -- Deferrable, since renumbering moves many rows in one statement; a unique index can be partial or deferrable, not both.
  constraint class_session_order exclude using btree (tenant_id with =, lecture_id with =, "order" with =)
    where (deleted_at is null) deferrable,
  constraint class_session_regular exclude using btree (tenant_id with =, lecture_id with =, regular_order with =)
    where (deleted_at is null) deferrable
);
comment on column class_session.regular_order is 'Week number 1..n that policies refer to; a make-up has none and never shifts the numbering.';
create index class_session_date on class_session (tenant_id, date) where deleted_at is null;
create trigger touch before update on class_session for each row execute function app.touch();

create table enrollment (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  lecture_id   bigint not null,
  student_id   bigint not null,
  status       enrollment_status not null default 'ACTIVE',
  start_order  int not null default 1 check (start_order > 0),
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, lecture_id, student_id),
  unique (tenant_id, lecture_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
create index enrollment_student on enrollment (tenant_id, student_id);
create trigger touch before update on enrollment for each row execute function app.touch();

create table session_enrollment (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  lecture_id     bigint not null,
  session_id     bigint not null,
  enrollment_id  bigint not null,
  created_at     timestamptz not null default now(),
  unique (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, lecture_id, session_id) references class_session (tenant_id, lecture_id, id),
  foreign key (tenant_id, lecture_id, enrollment_id) references enrollment (tenant_id, lecture_id, id)
);
comment on column session_enrollment.lecture_id is 'Proves by foreign key that session and enrollment are of one lecture.';
create index session_enrollment_enrollment on session_enrollment (tenant_id, enrollment_id);

create table attendance (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  session_id     bigint not null,
  enrollment_id  bigint not null,
  status         attendance_status not null default 'UNSET',
  memo           text check (length(memo) <= 500),
  arrived_at     timestamptz,
  left_at        timestamptz,
  marked_by      bigint,
  marked_at      timestamptz,
  version        int not null default 1,
  unique (tenant_id, id),
  unique (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, session_id, enrollment_id) references session_enrollment (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, marked_by) references user_account (tenant_id, id)
);
create index attendance_enrollment on attendance (tenant_id, enrollment_id);

create table attendance_batch (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  session_id  bigint not null,
  changes     jsonb not null,
  created_by  bigint not null,
  created_at  timestamptz not null default now(),
  undone_at   timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on column attendance_batch.changes is '[{attendance_id, before, after, version}]: undo is possible while every row still is as the batch left it.';

create table kiosk (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id() references tenant,
  name        text not null check (length(name) between 1 and 50),
  token_hash  bytea not null unique,
  created_by  bigint not null,
  created_at  timestamptz not null default now(),
  revoked_at  timestamptz,
  misses      int not null default 0,
  misses_from timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on column kiosk.misses is 'Codes of nobody typed since misses_from: whoever guesses is slowed down.';

create table import_batch (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id() references tenant,
  file_name   text not null,
  lecture_id  bigint,
  preview     jsonb not null,
  rows        jsonb not null default '[]',
  status      text not null default 'preview' check (status in ('preview', 'committed', 'undone')),
  created_by  bigint not null,
  created_at  timestamptz not null default now(),
  committed_at timestamptz,
  undone_at   timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id)
);
comment on column import_batch.rows is 'What the commit wrote, so that undo takes back exactly that and redo gives the same ids.';

call app.protect(array['student', 'guardianship', 'lecture', 'lecture_staff', 'class_session', 'enrollment', 'session_enrollment',
  'attendance', 'attendance_batch', 'kiosk', 'import_batch']);
