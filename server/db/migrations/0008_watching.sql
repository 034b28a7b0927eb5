-- Whatever a live playback was allowed under, whoever changes it: exactly the playbacks it concerns are outdated, and
-- their next heartbeat says policy_changed. Triggers, so that no code path can forget it.

create function app.outdate_by_tenant() returns trigger language plpgsql as $$
begin
  update playback_session set policy_version = policy_version + 1 where tenant_id = new.id and status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on tenant for each row
  when (new.settings -> 'video' is distinct from old.settings -> 'video') execute function app.outdate_by_tenant();

create function app.outdate_by_video() returns trigger language plpgsql as $$
begin
  update playback_session set policy_version = policy_version + 1
  where tenant_id = new.tenant_id and video_id = new.id and status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on video for each row
  when ((new.allow_skip, new.max_speed, new.show_watermark, new.status = 'READY', new.duration_ms, new.session_id, new.deleted_at)
    is distinct from (old.allow_skip, old.max_speed, old.show_watermark, old.status = 'READY', old.duration_ms, old.session_id, old.deleted_at))
  execute function app.outdate_by_video();

create function app.outdate_by_permission() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.rule, new.allow_skip_override, new.max_speed_override, new.show_watermark_override, new.block_speed_control, new.block_seek)
    is not distinct from (old.rule, old.allow_skip_override, old.max_speed_override, old.show_watermark_override, old.block_speed_control, old.block_seek)
  then return null; end if;
  -- Starts hold the video shared: one that has not committed yet could not be outdated, so this waits for it.
  perform from video where tenant_id = coalesce(new.tenant_id, old.tenant_id) and id = coalesce(new.video_id, old.video_id) for no key update;
  update playback_session set policy_version = policy_version + 1
  where tenant_id = coalesce(new.tenant_id, old.tenant_id) and video_id = coalesce(new.video_id, old.video_id)
    and enrollment_id = coalesce(new.enrollment_id, old.enrollment_id) and status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after insert or update or delete on video_permission for each row execute function app.outdate_by_permission();

create function app.outdate_by_seat() returns trigger language plpgsql as $$
begin
  update playback_session p set policy_version = policy_version + 1
  from video v
  where p.tenant_id = coalesce(new.tenant_id, old.tenant_id) and p.enrollment_id = coalesce(new.enrollment_id, old.enrollment_id)
    and p.status = 'ACTIVE' and v.tenant_id = p.tenant_id and v.id = p.video_id and v.session_id = coalesce(new.session_id, old.session_id);
  return null;
end $$;
create trigger outdate_playback after delete on session_enrollment for each row execute function app.outdate_by_seat();
create trigger outdate_playback_by_insert after insert on attendance for each row
  when (new.status = 'ONLINE') execute function app.outdate_by_seat();
create trigger outdate_playback after update on attendance for each row
  when ((new.status = 'ONLINE') <> (old.status = 'ONLINE')) execute function app.outdate_by_seat();

create function app.outdate_by_enrollment() returns trigger language plpgsql as $$
begin
  update playback_session set policy_version = policy_version + 1
  where tenant_id = new.tenant_id and enrollment_id = new.id and status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on enrollment for each row
  when (new.status <> old.status) execute function app.outdate_by_enrollment();

create function app.outdate_by_student() returns trigger language plpgsql as $$
begin
  update playback_session p set policy_version = policy_version + 1
  from enrollment e
  where e.tenant_id = new.tenant_id and e.student_id = new.id
    and p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on student for each row
  when ((new.user_id, new.deleted_at) is distinct from (old.user_id, old.deleted_at)) execute function app.outdate_by_student();

create function app.outdate_by_class_session() returns trigger language plpgsql as $$
begin
  update playback_session p set policy_version = policy_version + 1
  from video v
  where v.tenant_id = new.tenant_id and v.session_id = new.id
    and p.tenant_id = v.tenant_id and p.video_id = v.id and p.status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on class_session for each row
  when ((new.deleted_at, new.date) is distinct from (old.deleted_at, old.date)) execute function app.outdate_by_class_session();

create function app.outdate_by_lecture() returns trigger language plpgsql as $$
begin
  update playback_session p set policy_version = policy_version + 1
  from enrollment e
  where e.tenant_id = new.tenant_id and e.lecture_id = new.id
    and p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after update on lecture for each row
  when (new.deleted_at is distinct from old.deleted_at) execute function app.outdate_by_lecture();

create function app.outdate_by_policy() returns trigger language plpgsql as $$
begin
  update playback_session p set policy_version = policy_version + 1
  from enrollment e
  where e.tenant_id = new.tenant_id and e.lecture_id = new.lecture_id
    and p.tenant_id = e.tenant_id and p.enrollment_id = e.id and p.status = 'ACTIVE';
  return null;
end $$;
create trigger outdate_playback after insert or update on policy_version for each row execute function app.outdate_by_policy();

create function app.outdate_by_completion() returns trigger language plpgsql as $$
begin
  update playback_session set policy_version = policy_version + 1
  where tenant_id = new.tenant_id and enrollment_id = new.enrollment_id and video_id = new.video_id and status = 'ACTIVE' and rule = 'once';
  return null;
end $$;
create trigger outdate_playback after update on video_progress for each row
  when ((new.completed_at is null) <> (old.completed_at is null)) execute function app.outdate_by_completion();

create function app.length_of(parts int4multirange) returns int language sql immutable parallel safe as
  $$ select coalesce(sum(upper(part) - lower(part)), 0)::int from unnest(parts) part $$;

create function app.first_of(parts int4multirange, length int) returns int4multirange language sql immutable parallel safe as $$
  select coalesce(range_agg(int4range(lower(part), least(upper(part), lower(part) + length - before::int))), '{}')
  from (select part, sum(upper(part) - lower(part)) over (order by part) - (upper(part) - lower(part)) as before from unnest(parts) part) p
  where before < length
$$;
comment on function app.first_of is 'As many of the milliseconds as fit, in the order of the video.';

create function app.reached_in(parts int4multirange, gap int) returns int language sql immutable parallel safe as $$
  select coalesce((
    select upper(part) - gap
    from unnest((select range_agg(int4range(lower(part), upper(part) + gap)) from unnest(parts) part)) part
    where lower(part) <= gap limit 1), 0)
$$;
comment on function app.reached_in is 'How far the video was watched from its start, jumps of up to `gap` milliseconds aside.';

create function app.progress_of(watched_ms int, duration_ms int) returns real language sql immutable parallel safe as
  $$ select case when duration_ms - watched_ms <= least(1000, duration_ms / 100) then 1 else watched_ms / duration_ms::real end $$;
create function app.is_complete(watched_ms int, duration_ms int, share real, required_rate int) returns boolean language sql immutable parallel safe as
  $$ select share = 1 or watched_ms * 100::bigint >= duration_ms::bigint * required_rate $$;

-- Before the playbacks are outdated, by its name: heartbeats too hold the progress before the playback.
create function app.complete_by_policy() returns trigger language plpgsql as $$
declare
  in_lecture bigint := new.lecture_id;
begin
  -- What is being credited right now was judged by the old share: it is waited for, and seen by the statement after this.
  perform from video_progress p join enrollment e on e.tenant_id = p.tenant_id and e.id = p.enrollment_id
  where e.tenant_id = new.tenant_id and e.lecture_id = in_lecture
  order by p.id for no key update of p;
  with required as materialized (
    select s.tenant_id, s.id, y.video_required_rate as rate
    from class_session s cross join lateral (
      select y.video_required_rate from policy_version y
      where y.tenant_id = s.tenant_id and y.lecture_id = s.lecture_id and coalesce(y.effective_on <= s.date, true)
      order by y.version desc limit 1) y
    where s.tenant_id = new.tenant_id and s.lecture_id = in_lecture
  )
  update video_progress p
  set completed = not p.completed, completed_at = coalesce(p.completed_at, now()), updated_at = now()
  from required r, video v
  where v.tenant_id = r.tenant_id and v.session_id = r.id and p.tenant_id = v.tenant_id and p.video_id = v.id
    and p.completed <> app.is_complete(p.watched_ms, v.duration_ms, p.progress, r.rate);
  return null;
end $$;
create trigger complete after insert or update on policy_version for each row execute function app.complete_by_policy();
create trigger complete after update on class_session for each row
  when (new.date is distinct from old.date) execute function app.complete_by_policy();
comment on function app.complete_by_policy is 'What was watched is judged anew, both ways, when the required share changes, or another day brings another one.';

comment on function app.progress_of is 'No player plays the very last frames: a hundredth, at most a second, may be missing from the whole.';

-- Heartbeats of one tenant, each of another student or video, in one round trip and one transaction: who calls, whether
-- they still may, that they still watch, and what they watched. Evidence is bounded by the clock, not by what is claimed:
-- what comes on record is at most the time that has passed since what came before (by the clock of the device, which
-- never runs ahead of ours) times the rate, and three seconds of grace that are lent once: credited_until then runs ahead
-- of the clock until it has caught up. Whoever was not heard of for more than fifteen minutes gets back only those.
-- One statement, and no expression that starts an executor of its own unless it must: this is the hottest path. Whatever
-- somebody else holds is left out of the answers, so that nothing is waited for while others are held.
create function app.beat_together(tenant bigint, beats json) returns json language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set enable_memoize = off
  set synchronous_commit = off as $$
#variable_conflict use_column
declare
  grace_ms constant int := 3000;
  setting text;
  answers json;
  news int[];
begin
  setting := set_config('app.tenant_id', tenant::text, true);

  with held as materialized (
    select b.*, b.now as at, s.video_id, s.enrollment_id, s.credit_rate, s.duration_ms, s.required_rate, s.credit_from, s.ended_reason,
      s.state, s.cut_ms, s.repeats, p.id as progress_id, p.watched, p.watched_ms, p.progress, p.max_watched, p.completed, p.credited_until,
      coalesce(b.seq <= s.last_seq, false) as is_repeat,
      least(b.now, s.started_at + b.clock_ms * interval '1 millisecond', s.paused_at) as until,
      case
        when s.user_id <> b.user_id then 'invalid_token'
        when b.login_session_id is not null and not exists (
          select from login_session l join user_account u on u.tenant_id = l.tenant_id and u.id = l.user_id
          where l.tenant_id = tenant and l.id = b.login_session_id and l.user_id = b.user_id and l.revoked_at is null
            and l.expires_at > b.now and u.is_active and not u.must_change_password) then 'unauthenticated'
        when s.policy_version <> b.pv then 'policy_changed'
        when s.status <> 'ACTIVE' or s.expires_at <= b.now then 'session_inactive' end as problem
    from json_to_recordset(beats) as b(
        index int, login_session_id bigint, user_id bigint, session_id uuid, pv int, now timestamptz, live_seconds int,
        position_ms int, claimed int4multirange, clock_ms bigint, seq int)
      cross join lateral (
        select * from playback_session s where s.tenant_id = tenant and s.session_id = b.session_id for no key update skip locked) s
      cross join lateral (
        select * from video_progress p where p.tenant_id = tenant and p.video_id = s.video_id and p.enrollment_id = s.enrollment_id
        for no key update skip locked) p
  ), claim as materialized (
    select *, greatest(credit_from, credited_until, until - interval '15 minutes') as since,
      case when problem is null and not is_repeat then claimed * int4multirange(int4range(0, duration_ms)) - watched else '{}' end as fresh
    from held
  ), bound as materialized (
    select *, greatest(0, (extract(epoch from until - since) * 1000 + grace_ms) * credit_rate)::bigint as allowed_ms,
      case
        when isempty(fresh) then 0
        when fresh = int4multirange(range_merge(fresh)) then upper(fresh) - lower(fresh)
        else app.length_of(fresh) end as fresh_ms
    from claim
  ), gain as materialized (
    select *, greatest(0, fresh_ms - allowed_ms)::int as lost_ms, least(fresh_ms, allowed_ms)::int as gained_ms,
      watched + case when fresh_ms > allowed_ms then app.first_of(fresh, allowed_ms::int) else fresh end as seen
    from bound
  ), share as materialized (
    select *, case when gained_ms > 0 then app.progress_of(watched_ms + gained_ms, duration_ms) else progress end as share,
      case
        when gained_ms = 0 then max_watched
        when seen = int4multirange(range_merge(seen)) and lower(seen) <= grace_ms then upper(seen) / 1000
        else app.reached_in(seen, grace_ms) / 1000 end as reached
    from gain
  ), verdict as materialized (
    select *, completed or (problem is null and not is_repeat and app.is_complete(watched_ms + gained_ms, duration_ms, share, required_rate)) as done
    from share
  ), evidence as (
    update video_progress p set watched = v.seen, watched_ms = p.watched_ms + v.gained_ms, progress = v.share, max_watched = v.reached,
      completed = v.done, completed_at = case when v.done then coalesce(p.completed_at, v.at) else p.completed_at end,
      last_position = case when v.position_ms is null then p.last_position else least(v.position_ms, v.duration_ms) / 1000 end,
      credited_until = greatest(v.until, v.since + v.gained_ms / v.credit_rate * interval '1 millisecond'), updated_at = v.at
    from verdict v where p.tenant_id = tenant and p.id = v.progress_id and v.problem is null and not v.is_repeat
  ), living as (
    update playback_session s set last_seen_at = v.at, expires_at = v.at + v.live_seconds * interval '1 second',
      credit_rate = s.max_rate, last_seq = greatest(s.last_seq, v.seq), cut_ms = s.cut_ms + v.lost_ms, repeats = s.repeats + v.is_repeat::int
    from verdict v where s.session_id = v.session_id and v.problem is null
  )
  select json_agg(json_build_object(
      'index', index, 'problem', problem, 'reason', case when problem = 'session_inactive' then coalesce(ended_reason, 'expired') end,
      'expires_at', floor(extract(epoch from at))::bigint + live_seconds, 'progress', share, 'completed', done, 'max_watched', reached,
      'cut_ms', lost_ms, 'state', state, 'total_cut_ms', cut_ms + lost_ms, 'repeats', repeats + is_repeat::int, 'is_repeat', is_repeat)),
    array_agg(index) filter (where done <> completed or floor(share * 100) <> floor(progress * 100))
  into answers, news
  from verdict;
  if news is not null then
    perform app.emit_watched(tenant, s.video_id, s.enrollment_id)
    from json_to_recordset(beats) as b(index int, session_id uuid) join playback_session s on s.tenant_id = tenant and s.session_id = b.session_id
    where b.index = any(news);
  end if;
  return answers;
end $$;

-- Heartbeats that came together, those of each tenant in a transaction of their own. Answers only for what nobody else held.
create procedure app.heartbeats(groups json, inout results json) language plpgsql as $$
declare
  part record;
  answers json[] := '{}';
begin
  for part in select * from json_to_recordset(groups) as part(tenant_id bigint, beats json) loop
    answers := answers || app.beat_together(part.tenant_id, part.beats);
    commit;
  end loop;
  results := to_json(answers);
end $$;

-- One heartbeat, after whoever holds its playback or progress: a new start, a change of the policy, another tab.
create function app.beat_alone(tenant bigint, beat json) returns json language plpgsql as $$
declare
  setting text := set_config('app.tenant_id', tenant::text, true);
  playback constant uuid := beat ->> 'session_id';
begin
  perform from playback_session s
    join video_progress p on p.tenant_id = s.tenant_id and p.video_id = s.video_id and p.enrollment_id = s.enrollment_id
  where s.tenant_id = tenant and s.session_id = playback for no key update of p;
  perform from playback_session s where s.tenant_id = tenant and s.session_id = playback for no key update;
  return app.beat_together(tenant, json_build_array(beat)) -> 0;
end $$;

-- Whoever starts or refreshes a playback, one at a time, and everything that its terms are made from, held until commit:
-- whoever changes it waits, and then outdates the playback that was started meanwhile. (The permission row may not be
-- there yet; changing it takes the video.)
create function app.hold_viewer(person bigint, video bigint) returns table (student_id bigint, name text, phone text) language plpgsql as $$
declare
  tenant constant bigint := app.tenant_id();
begin
  -- As lock(tx, 'playback', person) in core/db.ts.
  perform pg_advisory_xact_lock(hashtextextended(tenant || ':playback:' || person, 0));
  select st.id, st.name, st.phone into student_id, name, phone
  from student st where st.tenant_id = tenant and st.user_id = person and st.deleted_at is null;
  if not found then return; end if;
  -- From the academy down, as they are named: whoever changes several of them goes the same way.
  perform from tenant t
    join lecture l on l.tenant_id = t.id
    join progress_policy y on y.tenant_id = l.tenant_id and y.lecture_id = l.id
    join class_session c on c.tenant_id = l.tenant_id and c.lecture_id = l.id
    join video v on v.tenant_id = c.tenant_id and v.session_id = c.id
    join student st on st.tenant_id = v.tenant_id and st.id = student_id
    join enrollment e on e.tenant_id = v.tenant_id and e.lecture_id = l.id and e.student_id = st.id
    join session_enrollment se on se.tenant_id = v.tenant_id and se.session_id = c.id and se.enrollment_id = e.id
    join attendance a on a.tenant_id = v.tenant_id and a.session_id = c.id and a.enrollment_id = e.id
  where t.id = tenant and v.tenant_id = tenant and v.id = video
  for share;
  perform from video_progress p
    join enrollment e on e.tenant_id = p.tenant_id and e.id = p.enrollment_id
  where p.tenant_id = tenant and p.video_id = video and e.student_id = hold_viewer.student_id
  for share of p;
  return next;
end $$;

create function app.emit_watched(tenant bigint, video bigint, enrollment bigint) returns void language sql as $$
  select app.enqueue('events.deliver',
    json_build_object('tenant_id', tenant, 'payload', json_build_object('event', 'video.watched', 'payload',
      json_build_object('video_id', video, 'session_id', v.session_id, 'enrollment_id', enrollment))),
    null, tenant || ':events.deliver:video.watched:' || video || ':' || enrollment, 4)
  from video v where v.tenant_id = tenant and v.id = video
$$;
comment on function app.emit_watched is 'As emit() in core/events.ts, inside the heartbeat''s own statement.';

-- The key of an output, while who asks still watches it: a live playback of that video, or staff still signed in.
create function app.output_key(academy citext, sid text, video bigint, version text, at timestamptz) returns bytea language plpgsql as $$
declare
  tenant bigint := app.tenant_by_code(academy);
  setting text := set_config('app.tenant_id', tenant::text, true);
  watching boolean;
begin
  if sid ~ '^staff-[0-9]+$' then
    watching := exists (
      select from login_session l join user_account u on u.tenant_id = l.tenant_id and u.id = l.user_id
      where l.tenant_id = tenant and l.id = substr(sid, 7)::bigint and l.revoked_at is null and l.expires_at > at
        and u.is_active and u.role not in ('student', 'parent'));
  else
    watching := exists (
      select from playback_session s
      where s.tenant_id = tenant and s.session_id = sid::uuid and s.video_id = video and s.status = 'ACTIVE' and s.expires_at > at);
  end if;
  if not watching then return null; end if;
  return (select k.key from video_key k where k.tenant_id = tenant and k.video_id = video and k.version = output_key.version);
end $$;

revoke all on all routines in schema app from public;
grant execute on all routines in schema app to seodang_app;
