-- Starts of one moment in one transaction: many begin at once when a lecture does.

-- Of these starts, each of another person, those that nobody else has a hand on, with everything that they are decided by:
-- one start or refresh of a person at a time, and what the terms of a playback are made from held until commit. Whoever
-- changes it waits, and then outdates the playback that was started meanwhile. (The permission row may not be there yet;
-- changing it takes the video.) Nothing is waited for: what is missing, or without a seat, is asked again alone. `role` says
-- that the person is still signed in with this login, which is null for whoever came with an API key, which was checked.
-- What students of one video share is said once. Where a subquery has a limit it is looked up by all that is known of it,
-- however small the tables were when the plan was made.
create function app.open_starts(starts json) returns json language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  tenant constant bigint := app.tenant_id();
  free json;
  held json;
begin
  -- As lock(tx, 'playback', person) in core/db.ts.
  select json_agg(s) into free
  from json_to_recordset(starts) as s(index int, login bigint, person bigint, video bigint, device text, at timestamptz)
  where pg_try_advisory_xact_lock(hashtextextended(tenant || ':playback:' || s.person, 0));

  with asked as materialized (
    select a.* from json_to_recordset(free) as a(index int, login bigint, person bigint, video bigint, device text, at timestamptz)
  ), shown as materialized (
    select of_video.* from (select distinct a.video from asked a) one cross join lateral (
      select v.id as video, v.session_id, c.lecture_id
      from tenant t
        join lecture l on l.tenant_id = t.id
        join progress_policy y on y.tenant_id = l.tenant_id and y.lecture_id = l.id
        join class_session c on c.tenant_id = l.tenant_id and c.lecture_id = l.id
        join video v on v.tenant_id = c.tenant_id and v.session_id = c.id
      where t.id = tenant and v.tenant_id = tenant and v.id = one.video
        and v.deleted_at is null and c.deleted_at is null and l.deleted_at is null
      for share skip locked) of_video
  )
  select json_agg(h) into held
  from (
    select a.*, seat.enrollment_status, seat.session_enrollment_id, seat.attendance_status,
      case when there.id is null or record.id is not null then seat.enrollment_id end as enrollment_id
    from asked a
      left join shown on shown.video = a.video
      left join lateral (
        select e.id as enrollment_id, e.status as enrollment_status, se.id as session_enrollment_id, d.status as attendance_status
        from student st
          join enrollment e on e.tenant_id = tenant and e.lecture_id = shown.lecture_id and e.student_id = st.id
          join session_enrollment se on se.tenant_id = tenant and se.session_id = shown.session_id and se.enrollment_id = e.id
          join attendance d on d.tenant_id = tenant and d.session_id = shown.session_id and d.enrollment_id = e.id
        where st.tenant_id = tenant and st.user_id = a.person and st.deleted_at is null
        for share skip locked) seat on true
      left join lateral (
        select p.id from video_progress p
        where p.tenant_id = tenant and p.video_id = a.video and p.enrollment_id = seat.enrollment_id limit 1) there on true
      left join lateral (
        select p.id from video_progress p where p.tenant_id = tenant and p.id = there.id for share skip locked) record on true) h;

  -- From here on everything is read as it became, and what is held stays so.
  return json_build_object(
    'videos', (
      select json_agg(shown) from (
        select v.id as video_id, t.settings, v.status, v.allow_skip, v.max_speed, v.show_watermark, v.duration, v.duration_ms,
          v.hls_path, v.poster_path, v.storyboard_path, v.chapters,
          -- As app.policy_of, which is a statement of its own wherever it is called.
          (select r.video_required_rate from policy_version r
            where r.tenant_id = tenant and r.lecture_id = c.lecture_id and coalesce(r.effective_on <= c.date, true)
            order by r.version desc limit 1) as video_required_rate,
          (select coalesce(json_agg(json_build_object('id', k.id, 'language', k.language, 'label', k.label, 'path', k.path) order by k.id), '[]')
            from video_caption k where k.tenant_id = tenant and k.video_id = v.id) as captions
        from (select distinct s.video from json_to_recordset(held) as s(video bigint, enrollment_id bigint) where s.enrollment_id is not null) asked
          cross join lateral (select * from video v where v.tenant_id = tenant and v.id = asked.video limit 1) v
          cross join lateral (select * from class_session c where c.tenant_id = tenant and c.id = v.session_id limit 1) c
          join tenant t on t.id = tenant) shown),
    'starts', (
      select json_agg(json_build_object('index', s.index, 'role', u.role, 'must_change_password', u.must_change_password,
        'student', case when st.id is not null then json_build_object('student_id', st.id, 'name', st.name, 'phone', st.phone) end,
        'seat', case when s.enrollment_id is not null then (
          select row_to_json(seat) from (
            select s.video as video_id, s.enrollment_id, s.enrollment_status, s.session_enrollment_id, s.attendance_status,
              p.watched, p.progress, p.last_position, p.max_watched, p.completed, p.completed_at,
              vp.rule, vp.allow_skip_override, vp.max_speed_override, vp.show_watermark_override, vp.block_speed_control, vp.block_seek,
              k.id as case_id, k.state as case_state, k.last_at as case_last_at,
              (select json_agg(json_build_object('session_id', b.session_id, 'device_id', b.device_id, 'video_id', b.video_id,
                  'started_at', b.started_at, 'is_over', b.expires_at <= s.at))
                from playback_session b where b.tenant_id = tenant and b.user_id = s.person and b.status = 'ACTIVE') as playbacks,
              (select json_build_object('credit_from', b.credit_from, 'last_seen_at', b.last_seen_at) from playback_session b
                where b.tenant_id = tenant and b.video_id = s.video and b.enrollment_id = s.enrollment_id and b.device_id = s.device
                  and b.status in ('ACTIVE', 'EXPIRED')
                order by b.started_at desc limit 1) as continued
            from (select) one
              left join lateral (
                select * from video_progress p
                where p.tenant_id = tenant and p.video_id = s.video and p.enrollment_id = s.enrollment_id limit 1) p on true
              left join lateral (
                select * from video_permission vp
                where vp.tenant_id = tenant and vp.video_id = s.video and vp.enrollment_id = s.enrollment_id limit 1) vp on true
              left join lateral (
                select * from playback_case k
                where k.tenant_id = tenant and k.video_id = s.video and k.enrollment_id = s.enrollment_id and k.status = 'open' limit 1) k
                on true) seat) end))
      from json_to_recordset(held) as s(index int, login bigint, person bigint, video bigint, device text, at timestamptz,
          enrollment_id bigint, enrollment_status enrollment_status, session_enrollment_id bigint, attendance_status attendance_status)
        cross join lateral (select * from user_account u where u.tenant_id = tenant and u.id = s.person and u.is_active limit 1) u
        left join lateral (
          select * from student st where st.tenant_id = tenant and st.user_id = s.person and st.deleted_at is null limit 1) st on true
      where s.login is null or exists (
        select from login_session l where l.tenant_id = tenant and l.id = s.login and l.user_id = s.person and l.revoked_at is null and l.expires_at > s.at)));
end $$;

-- The same for one start or refresh, which waits for whoever has a hand on it: from the academy down, as whoever changes
-- several of these goes.
create function app.open_start_alone(start json) returns json language plpgsql as $$
declare
  tenant constant bigint := app.tenant_id();
  person constant bigint := start ->> 'person';
  video constant bigint := start ->> 'video';
begin
  perform pg_advisory_xact_lock(hashtextextended(tenant || ':playback:' || person, 0));
  perform from tenant t
    join lecture l on l.tenant_id = t.id
    join progress_policy y on y.tenant_id = l.tenant_id and y.lecture_id = l.id
    join class_session c on c.tenant_id = l.tenant_id and c.lecture_id = l.id
    join video v on v.tenant_id = c.tenant_id and v.session_id = c.id
    join student st on st.tenant_id = v.tenant_id and st.user_id = person
    join enrollment e on e.tenant_id = v.tenant_id and e.lecture_id = l.id and e.student_id = st.id
    join session_enrollment se on se.tenant_id = v.tenant_id and se.session_id = c.id and se.enrollment_id = e.id
    join attendance a on a.tenant_id = v.tenant_id and a.session_id = c.id and a.enrollment_id = e.id
  where t.id = tenant and v.tenant_id = tenant and v.id = video
  for share;
  perform from video v
    join class_session c on c.tenant_id = v.tenant_id and c.id = v.session_id
    join student st on st.tenant_id = v.tenant_id and st.user_id = person
    join enrollment e on e.tenant_id = v.tenant_id and e.lecture_id = c.lecture_id and e.student_id = st.id
    join video_progress p on p.tenant_id = v.tenant_id and p.video_id = v.id and p.enrollment_id = e.id
  where v.tenant_id = tenant and v.id = video
  for share of p;
  return app.open_starts(json_build_array(start));
end $$;

-- New playbacks, the rows that their heartbeats will update where they are the first, and the end of what ran out (`reason`
-- is null) and of what must make place for them. Returns which began: where somebody has a hand on what would end, nothing
-- of that start is done.
create function app.begin_playbacks(starts json) returns int[] language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  tenant constant bigint := app.tenant_id();
  -- Arrays, so that whatever the plan begins with, only these rows are looked at.
  ending constant uuid[] := array(
    select g.session_id from json_to_recordset(starts) as s(gone json) cross join lateral json_to_recordset(s.gone) as g(session_id uuid));
  free_to_end constant uuid[] := array(
    select b.session_id from playback_session b where b.tenant_id = tenant and b.session_id = any(ending) for no key update skip locked);
  taken constant uuid[] := array(
    select b.session_id from playback_session b
    where b.tenant_id = tenant and b.session_id = any(ending) and b.session_id <> all(free_to_end));
  began constant int[] := array(
    select s.index from json_to_recordset(starts) as s(index int, gone json)
    where not exists (select from json_to_recordset(s.gone) as g(session_id uuid) where g.session_id = any(taken)));
begin
  with gone as materialized (
    select g.session_id, g.reason, s.started_at
    from json_to_recordset(starts) as s(index int, started_at timestamptz, gone json)
      cross join lateral json_to_recordset(s.gone) as g(session_id uuid, reason text)
    where s.index = any(began)
  )
  update playback_session b set
    status = case when g.reason is null then 'EXPIRED' else 'ENDED' end::playback_status,
    ended_reason = coalesce(g.reason, 'expired'),
    ended_at = case when g.reason is null then b.expires_at else g.started_at end
  from gone g
  where b.tenant_id = tenant and b.session_id = any(free_to_end) and b.session_id = g.session_id and b.status = 'ACTIVE';

  insert into video_progress (video_id, enrollment_id)
  select s.video_id, s.enrollment_id
  from json_to_recordset(starts) as s(index int, is_first boolean, video_id bigint, enrollment_id bigint)
  where s.is_first and s.index = any(began)
  on conflict (tenant_id, video_id, enrollment_id) do nothing;

  insert into playback_session (session_id, policy_version, state, case_id, rule, policy, max_rate, credit_rate, duration_ms,
    required_rate, video_id, enrollment_id, user_id, device_id, credit_from, started_at, policy_since, last_seen_at, expires_at, paused_at)
  select p.session_id, p.policy_version, p.state, p.case_id, p.rule, p.policy, p.max_rate, p.credit_rate, p.duration_ms,
    p.required_rate, p.video_id, p.enrollment_id, p.user_id, p.device_id, p.credit_from, p.started_at, p.policy_since,
    p.last_seen_at, p.expires_at, p.paused_at
  from json_to_recordset(starts) as p(index int, session_id uuid, policy_version int, state enforcement_state, case_id bigint,
    rule video_rule, policy jsonb, max_rate real, credit_rate real, duration_ms int, required_rate smallint, video_id bigint,
    enrollment_id bigint, user_id bigint, device_id text, credit_from timestamptz, started_at timestamptz,
    policy_since timestamptz, last_seen_at timestamptz, expires_at timestamptz, paused_at timestamptz)
  where p.index = any(began);
  return began;
end $$;

drop function app.open_start(bigint, bigint, bigint, text, timestamptz);
drop function app.begin_playback(json, boolean, json);
