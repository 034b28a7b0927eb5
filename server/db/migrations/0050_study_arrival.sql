-- As before, but that it costs no more the more there is: a session that was not delivered before is found so by one look
-- into the index of its places, and what the student fails else is read topic by topic.
create or replace function app.study_arrival(student bigint, session uuid, hash bytea, asked uuid[], given timestamptz[])
returns table (timezone text, weights json, answer jsonb, delivered json, questions json, histories json, failing json)
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  tenant constant bigint := app.tenant_id();
begin
  -- Until the end of the transaction: the plans of this function and of the foreign keys that its writing checks are kept,
  -- and may have been made when a table was a page long (measured: 3.0 ms of the database for a session of twenty attempts
  -- instead of 6.2, most of which was reading all sessions through for each attempt).
  perform set_config('enable_seqscan', 'off', true);
  -- As lockStudent in attempts.queries.ts.
  perform pg_advisory_xact_lock(hashtextextended(tenant || ':study:' || student, 0)),
    pg_advisory_xact_lock_shared(hashtextextended(tenant || ':study_keys', 0));
  select d.answer into answer from study_delivery d
  where d.tenant_id = tenant and d.student_id = student and d.uuid = session and d.body_hash = hash;
  if found then return next; return; end if;
  return query
  with known as materialized (select * from app.study_known(student, asked)),
  touched as materialized (
    select k.id, k.study_topic_id, g.at from unnest(asked, given) as g (pub_id, at) join known k on k.pub_id = g.pub_id
    where k.is_open and k.is_own and g.at is not null)
  select t.timezone,
    app.study_weights(student),
    null::jsonb,
    -- Of a session that was not begun nothing is looked for but its first place, whatever PostgreSQL takes sessions to be like.
    case when (
        select a.seq from study_attempt a where a.tenant_id = tenant and a.student_id = student and a.uuid = session
        order by a.seq limit 1) is not null or (
        select w.seq from study_quarantine w where w.tenant_id = tenant and w.student_id = student and w.uuid = session
        order by w.seq limit 1) is not null
      then (select json_agg(o) from (
        select a.seq, (
            select q.pub_id from study_question q where q.tenant_id = tenant and q.id = a.study_question_id) as pub_id,
          a.selected, a.unsure, a.elapsed_ms, (extract(epoch from a.answered_at) * 1000)::bigint as answered_at
        from study_attempt a
        where a.tenant_id = tenant and a.student_id = student and a.uuid = session
        union all
        select w.seq, w.pub_id, w.selected, w.unsure, w.elapsed_ms, (extract(epoch from w.answered_at) * 1000)::bigint
        from study_quarantine w
        where w.tenant_id = tenant and w.student_id = student and w.uuid = session) o) end,
    (select json_agg(k) from known k),
    (select json_agg(h) from (
       select a.study_question_id, a.uuid as quiz_session, a.seq, a.outcome, a.is_correct, (extract(epoch from a.at) * 1000)::bigint as at
       from study_attempt a
       where a.tenant_id = tenant and a.student_id = student and a.study_question_id = any(array(select k.id from known k))
         and a.undone_at is null) h),
    (select json_agg(e) from (
       select e.study_topic_id, (extract(epoch from e.last) * 1000)::bigint as last, m.settled, m.later
       from (select d.study_topic_id, max(d.at) as last from touched d group by d.study_topic_id) e
       cross join lateral (
         select count(*) filter (where m.is_chronic and m.last_at < e.last)::int as settled,
           json_agg(m.study_question_id) filter (where m.last_at >= e.last) as later
         from study_memory m
         where m.tenant_id = tenant and m.student_id = student and m.study_topic_id = e.study_topic_id and m.not_passed >= 3
           and m.study_question_id <> all(array(select d.id from touched d))) m) e)
  from tenant t where t.id = tenant;
end $$;
