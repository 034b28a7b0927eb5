-- Playbacks whose heartbeats are decided in Redis (store-in-redis.ts). What is decided here stays here: Redis holds copies,
-- which are told when a row moves on, and what it credits comes back in batches.

alter table playback_session add column is_shared boolean not null default false;
comment on column playback_session.is_shared is 'A copy of it may lie in Redis, which is told of what changes here (playback_change).';

create table playback_change (
  id         bigint generated always as identity primary key,
  tenant_id  bigint not null,
  user_id    bigint not null
);
comment on table playback_change is 'Whose copies in Redis are out of date; gone as soon as Redis was told.';
-- Not forced: whoever tells Redis does so for every academy, as the owner.
alter table playback_change enable row level security;

create function app.note_playback_change(tenant bigint, person bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into playback_change (tenant_id, user_id) values (tenant, person);
  perform pg_notify('seodang_live', '{"tenant_id": 0, "topic": "playback-changes"}');
end $$;

-- The rows stay locked until Redis was told and the transaction commits; who tells at the same time takes others.
create function app.take_playback_changes(most int) returns table (tenant_id bigint, user_id bigint)
language sql security definer set search_path = public, pg_temp as $$
  with taken as (
    delete from playback_change where id in (select id from playback_change order by id limit most for update skip locked)
    returning tenant_id, user_id)
  select distinct tenant_id, user_id from taken
$$;

create function app.note_changed_playback() returns trigger language plpgsql as $$
begin
  perform app.note_playback_change(new.tenant_id, new.user_id);
  return null;
end $$;
-- By columns that heartbeats do not write, so that these do not pay for it.
create trigger note_change after update of status, policy_version, state, paused_at, credit_from on playback_session for each row
  when (new.is_shared and (new.status, new.policy_version, new.state, new.paused_at, new.credit_from)
    is distinct from (old.status, old.policy_version, old.state, old.paused_at, old.credit_from))
  execute function app.note_changed_playback();

create function app.note_changed_login() returns trigger language plpgsql as $$
declare
  person bigint := case tg_table_name when 'user_account' then new.id else (to_jsonb(new) ->> 'user_id')::bigint end;
begin
  if exists (
    select from playback_session s
    where s.tenant_id = new.tenant_id and s.user_id = person and s.status = 'ACTIVE' and s.is_shared)
  then perform app.note_playback_change(new.tenant_id, person); end if;
  return null;
end $$;
create trigger note_change after update of revoked_at on login_session for each row
  when (new.revoked_at is distinct from old.revoked_at) execute function app.note_changed_login();
create trigger note_change after update of is_active, must_change_password on user_account for each row
  when ((new.is_active, new.must_change_password) is distinct from (old.is_active, old.must_change_password))
  execute function app.note_changed_login();

create function app.database_identity() returns text language sql stable security definer set search_path = pg_catalog as
  $$ select s.system_identifier || '-' || d.oid from pg_control_system() s, pg_database d where d.datname = current_database() $$;
comment on function app.database_identity is 'No two databases have the same, copies of each other included.';

create function app.microseconds(at timestamptz) returns bigint language sql immutable parallel safe as
  $$ select (extract(epoch from at) * 1000000)::bigint $$;
create function app.at_microseconds(us bigint) returns timestamptz language sql immutable parallel safe as
  $$ select timestamptz 'epoch' + us * interval '1 microsecond' $$;

-- What Redis needs to decide heartbeats of one playback; from then on it is told of each change.
create function app.copy_playback(tenant bigint, login bigint, person bigint, playback uuid, at timestamptz)
returns table (
  signed_in boolean, login_until bigint, is_live boolean, reason text, policy_version int, expires_at bigint, credit_rate real,
  max_rate real, duration_ms int, required_rate int, credit_from bigint, last_seq int, started_at bigint, paused_at bigint,
  state enforcement_state, cut_ms bigint, repeats int, watched text, watched_ms int, progress real, max_watched int,
  completed boolean, credited_until bigint, last_position int, updated_at bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  setting text := set_config('app.tenant_id', tenant::text, true);
begin
  update playback_session s set is_shared = true
  where s.tenant_id = tenant and s.session_id = playback and s.user_id = person and not s.is_shared;
  return query
  select login is null or l.id is not null, app.microseconds(l.expires_at), s.status = 'ACTIVE' and s.expires_at > at,
    coalesce(s.ended_reason, 'expired'), s.policy_version, app.microseconds(s.expires_at), s.credit_rate, s.max_rate, s.duration_ms,
    s.required_rate::int, app.microseconds(s.credit_from), s.last_seq, app.microseconds(s.started_at), app.microseconds(s.paused_at),
    s.state, s.cut_ms, s.repeats, p.watched::text, p.watched_ms, p.progress, p.max_watched, p.completed,
    app.microseconds(p.credited_until), p.last_position, app.microseconds(p.updated_at)
  from playback_session s
    join video_progress p on p.tenant_id = s.tenant_id and p.video_id = s.video_id and p.enrollment_id = s.enrollment_id
    left join (login_session l join user_account u on u.tenant_id = l.tenant_id and u.id = l.user_id and u.is_active and not u.must_change_password)
      on l.tenant_id = tenant and l.id = login and l.user_id = person and l.revoked_at is null and l.expires_at > at
  where s.tenant_id = tenant and s.session_id = playback and s.user_id = person;
end $$;

-- What Redis credited to playbacks of one academy, all that it knows of each: it only ever grows, so it may come twice and in
-- any order. Rows that somebody holds are left for the next time instead of waited for: whoever holds many never waits.
-- `is_current`: the beats went by what is here now. Says nothing of those that were left; who is gone has nothing to keep.
create function app.keep_watched(tenant bigint, watchings json, playbacks json) returns table (session_id uuid, is_current boolean)
language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_memoize = off as $$
#variable_conflict use_column
declare
  setting text := set_config('app.tenant_id', tenant::text, true);
  held bigint[];
  playing uuid[];
  one record;
begin
  held := array(
    select v.id from video_progress v join json_to_recordset(watchings) as k(video_id bigint, enrollment_id bigint)
      on v.video_id = k.video_id and v.enrollment_id = k.enrollment_id
    where v.tenant_id = tenant order by v.id for no key update of v skip locked);
  playing := array(
    select s.session_id
    from playback_session s join json_to_recordset(playbacks) as k(session_id uuid) on s.session_id = k.session_id
      join video_progress v on v.tenant_id = tenant and v.video_id = s.video_id and v.enrollment_id = s.enrollment_id and v.id = any(held)
    where s.tenant_id = tenant order by s.session_id for no key update of s skip locked);

  for one in
    with united as (
      select v.id, v.progress, v.completed, v.watched as before, k.*, d.duration_ms,
        -- The source may have been replaced by a shorter one meanwhile.
        v.watched + k.watched * int4multirange(int4range(0, d.duration_ms)) as seen,
        y.video_required_rate
      from json_to_recordset(watchings) as k(
          video_id bigint, enrollment_id bigint, watched int4multirange, credited_until bigint, last_position int, seen_at bigint, done_at bigint)
        join video_progress v on v.tenant_id = tenant and v.video_id = k.video_id and v.enrollment_id = k.enrollment_id and v.id = any(held)
        join video d on d.tenant_id = tenant and d.id = v.video_id
        join class_session c on c.tenant_id = tenant and c.id = d.session_id
        cross join lateral (
          select y.video_required_rate from policy_version y
          where y.tenant_id = tenant and y.lecture_id = c.lecture_id and coalesce(y.effective_on <= c.date, true)
          order by y.version desc limit 1) y
    ), measured as (
      select u.*, app.length_of(seen) as seen_ms,
        case when seen = before then progress else app.progress_of(app.length_of(seen), duration_ms) end as share
      from united u
    ), judged as (
      select m.*, completed or app.is_complete(seen_ms, duration_ms, share, video_required_rate) as done from measured m
    )
    update video_progress v set watched = j.seen, watched_ms = j.seen_ms, progress = j.share,
      max_watched = case when j.seen = j.before then v.max_watched else app.reached_in(j.seen, 3000) / 1000 end,
      completed = j.done, completed_at = coalesce(v.completed_at, app.at_microseconds(j.done_at), case when j.done then app.at_microseconds(j.seen_at) end),
      last_position = case when app.at_microseconds(j.seen_at) >= v.updated_at then least(j.last_position, j.duration_ms / 1000) else v.last_position end,
      credited_until = greatest(v.credited_until, app.at_microseconds(j.credited_until)),
      updated_at = greatest(v.updated_at, app.at_microseconds(j.seen_at))
    from judged j where v.id = j.id
    returning v.video_id, v.enrollment_id, j.done <> j.completed or floor(j.share * 100) <> floor(j.progress * 100) as is_news
  loop
    if one.is_news then perform app.emit_watched(tenant, one.video_id, one.enrollment_id); end if;
  end loop;

  return query
  select k.session_id, false from json_to_recordset(playbacks) as k(session_id uuid)
  where not exists (
    select from playback_session s
      join video_progress v on v.tenant_id = tenant and v.video_id = s.video_id and v.enrollment_id = s.enrollment_id
    where s.tenant_id = tenant and s.session_id = k.session_id);

  return query
  update playback_session s set last_seen_at = greatest(s.last_seen_at, app.at_microseconds(k.seen_at)),
    expires_at = case when s.status = 'ACTIVE' then greatest(s.expires_at, app.at_microseconds(k.expires_at)) else s.expires_at end,
    credit_rate = case when s.policy_version = k.pv then k.credit_rate else s.credit_rate end,
    last_seq = greatest(s.last_seq, k.last_seq), cut_ms = greatest(s.cut_ms, k.cut_ms), repeats = greatest(s.repeats, k.repeats)
  from json_to_recordset(playbacks) as k(
    session_id uuid, pv int, expires_at bigint, credit_rate real, last_seq int, cut_ms bigint, repeats int, seen_at bigint,
    state enforcement_state, paused_at bigint)
  where s.session_id = any(playing) and s.session_id = k.session_id
  returning s.session_id, s.status = 'ACTIVE' and s.policy_version = k.pv and s.state = k.state
    and app.microseconds(s.paused_at) is not distinct from k.paused_at;
end $$;

revoke all on all routines in schema app from public;
grant execute on all routines in schema app to seodang_app;
