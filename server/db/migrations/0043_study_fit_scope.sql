alter table study_fit
  add column subject text check (length(subject) <= 120),
  add column student_id bigint,
  add column reviews int not null default 0 check (reviews >= 0),
  add check (num_nonnulls(subject, student_id) <= 1),
  add foreign key (tenant_id, student_id) references student (tenant_id, id);
comment on table study_fit is 'Weights that were fitted to reviews, with what they came to on later ones: of one student, of one subject, or of the academy. In use is the latest adopted one of each; a student''s own before the subject''s before the academy''s, and without any the weights that FSRS brings.';
comment on column study_fit.reviews is 'How many answers there were to learn from and to try on, so that the next fit waits for others.';

alter table study_student_fit add column study_fit_ids bigint[] not null default '{}';
update study_student_fit set study_fit_ids = array[study_fit_id] where study_fit_id is not null;
alter table study_student_fit drop column study_fit_id;
comment on table study_student_fit is 'By which fits all memories of a student are folded, in the order of their ids: of each subject its own one, of others that of no subject. None: by the weights that FSRS brings.';

-- By which weights the memories of a student are folded, by subject; null is for all others.
create function app.study_weights(student bigint) returns json language sql stable as $$
  select coalesce(json_agg(json_build_object('subject', f.subject, 'weights', f.weights)), '[]')
  from study_student_fit s join study_fit f on f.tenant_id = s.tenant_id and f.id = any(s.study_fit_ids)
  where s.tenant_id = app.tenant_id() and s.student_id = student
$$;

drop function app.study_arrival;
-- All that taking a delivery in has to know of the student, under the student's lock and in one round trip: the academy's
-- clock, the weights of the student's memories, the first answer to the same body, every place of the session that was
-- delivered before, the questions, all that was answered to them, and what the student fails else in their topics (`later`:
-- answered again since the end of this session in the topic). `given` says when the questions
-- of `asked` were answered, null where nothing was.
create function app.study_arrival(student bigint, session uuid, hash bytea, asked uuid[], given timestamptz[])
returns table (timezone text, weights json, answer jsonb, delivered json, questions json, histories json, failing json)
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
    app.study_weights(student),
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

grant execute on all functions in schema app to seodang_app;
