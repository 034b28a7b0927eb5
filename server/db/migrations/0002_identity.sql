create type role as enum ('owner', 'admin', 'teacher', 'assistant', 'student', 'parent');

create table user_account (
  id                    bigint generated always as identity primary key,
  tenant_id             bigint not null default app.tenant_id() references tenant,
  login_id              citext not null check (length(login_id) between 2 and 100),
  role                  role not null,
  name                  text not null check (length(name) between 1 and 100),
  email                 citext,
  phone                 text check (phone ~ '^[0-9+]{8,15}$'),
  locale                text check (locale in ('ko', 'en')),
  password_hash         text,
  must_change_password  boolean not null default false,
  password_expires_at   timestamptz,
  totp_secret           text,
  totp_confirmed_at     timestamptz,
  totp_last_step        bigint,
  is_active             boolean not null default true,
  last_signed_in_at     timestamptz,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  unique (tenant_id, id),
  unique (tenant_id, login_id)
);
comment on table user_account is 'An identity is (tenant, login_id); the phone is a contact and may be shared.';
comment on column user_account.password_expires_at is 'Of a temporary password set by staff.';
comment on column user_account.totp_secret is 'Sealed with the application''s secret; counts once totp_confirmed_at is set.';
create index user_account_phone on user_account (tenant_id, phone) where phone is not null;
create index user_account_email on user_account (tenant_id, email) where email is not null;
create trigger touch before update on user_account for each row execute function app.touch();

create table login_session (
  id                     bigint generated always as identity primary key,
  tenant_id              bigint not null default app.tenant_id(),
  user_id                bigint not null,
  refresh_seed           bytea not null,
  generation             int not null default 1 check (generation > 0),
  issued_at              timestamptz not null default now(),
  user_agent             text,
  address                text,
  created_at             timestamptz not null default now(),
  last_used_at           timestamptz not null default now(),
  expires_at             timestamptz not null,
  revoked_at             timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
comment on column login_session.generation is 'Of the refresh token; an older one that comes back is stolen. The token is a MAC over seed and generation.';
create index login_session_user on login_session (tenant_id, user_id) where revoked_at is null;

create table recovery_code (
  tenant_id  bigint not null default app.tenant_id(),
  user_id    bigint not null,
  code_hash  bytea not null,
  used_at    timestamptz,
  primary key (tenant_id, user_id, code_hash),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
comment on table recovery_code is 'Each opens the account once when the authenticator app is lost.';

create table api_key (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id(),
  user_id       bigint not null,
  name          text not null check (length(name) between 1 and 100),
  hint          text not null,
  key_hash      bytea not null unique,
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, user_id) references user_account (tenant_id, id) on delete cascade
);
comment on column api_key.hint is 'The first characters, so that its owner recognises it; the key itself is not stored.';

create table login_throttle (
  key            bytea primary key,
  failures       int not null,
  blocked_until  timestamptz,
  last_failed_at timestamptz not null
);
comment on table login_throttle is 'Per account and per address (hashed); not a tenant''s: an address may try many academies.';
grant select, insert, update, delete on login_throttle to seodang_app;

call app.protect(array['user_account', 'login_session', 'recovery_code', 'api_key']);

-- Every request asks this in one round trip: is the person of this access token still who it says.
create function app.signed_in(tenant bigint, login bigint, at timestamptz)
returns table (user_id bigint, role role, must_change_password boolean) language plpgsql as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  return query
    select u.id, u.role, u.must_change_password
    from login_session s join user_account u on u.tenant_id = s.tenant_id and u.id = s.user_id
    where s.tenant_id = tenant and s.id = login and s.revoked_at is null and s.expires_at > at and u.is_active;
end $$;

-- The same for an API key, which acts as its owner; when it was used is kept to the minute.
create function app.key_holder(tenant bigint, given bytea, at timestamptz)
returns table (user_id bigint, role role, must_change_password boolean) language plpgsql as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  update api_key k set last_used_at = at
  where k.tenant_id = tenant and k.key_hash = given and coalesce(k.last_used_at, '-infinity') < at - interval '1 minute';
  return query
    select u.id, u.role, u.must_change_password
    from api_key k join user_account u on u.tenant_id = k.tenant_id and u.id = k.user_id
    where k.tenant_id = tenant and k.key_hash = given and k.revoked_at is null
      and coalesce(k.expires_at, 'infinity') > at and u.is_active;
end $$;

create function app.demo_tenant() returns bigint
language sql stable security definer set search_path = public, pg_temp as
  $$ select id from tenant where is_demo order by id limit 1 $$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
