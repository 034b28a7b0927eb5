-- What a start asks and writes, without a plan being made for it each time; refreshing asks the same (app.hold_viewer goes).

-- Whether this person is still signed in with this login; `login` is null for whoever came with an API key, which was checked.
-- Then, one start or refresh of a person at a time, everything about the viewing that it is decided by, with what the terms
-- of a playback are made from held until commit: whoever changes it waits, and then outdates the playback that was started
-- meanwhile. (The permission row may not be there yet; changing it takes the video.) `viewing` is null where the student has
-- no seat: then nothing is held.
create or replace function app.open_start(login bigint, person bigint, video bigint, device text, at timestamptz,
  out role role, out must_change_password boolean, out student_id bigint, out name text, out phone text,
  out viewing json) language plpgsql as $$
declare
  tenant constant bigint := app.tenant_id();
  seat record;
  seen record;
begin
  -- As lock(tx, 'playback', person) in core/db.ts.
  perform pg_advisory_xact_lock(hashtextextended(tenant || ':playback:' || person, 0));
  select u.role, u.must_change_password, st.id, st.name, st.phone into role, must_change_password, student_id, name, phone
  from user_account u
    left join student st on st.tenant_id = u.tenant_id and st.user_id = u.id and st.deleted_at is null
  where u.tenant_id = tenant and u.id = person and u.is_active and (login is null or exists (
    select from login_session s where s.tenant_id = tenant and s.id = login and s.user_id = person and s.revoked_at is null and s.expires_at > at));
  if student_id is null then return; end if;

  -- From the academy down, as they are named: whoever changes several of them goes the same way. What a lock waited for is
  -- read as it became.
  select t.settings, v.status, v.allow_skip, v.max_speed, v.show_watermark, v.duration, v.duration_ms, v.hls_path, v.poster_path,
    v.storyboard_path, v.chapters, e.id as enrollment_id, e.status as enrollment_status, se.id as session_enrollment_id,
    a.status as attendance_status, c.lecture_id, c.date, coalesce(v.deleted_at, c.deleted_at, l.deleted_at, st.deleted_at) as deleted_at
  into seat
  from tenant t
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
  if not found or seat.deleted_at is not null then return; end if;
  select p.watched, p.progress, p.last_position, p.max_watched, p.completed, p.completed_at into seen
  from video_progress p where p.tenant_id = tenant and p.video_id = video and p.enrollment_id = seat.enrollment_id
  for share;

  select row_to_json(v) into viewing
  from (
    select video as video_id, seat.settings, seat.status, seat.allow_skip, seat.max_speed, seat.show_watermark, seat.duration,
      seat.duration_ms, seat.hls_path, seat.poster_path, seat.storyboard_path, seat.chapters, seat.enrollment_id,
      seat.enrollment_status, seat.session_enrollment_id, seat.attendance_status,
      seen.watched, seen.progress, seen.last_position, seen.max_watched, seen.completed, seen.completed_at,
      vp.rule, vp.allow_skip_override, vp.max_speed_override, vp.show_watermark_override, vp.block_speed_control, vp.block_seek,
      k.id as case_id, k.state as case_state, k.last_at as case_last_at,
      -- As app.policy_of, which is a statement of its own wherever it is called.
      (select r.video_required_rate from policy_version r
        where r.tenant_id = tenant and r.lecture_id = seat.lecture_id and coalesce(r.effective_on <= seat.date, true)
        order by r.version desc limit 1) as video_required_rate,
      (select coalesce(json_agg(json_build_object('id', k.id, 'language', k.language, 'label', k.label, 'path', k.path) order by k.id), '[]')
        from video_caption k where k.tenant_id = tenant and k.video_id = video) as captions,
      (select json_agg(json_build_object('session_id', s.session_id, 'device_id', s.device_id, 'video_id', s.video_id,
          'started_at', s.started_at, 'is_over', s.expires_at <= at))
        from playback_session s where s.tenant_id = tenant and s.user_id = person and s.status = 'ACTIVE') as playbacks,
      (select json_build_object('credit_from', s.credit_from, 'last_seen_at', s.last_seen_at) from playback_session s
        where s.tenant_id = tenant and s.video_id = video and s.enrollment_id = seat.enrollment_id and s.device_id = device
          and s.status in ('ACTIVE', 'EXPIRED')
        order by s.started_at desc limit 1) as continued
    from (select) one
      left join video_permission vp on vp.tenant_id = tenant and vp.video_id = video and vp.enrollment_id = seat.enrollment_id
      left join playback_case k on k.tenant_id = tenant and k.video_id = video and k.enrollment_id = seat.enrollment_id and k.status = 'open') v;
end $$;

drop function app.hold_viewer(bigint, bigint);

-- A new playback, the row that its heartbeats will update, and the end of what ran out (`reason` is null) and of what must
-- make place for it. One by one: over a list PostgreSQL makes a new plan each time (measured: 0.2 of 0.45 ms).
create function app.begin_playback(playback json, is_first boolean, gone json) returns void language plpgsql as $$
declare
  tenant constant bigint := app.tenant_id();
  p playback_session := json_populate_record(null::playback_session, playback);
  one record;
begin
  for one in select g.session_id, g.reason from json_to_recordset(gone) as g(session_id uuid, reason text) loop
    update playback_session s set
      status = case when one.reason is null then 'EXPIRED' else 'ENDED' end::playback_status,
      ended_reason = coalesce(one.reason, 'expired'),
      ended_at = case when one.reason is null then s.expires_at else p.started_at end
    where s.tenant_id = tenant and s.session_id = one.session_id and s.status = 'ACTIVE';
  end loop;
  if is_first then
    insert into video_progress (video_id, enrollment_id) values (p.video_id, p.enrollment_id)
    on conflict (tenant_id, video_id, enrollment_id) do nothing;
  end if;
  insert into playback_session (session_id, policy_version, state, case_id, rule, policy, max_rate, credit_rate, duration_ms,
    required_rate, video_id, enrollment_id, user_id, device_id, credit_from, started_at, policy_since, last_seen_at, expires_at, paused_at)
  values (p.session_id, p.policy_version, p.state, p.case_id, p.rule, p.policy, p.max_rate, p.credit_rate, p.duration_ms,
    p.required_rate, p.video_id, p.enrollment_id, p.user_id, p.device_id, p.credit_from, p.started_at, p.policy_since, p.last_seen_at, p.expires_at, p.paused_at);
end $$;

revoke all on all routines in schema app from public;
grant execute on all routines in schema app to seodang_app;
