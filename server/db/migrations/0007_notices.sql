create type notice_status as enum ('queued', 'sending', 'sent', 'failed', 'unsure', 'withdrawn');
create type notice_kind as enum ('safety', 'study', 'marketing');

create table notice (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id() references tenant,
  dedupe_key    text not null,
  kind          notice_kind not null default 'safety',
  template      text not null,
  subject_id    bigint not null,
  student_id    bigint,
  user_id       bigint,
  channel       text not null default 'message',
  recipient     text not null,
  text          text not null,
  about_on      date,
  status        notice_status not null default 'queued',
  waits_for     text,
  not_before    timestamptz,
  reason        text,
  provider      text,
  attempts      int not null default 0,
  created_at    timestamptz not null default now(),
  sending_at    timestamptz,
  sent_at       timestamptz,
  last_error    text,
  unique (tenant_id, id),
  unique (tenant_id, dedupe_key),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id)
);
comment on type notice_status is 'sending: handed to the provider, whose answer is not written down yet. unsure: the process died then, and the provider cannot say whether it went out. withdrawn: never to be sent, see reason.';
comment on type notice_kind is 'safety is always told, at any hour; the others wait for the morning and can be refused.';
comment on column notice.dedupe_key is 'One message per cause: a second attempt to say the same is not sent.';
comment on column notice.subject_id is 'What it tells of, by the template: the attendance row, the report, the request.';
comment on column notice.user_id is 'The guardian whose account is told, and whose wishes hold; null where only a phone number is known.';
comment on column notice.channel is 'message: by the provider of the academy; push: to a browser, where recipient is the id of its subscription.';
comment on column notice.text is 'As it is sent, but for {link}: the address that opens one child''s page is never stored.';
comment on column notice.about_on is 'The day it is news of; afterwards it is not sent.';
comment on column notice.waits_for is 'quiet_hours or budget: why it waits, until not_before.';
comment on column notice.reason is 'Why it was withdrawn: changed, past, refused or gone.';
create index notice_sending on notice (tenant_id, sending_at) where sending_at is not null;
call app.protect(array['notice']);
