create type notice_status as enum ('queued', 'sent', 'failed', 'withdrawn');

create table notice (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id() references tenant,
  dedupe_key    text not null,
  template      text not null,
  subject_id    bigint not null,
  student_id    bigint,
  user_id       bigint,
  channel       text not null default 'alimtalk',
  recipient     text not null,
  text          text not null,
  status        notice_status not null default 'queued',
  created_at    timestamptz not null default now(),
  sent_at       timestamptz,
  last_error    text,
  unique (tenant_id, id),
  unique (tenant_id, dedupe_key),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id)
);
comment on column notice.subject_id is 'What it tells of, by the template: the attendance row.';
comment on type notice_status is 'withdrawn: what it would have told was taken back before it went out.';
comment on column notice.dedupe_key is 'One message per cause: a second attempt to say the same is not sent.';
call app.protect(array['notice']);
