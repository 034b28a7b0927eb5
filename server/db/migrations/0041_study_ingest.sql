-- What taking a session of twenty attempts in costs, measured: of 5.0 ms of the database 1.2 ms were checks of foreign keys
-- that follow from others, and 0.8 ms indexes that nothing asks. An attempt is its session's student's, so that one key
-- says both; memories are a cache of a fold over attempts, whose keys are checked where they are given.
alter table study_quiz_session add unique (id, student_id, tenant_id);
alter table study_attempt
  drop constraint study_attempt_tenant_id_student_id_fkey,
  drop constraint study_attempt_tenant_id_study_quiz_session_id_fkey,
  drop constraint study_attempt_tenant_id_id_key,
  add foreign key (study_quiz_session_id, student_id, tenant_id) references study_quiz_session (id, student_id, tenant_id);
alter table study_memory
  drop constraint study_memory_tenant_id_student_id_fkey,
  drop constraint study_memory_tenant_id_study_question_id_fkey,
  drop constraint study_memory_tenant_id_study_topic_id_fkey;
comment on table study_memory is 'A cache of a fold over attempts; it can always be made again. Its keys are those of attempts, and are checked there.';
drop index study_attempt_history, study_attempt_question;
create index study_attempt_history on study_attempt (study_question_id, student_id, tenant_id);

-- Questions by what devices call them, with whom they belong to and whether this student studies them.
create function app.study_known(student bigint, asked uuid[])
returns table (
  id bigint, pub_id uuid, study_topic_id bigint, revision int, kind question_kind, subject text, keys jsonb, student_id bigint,
  is_open boolean, is_own boolean
) language sql stable as $$
  select q.id, q.pub_id, q.study_topic_id, q.revision, q.kind, q.subject, q.keys, t.student_id,
    q.state = 'published' and q.deleted_at is null and t.deleted_at is null,
    coalesce(t.student_id = student, false) or coalesce(t.lecture_id = any(array(
      select e.lecture_id from enrollment e where e.tenant_id = app.tenant_id() and e.student_id = student)), false)
  from study_question q join study_topic t on t.tenant_id = q.tenant_id and t.id = q.study_topic_id
  where q.tenant_id = app.tenant_id() and q.pub_id = any(asked)
$$;

-- All that taking a delivery in has to know of the student, under the student's lock and in one round trip: the academy's
-- clock, the weights of the student's memories, the first answer to the same body, every place of the session that was
-- delivered before, the questions, all that was answered to them, and what the student fails else in their topics (`later`:
-- answered again since the end of this session in the topic). `given` says when the questions
-- of `asked` were answered, null where nothing was.
create function app.study_arrival(student bigint, session uuid, hash bytea, asked uuid[], given timestamptz[])
returns table (timezone text, weights float8[], answer jsonb, delivered json, questions json, histories json, failing json)
language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  tenant constant bigint := app.tenant_id();
begin
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
    (select f.weights from study_student_fit s join study_fit f on f.tenant_id = s.tenant_id and f.id = s.study_fit_id
     where s.tenant_id = tenant and s.student_id = student),
    null::jsonb,
    (select json_agg(o) from (
       select a.seq, q.pub_id, a.selected, a.unsure, a.elapsed_ms, (extract(epoch from a.answered_at) * 1000)::bigint as answered_at
       from study_attempt a join study_question q on q.tenant_id = a.tenant_id and q.id = a.study_question_id
       where a.tenant_id = tenant and a.student_id = student and a.uuid = session
       union all
       select w.seq, w.pub_id, w.selected, w.unsure, w.elapsed_ms, (extract(epoch from w.answered_at) * 1000)::bigint
       from study_quarantine w
       where w.tenant_id = tenant and w.student_id = student and w.uuid = session) o),
    (select json_agg(k) from known k),
    (select json_agg(h) from (
       select a.study_question_id, a.uuid as quiz_session, a.seq, a.outcome, a.is_correct, (extract(epoch from a.at) * 1000)::bigint as at
       from study_attempt a
       where a.tenant_id = tenant and a.student_id = student and a.study_question_id = any(array(select k.id from known k))
         and a.undone_at is null) h),
    (select json_agg(e) from (
       select e.study_topic_id, (extract(epoch from e.last) * 1000)::bigint as last,
         count(*) filter (where m.is_chronic and m.last_at < e.last)::int as settled,
         json_agg(m.study_question_id) filter (where m.last_at >= e.last) as later
       from (select d.study_topic_id, max(d.at) as last from touched d group by d.study_topic_id) e
       left join study_memory m on m.tenant_id = tenant and m.student_id = student and m.study_topic_id = e.study_topic_id
         and m.not_passed >= 3 and m.study_question_id <> all(array(select d.id from touched d))
       group by e.study_topic_id, e.last) e)
  from tenant t where t.id = tenant;
end $$;

-- Whose device sends, in one round trip; of students and accounts that are still there.
create function app.study_sender(tenant bigint, given bytea) returns table (student_id bigint, user_id bigint) language plpgsql as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  return query
    select d.student_id, d.user_id from study_device d
    join student s on s.tenant_id = d.tenant_id and s.id = d.student_id
    join user_account u on u.tenant_id = d.tenant_id and u.id = d.user_id
    where d.tenant_id = tenant and d.token_hash = given and d.revoked_at is null and s.deleted_at is null and u.is_active;
end $$;
grant execute on all functions in schema app to seodang_app;
