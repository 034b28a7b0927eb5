create table notice_preference (
  tenant_id    bigint not null default app.tenant_id(),
  user_id      bigint not null,
  refused      text[] not null default '{}' check (refused <@ '{study,marketing}'),
  quiet_from   time,
  quiet_until  time,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade,
  check ((quiet_from is null) = (quiet_until is null))
);
comment on table notice_preference is 'What one person wants to hear and when; without a row everything, at the hours of the academy.';

create table push_subscription (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  user_id     bigint not null,
  endpoint    text not null check (length(endpoint) <= 1000),
  p256dh      text not null check (length(p256dh) <= 200),
  auth        text not null check (length(auth) <= 100),
  created_at  timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, endpoint),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
comment on table push_subscription is 'A browser that shows messages to its user, as the browser itself described it.';
create index push_subscription_user on push_subscription (user_id);

create table family_link (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  token_hash  bytea not null unique,
  student_id  bigint not null,
  notice_id   bigint,
  expires_at  timestamptz not null,
  opened_at   timestamptz,
  revoked_at  timestamptz,
  unique (tenant_id, id),
  unique (tenant_id, notice_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, notice_id) references notice (tenant_id, id)
);
comment on table family_link is 'An address in a message that opens the page of one child without a password. The token itself is nowhere: it is a MAC over the message.';

call app.protect(array['notice_preference', 'push_subscription', 'family_link']);
