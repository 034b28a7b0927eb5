create type family_request_kind as enum ('excuse', 'make_up');
create type family_request_status as enum ('open', 'approved', 'refused', 'withdrawn');

create table family_request (
  id                  bigint generated always as identity primary key,
  tenant_id           bigint not null default app.tenant_id(),
  student_id          bigint not null,
  enrollment_id       bigint not null,
  session_id          bigint not null,
  kind                family_request_kind not null,
  reason              text not null check (length(reason) between 1 and 500),
  status              family_request_status not null default 'open',
  asked_by            bigint,
  link_id             bigint,
  asked_at            timestamptz not null,
  answer              text check (length(answer) <= 500),
  decided_by          bigint,
  decided_at          timestamptz,
  make_up_session_id  bigint,
  unique (tenant_id, id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, asked_by) references user_account (tenant_id, id),
  foreign key (tenant_id, link_id) references family_link (tenant_id, id),
  foreign key (tenant_id, decided_by) references user_account (tenant_id, id),
  foreign key (tenant_id, make_up_session_id) references class_session (tenant_id, id),
  check ((status in ('approved', 'refused')) = (decided_at is not null))
);
comment on table family_request is 'What a family asks about one class session of one child; staff decide.';
comment on column family_request.asked_by is 'Null when it came by the link of a message, which link_id names.';
create unique index family_request_open on family_request (enrollment_id, session_id, kind) where status = 'open';
create index family_request_student on family_request (student_id, id desc);

create table calendar_feed (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  student_id  bigint not null,
  token_hash  bytea not null unique,
  version     int not null default 1,
  created_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, student_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table calendar_feed is 'The private address of a student''s calendar; a new version closes the old address.';

create table weekly_report (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  student_id  bigint not null,
  week_on     date not null check (extract(isodow from week_on) = 1),
  content     jsonb not null,
  made_at     timestamptz not null,
  unique (tenant_id, id),
  unique (tenant_id, student_id, week_on),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table weekly_report is 'What a family was told of a week, as it was known then; week_on is its Monday.';

call app.protect(array['family_request', 'calendar_feed', 'weekly_report']);
