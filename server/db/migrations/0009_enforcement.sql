create type playback_event_type as enum (
  'VISIBILITY_HIDDEN', 'VISIBILITY_VISIBLE', 'FOCUS_LOST', 'FOCUS_GAINED', 'SEEK_ATTEMPT', 'SPEED_CHANGE_ATTEMPT',
  'FULLSCREEN_ENTER', 'FULLSCREEN_EXIT', 'PLAYER_ERROR', 'WATERMARK_REMOVED', 'REPLAYED');
create type violation_reason as enum ('seek_blocked', 'seek_bounded_forward', 'speed_blocked', 'speed_exceeded');
create type event_severity as enum ('info', 'warn', 'danger');
create type case_status as enum ('open', 'restored', 'dismissed', 'lapsed');
create type case_entry_kind as enum (
  'violation', 'forged', 'warned', 'warning_seen', 'paused', 'confirmed', 'revoked', 'objected', 'restored', 'dismissed', 'lapsed');

create table playback_policy (
  id         int generated always as identity primary key,
  tenant_id  bigint not null default app.tenant_id() references tenant,
  policy     jsonb not null,
  unique (tenant_id, id),
  unique (tenant_id, policy)
);
comment on table playback_policy is 'Each policy that events were judged by, once: a few a tenant.';

create table playback_event (
  id                bigint generated always as identity,
  tenant_id         bigint not null default app.tenant_id(),
  video_id          bigint not null,
  enrollment_id     bigint not null,
  occurred_at       timestamptz not null,
  received_at       timestamptz not null,
  session_id        uuid not null,
  policy_id         int not null,
  event_type        playback_event_type not null,
  violation_reason  violation_reason,
  payload           jsonb
);
comment on table playback_event is 'Never changed, written by app.store_events alone, which has what it refers to in its hands.';
comment on column playback_event.violation_reason is 'Null where nothing was violated.';
create index playback_event_video on playback_event (tenant_id, video_id, occurred_at, id);
create index playback_event_violation on playback_event (tenant_id, video_id, occurred_at, id) where violation_reason is not null;
create index playback_event_replayed on playback_event (tenant_id, video_id) where event_type = 'REPLAYED';
create index playback_event_playback on playback_event (session_id);
create index playback_event_age on playback_event using brin (id, received_at) with (pages_per_range = 16, autosummarize = on);

create table playback_batch (
  tenant_id    bigint not null default app.tenant_id(),
  session_id   uuid not null,
  batch_id     uuid not null,
  received_at  timestamptz not null,
  stored       smallint not null,
  primary key (session_id, batch_id)
);
create index playback_batch_age on playback_batch using brin (received_at) with (pages_per_range = 16, autosummarize = on);
comment on table playback_batch is 'Batches that named themselves: the same again counts once.';

create table playback_event_count (
  tenant_id         bigint not null default app.tenant_id(),
  video_id          bigint not null,
  hour              timestamptz not null,
  enrollment_id     bigint not null,
  last_occurred_at  timestamptz not null,
  score             int not null,
  danger            int not null,
  warn              int not null,
  info              int not null,
  primary key (tenant_id, video_id, hour, enrollment_id)
) with (fillfactor = 70);
comment on table playback_event_count is 'Kept with the events, so that a ranking reads what it shows and not what is stored.';

create table playback_case (
  id               bigint generated always as identity primary key,
  tenant_id        bigint not null default app.tenant_id(),
  video_id         bigint not null,
  enrollment_id    bigint not null,
  status           case_status not null default 'open',
  state            enforcement_state not null default 'ok',
  violations       int not null default 0,
  forged           int not null default 0,
  opened_at        timestamptz not null,
  last_at          timestamptz not null,
  step_at          timestamptz,
  warning_seen_at  timestamptz,
  confirmed_at     timestamptz,
  revoked_at       timestamptz,
  objection        text check (length(objection) <= 2000),
  objected_at      timestamptz,
  resolution       text check (length(resolution) <= 2000),
  resolved_at      timestamptz,
  resolved_by      bigint,
  unique (tenant_id, id),
  foreign key (tenant_id, video_id) references video (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, resolved_by) references user_account (tenant_id, id),
  check ((status = 'open') = (resolved_at is null)),
  check ((state = 'revoked') = (revoked_at is not null)),
  check (state <> 'revoked' or confirmed_at is not null),
  check ((objection is null) = (objected_at is null))
);
comment on table playback_case is 'What one student did against the rules of one video. Nobody is revoked who has not confirmed a pause before.';
comment on column playback_case.step_at is 'When the state last moved, if it did: what happened before that does not move it again.';
create unique index playback_case_open on playback_case (tenant_id, video_id, enrollment_id) where status = 'open';
create index playback_case_newest on playback_case (tenant_id, opened_at);
create index playback_case_enrollment on playback_case (tenant_id, enrollment_id, video_id, opened_at);

create table playback_case_entry (
  id                bigint generated always as identity primary key,
  tenant_id         bigint not null default app.tenant_id(),
  case_id           bigint not null,
  at                timestamptz not null,
  kind              case_entry_kind not null,
  session_id        uuid,
  event_type        playback_event_type,
  violation_reason  violation_reason,
  payload           jsonb,
  policy_id         int,
  actor_id          bigint,
  text              text,
  unique (tenant_id, id),
  foreign key (tenant_id, case_id) references playback_case (tenant_id, id),
  foreign key (tenant_id, policy_id) references playback_policy (tenant_id, id),
  foreign key (tenant_id, actor_id) references user_account (tenant_id, id)
);
comment on table playback_case_entry is 'The evidence: kept when events are no longer.';
create index playback_case_entry_case on playback_case_entry (tenant_id, case_id, at, id);

alter table playback_session add foreign key (tenant_id, case_id) references playback_case (tenant_id, id);

call app.protect(array['playback_policy', 'playback_case', 'playback_case_entry']);
call app.protect(array['playback_event', 'playback_batch'], 'select, insert, delete');
call app.protect(array['playback_event_count'], 'select, insert, update');

create function app.number_in(payload jsonb, name text) returns float8 language sql immutable parallel safe as
  $$ select case when jsonb_typeof(payload -> name) = 'number' then (payload ->> name)::float8 end $$;

-- The one rule of what is a violation (spec/02). What is not said counts against whoever did not say it.
create function app.violation_of(type playback_event_type, payload jsonb, policy jsonb, max_watched int) returns violation_reason
language sql immutable parallel safe as $$
  select case type
    when 'SEEK_ATTEMPT' then case
      when policy #>> '{seek,mode}' = 'free' then null
      when policy #>> '{seek,mode}' = 'blocked' then 'seek_blocked'::violation_reason
      when app.number_in(payload, 'to') <= max_watched + (policy #>> '{seek,grace_seconds}')::float8 then null
      else 'seek_bounded_forward'::violation_reason end
    when 'SPEED_CHANGE_ATTEMPT' then case
      when policy @> '{"playback_rate": {"ui_control": false}}'
        then case when app.number_in(payload, 'rate') = 1 then null else 'speed_blocked'::violation_reason end
      when app.number_in(payload, 'rate') <= (policy #>> '{playback_rate,max}')::float8 then null
      else 'speed_exceeded'::violation_reason end
  end
$$;

create function app.event_severity(type playback_event_type, reason violation_reason) returns event_severity
language sql immutable parallel safe as $$
  select case
    when reason is not null then 'danger'::event_severity
    when type in ('SEEK_ATTEMPT', 'SPEED_CHANGE_ATTEMPT', 'FOCUS_LOST', 'WATERMARK_REMOVED') then 'warn'::event_severity
    else 'info'::event_severity end
$$;

create function app.event_score(type playback_event_type, reason violation_reason) returns int
language sql immutable parallel safe as $$
  select case
    when type in ('SEEK_ATTEMPT', 'SPEED_CHANGE_ATTEMPT', 'WATERMARK_REMOVED') then 3
    when type = 'FOCUS_LOST' then 2
    when type in ('VISIBILITY_HIDDEN', 'PLAYER_ERROR') then 1
    else 0 end * case when reason is null then 1 else 2 end + case when reason is null then 0 else 1 end
$$;

create function app.replayed(payload jsonb) returns int4multirange language sql immutable parallel safe as $$
  select coalesce(range_agg(int4range((1000 * (part ->> 0)::float8)::int, (1000 * (part ->> 1)::float8)::int)), '{}')
  from jsonb_path_query(payload, 'strict $.parts[*] ? (@[0].type() == "number" && @[1].type() == "number" && @[0] >= 0 && @[1] >= @[0] && @[1] < 1000000)', '{}', true) part
$$;
comment on function app.replayed is 'The parts [from, to] in seconds that a player says were played again; what is said otherwise counts nothing.';

create function app.csv_cell(value text) returns text language sql immutable parallel safe as $$
  select case when safe ~ '[",\r\n]' then '"' || replace(safe, '"', '""') || '"' else safe end
  from (select case when value ~ '^[=+\-@\t\r]' then '''' || value else value end as safe) s
$$;
comment on function app.csv_cell is 'A cell that a spreadsheet shows and never runs (OWASP: CSV injection).';

create function app.policy_id(wanted jsonb) returns int language plpgsql as $$
declare known int;
begin
  select id into known from playback_policy where tenant_id = app.tenant_id() and policy = wanted;
  if not found then
    insert into playback_policy (policy) values (wanted) on conflict do nothing;
    select id into known from playback_policy where tenant_id = app.tenant_id() and policy = wanted;
  end if;
  return known;
end $$;

-- Events of a batch by their place in it, inside the playback, and what they violate. Those that occurred under an earlier
-- policy are not judged by this one.
create function app.judged(
  types playback_event_type[], occurred float8[], payloads jsonb[], started timestamptz, arrived timestamptz, since timestamptz,
  policy jsonb, max_watched int)
returns table (place int, type playback_event_type, payload jsonb, occurred_at timestamptz, violation violation_reason)
language sql stable parallel safe as $$
  select e.place, e.type, e.payload, e.at,
    case when e.type in ('SEEK_ATTEMPT', 'SPEED_CHANGE_ATTEMPT') and e.at >= since
      then app.violation_of(e.type, e.payload, policy, max_watched) end
  from (
    select (place - 1)::int as place, type, payload, greatest(started, least(arrived, to_timestamp(seconds))) as at
    from unnest(types, occurred, payloads) with ordinality as e(type, seconds, payload, place)) e
$$;

-- A batch of events in one round trip: who calls, whether they still may, what they violated, the events, the counters.
-- What is violated has consequences (enforcement.ts), so a batch with violations is stored only by those who see to them
-- (`may_violate`); the problem `violates` says to everybody else that nothing is to be stored. Events come as columns:
-- arrays cost half of what a document of objects does.
create function app.store_events(
  tenant bigint, login bigint, person bigint, playback uuid, version int, at timestamptz, batch uuid,
  types playback_event_type[], occurred float8[], payloads jsonb[], may_violate boolean)
returns table (
  problem text, reason text, stored int, state enforcement_state, case_id bigint, violations json, max_watched int, policy_id int)
language plpgsql as $$
#variable_conflict use_column
declare
  setting text := set_config('app.tenant_id', tenant::text, true);
  s record;
  counted record;
begin
  select s.status, s.user_id, s.video_id, s.enrollment_id, s.policy, s.policy_version, s.policy_since, s.started_at, s.expires_at,
      s.ended_reason, s.state, s.case_id, p.max_watched,
      login is null or exists (
        select from login_session l join user_account u on u.tenant_id = l.tenant_id and u.id = l.user_id
        where l.tenant_id = tenant and l.id = login and l.user_id = person and l.revoked_at is null and l.expires_at > at
          and u.is_active and not u.must_change_password) as signed_in
    into s
  from playback_session s
    join video_progress p on p.tenant_id = s.tenant_id and p.video_id = s.video_id and p.enrollment_id = s.enrollment_id
  where s.session_id = playback and s.tenant_id = tenant;
  problem := case
    when not found or s.user_id <> person then 'invalid_token'
    when not s.signed_in then 'unauthenticated'
    when s.policy_version <> version then 'policy_changed'
    when s.status <> 'ACTIVE' or s.expires_at <= at then 'session_inactive' end;
  if problem is not null then
    if problem = 'session_inactive' then reason := coalesce(s.ended_reason, 'expired'); end if;
    return next;
    return;
  end if;

  state := s.state;
  case_id := s.case_id;
  max_watched := s.max_watched;
  if batch is not null then
    insert into playback_batch (tenant_id, session_id, batch_id, received_at, stored)
    values (tenant, playback, batch, at, cardinality(types)) on conflict do nothing;
    if not found then
      stored := (select b.stored from playback_batch b where b.session_id = playback and b.batch_id = batch);
      return next;
      return;
    end if;
  end if;

  policy_id := app.policy_id(s.policy);
  stored := cardinality(types);
  for counted in
    with kept as (
      insert into playback_event (
        tenant_id, video_id, enrollment_id, occurred_at, received_at, session_id, policy_id, event_type, violation_reason, payload)
      select tenant, s.video_id, s.enrollment_id, j.occurred_at, at, playback, store_events.policy_id, j.type, j.violation, j.payload
      from app.judged(types, occurred, payloads, s.started_at, at, s.policy_since, s.policy, s.max_watched) j
      returning occurred_at, event_type as type, violation_reason as violation
    )
    select date_bin('1 hour', occurred_at, timestamptz 'epoch') as hour, max(occurred_at) as last,
      sum(app.event_score(type, violation)) as score, count(violation) as danger,
      count(*) filter (where app.event_severity(type, violation) = 'warn') as warn,
      count(*) filter (where app.event_severity(type, violation) = 'info') as info
    from kept group by 1
  loop
    insert into playback_event_count as c (
      tenant_id, video_id, hour, enrollment_id, last_occurred_at, score, danger, warn, info)
    values (
      tenant, s.video_id, counted.hour, s.enrollment_id, counted.last, counted.score, counted.danger, counted.warn, counted.info)
    on conflict (tenant_id, video_id, hour, enrollment_id) do update set
      last_occurred_at = greatest(c.last_occurred_at, excluded.last_occurred_at), score = c.score + excluded.score,
      danger = c.danger + excluded.danger, warn = c.warn + excluded.warn, info = c.info + excluded.info;
    if counted.danger > 0 and not may_violate then problem := 'violates'; end if;
  end loop;
  if may_violate then
    violations := (
      select json_agg(json_build_object('place', j.place, 'reason', j.violation, 'occurred_at', j.occurred_at))
      from app.judged(types, occurred, payloads, s.started_at, at, s.policy_since, s.policy, s.max_watched) j
      where j.violation is not null);
  end if;
  return next;
end $$;

-- Many batches in one round trip, each in a transaction of its own; one that violates leaves nothing behind.
create procedure app.store_batches(batches json, inout results json) language plpgsql as $$
declare
  setting text;
  b record;
  answer record;
  answers json[] := '{}';
begin
  for b in
    select * from json_to_recordset(batches) as b(
      tenant_id bigint, login_session_id bigint, user_id bigint, session_id uuid, pv int, now timestamptz, batch_id uuid,
      types playback_event_type[], occurred float8[], payloads jsonb[])
  loop
    -- A crash loses at most the last half second; nothing in it has had consequences.
    setting := set_config('synchronous_commit', 'off', true);
    select * into answer from app.store_events(
      b.tenant_id, b.login_session_id, b.user_id, b.session_id, b.pv, b.now, b.batch_id, b.types, b.occurred, b.payloads, false);
    answers := answers || to_json(answer);
    if answer.problem = 'violates' then rollback; else commit; end if;
  end loop;
  results := to_json(answers);
end $$;

revoke all on all routines in schema app from public;
grant execute on all routines in schema app to seodang_app;
