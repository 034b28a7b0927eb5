-- A video may go to another class session of its lecture, whose day may ask for another share of it to be watched.

-- Before the playbacks are outdated, by its name, as app.complete_by_policy.
create function app.complete_by_move() returns trigger language plpgsql as $$
begin
  -- What is being credited right now was judged by the old share: it is waited for, and seen by the statement after this.
  perform from video_progress p where p.tenant_id = new.tenant_id and p.video_id = new.id order by p.id for no key update;
  update video_progress p
  set completed = not p.completed, completed_at = coalesce(p.completed_at, now()), updated_at = now()
  from class_session s cross join lateral (
    select y.video_required_rate as rate from policy_version y
    where y.tenant_id = s.tenant_id and y.lecture_id = s.lecture_id and coalesce(y.effective_on <= s.date, true)
    order by y.version desc limit 1) required
  where s.tenant_id = new.tenant_id and s.id = new.session_id and p.tenant_id = new.tenant_id and p.video_id = new.id
    and p.completed <> app.is_complete(p.watched_ms, new.duration_ms, p.progress, required.rate);
  return null;
end $$;
create trigger complete_by_move after update of session_id on video for each row
  when (new.session_id <> old.session_id and new.duration_ms is not null) execute function app.complete_by_move();
