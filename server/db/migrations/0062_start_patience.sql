-- One start or refresh that waits for whoever has a hand on what it needs waits no longer than it says: from the academy down,
-- as whoever changes several of these goes. The limit is that of every lock until the end of the transaction.
create or replace function app.open_start_alone(start json) returns json language plpgsql as $$
declare
  tenant constant bigint := app.tenant_id();
  person constant bigint := start ->> 'person';
  video constant bigint := start ->> 'video';
begin
  perform set_config('lock_timeout', coalesce(start ->> 'patience_ms', '10000'), true);
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
