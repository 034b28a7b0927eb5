create type clinic_reason as enum ('AUTO_FAILED', 'AUTO_RISK', 'MANUAL_REQUEST', 'TEACHER_RECOMMEND');
create type clinic_cause as enum ('LOW_SCORE', 'REPEATED_WRONG', 'LOW_CONFIDENCE_OMR', 'INCOMPLETE', 'MANUAL_REQUEST', 'TEACHER_RECOMMEND');
create type clinic_state as enum ('open', 'approved', 'booked', 'done', 'dismissed');

create table clinic_link (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  enrollment_id  bigint not null,
  session_id     bigint not null,
  reason         clinic_reason not null,
  is_auto        boolean not null generated always as (reason in ('AUTO_FAILED', 'AUTO_RISK')) stored,
  cause          clinic_cause not null,
  exam_id        bigint,
  state          clinic_state not null default 'open',
  approved       boolean not null default false,
  memo           text check (length(memo) <= 2000),
  meta           jsonb not null default '{}',
  score_before   numeric(8,2),
  score_after    numeric(8,2),
  created_by     bigint,
  changed_by     bigint,
  changed_why    text not null default '' check (length(changed_why) <= 500),
  opened_at      timestamptz not null,
  closed_at      timestamptz,
  told_at        timestamptz,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  unique (tenant_id, id),
  check ((state in ('done', 'dismissed')) = (closed_at is not null)),
  check (approved or state not in ('approved', 'booked')),
  check ((exam_id is not null) = (cause in ('LOW_SCORE', 'REPEATED_WRONG', 'LOW_CONFIDENCE_OMR'))),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, session_id) references class_session (tenant_id, id),
  foreign key (tenant_id, session_id, enrollment_id) references session_enrollment (tenant_id, session_id, enrollment_id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, created_by) references user_account (tenant_id, id),
  foreign key (tenant_id, changed_by) references user_account (tenant_id, id)
);
comment on table clinic_link is 'This student needs a clinic for this class session, and why. Automatic ones come and go with their cause.';
comment on column clinic_link.exam_id is 'Of several exams of the session, the one that misses its pass score by most.';
comment on column clinic_link.score_before is 'What that exam was worth when this was opened, the last time.';
comment on column clinic_link.told_at is 'When the family was told; once, however often it is opened again.';
comment on column clinic_link.changed_by is 'Who changed the state last, and why; null: it followed from the facts. The history is made from it.';
create unique index clinic_link_automatic on clinic_link (enrollment_id, session_id, reason, tenant_id) where reason in ('AUTO_FAILED', 'AUTO_RISK');
create unique index clinic_link_by_hand on clinic_link (enrollment_id, session_id, reason, tenant_id)
  where reason in ('MANUAL_REQUEST', 'TEACHER_RECOMMEND') and state in ('open', 'approved', 'booked');
create index clinic_link_time on clinic_link (tenant_id, created_at desc);

create table clinic_link_change (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id(),
  link_id       bigint not null,
  state_before  clinic_state,
  state_after   clinic_state not null,
  why           text not null default '',
  changed_by    bigint,
  score_before  numeric(8,2),
  score_after   numeric(8,2),
  opened_at     timestamptz not null,
  changed_at    timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, link_id) references clinic_link (tenant_id, id),
  foreign key (tenant_id, changed_by) references user_account (tenant_id, id)
);
comment on table clinic_link_change is 'Every step of a link, made by the database; nobody changes it.';
create index clinic_link_change_link on clinic_link_change (link_id, id);
create index clinic_link_change_time on clinic_link_change (tenant_id, changed_at) where state_after = 'done';

-- The life of a link; clinic.rules.ts says the same, and a test holds both together.
create function app.clinic_step(was clinic_state, becomes clinic_state) returns boolean language sql immutable parallel safe as $$
  select case was
    when 'open' then becomes in ('approved', 'booked', 'done', 'dismissed')
    when 'approved' then becomes in ('booked', 'done', 'dismissed')
    when 'booked' then becomes in ('approved', 'done', 'dismissed')
    else becomes = 'open'
  end
$$;

create function app.guard_clinic_link() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state not in ('open', 'approved') then raise exception 'a clinic begins open or approved' using errcode = '23514'; end if;
  elsif new.state <> old.state and not app.clinic_step(old.state, new.state) then
    raise exception 'a clinic does not go from % to %', old.state, new.state using errcode = '23514';
  end if;
  return new;
end $$;
create trigger guard_state before insert or update of state on clinic_link for each row execute function app.guard_clinic_link();

create function app.remember_clinic_link() returns trigger language plpgsql as $$
begin
  insert into clinic_link_change (tenant_id, link_id, state_before, state_after, why, changed_by, score_before, score_after, opened_at, changed_at)
  values (new.tenant_id, new.id, case when tg_op = 'UPDATE' then old.state end, new.state, new.changed_why, new.changed_by,
    new.score_before, new.score_after, new.opened_at, new.updated_at);
  return null;
end $$;
create trigger remember_begin after insert on clinic_link for each row execute function app.remember_clinic_link();
create trigger remember_step after update of state on clinic_link for each row when (new.state <> old.state) execute function app.remember_clinic_link();

create table clinic_retest (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  link_id        bigint not null,
  exam_id        bigint not null,
  enrollment_id  bigint not null,
  score          numeric(8,2) not null check (score >= 0),
  recorded_by    bigint not null,
  recorded_at    timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, link_id) references clinic_link (tenant_id, id),
  foreign key (tenant_id, exam_id) references exam (tenant_id, id),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, recorded_by) references user_account (tenant_id, id)
);
comment on table clinic_retest is 'What an exam was worth when it was taken again in a clinic. The last one counts; a correction is one more.';
create index clinic_retest_exam on clinic_retest (enrollment_id, exam_id, id desc);

-- A result that is made anew, e.g. after its only submission was replaced, is still passed by the re-test there was.
create function app.keep_retest() returns trigger language plpgsql as $$
begin
  new.retest_score := (
    select t.score from clinic_retest t
    where t.tenant_id = new.tenant_id and t.enrollment_id = new.enrollment_id and t.exam_id = new.exam_id order by t.id desc limit 1);
  return new;
end $$;
create trigger keep_retest before insert on result for each row execute function app.keep_retest();

create table clinic_slot (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id(),
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  room          text not null default '' check (length(room) <= 50),
  capacity      int not null check (capacity between 1 and 200),
  taken         int not null default 0,
  teacher_id    bigint,
  lecture_id    bigint,
  note          text not null default '' check (length(note) <= 500),
  created_at    timestamptz not null,
  cancelled_at  timestamptz,
  unique (tenant_id, id),
  constraint clinic_slot_not_overbooked check (taken between 0 and capacity),
  check (ends_at > starts_at and ends_at <= starts_at + interval '12 hours'),
  foreign key (tenant_id, teacher_id) references user_account (tenant_id, id),
  foreign key (tenant_id, lecture_id) references lecture (tenant_id, id)
);
comment on column clinic_slot.taken is 'Seats that are booked, counted by the database.';
comment on column clinic_slot.lecture_id is 'Null: for students of every lecture.';
create index clinic_slot_time on clinic_slot (tenant_id, starts_at);

create type clinic_booking_state as enum ('booked', 'attended', 'missed', 'cancelled');
create table clinic_booking (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  slot_id     bigint not null,
  link_id     bigint not null,
  student_id  bigint not null,
  state       clinic_booking_state not null default 'booked',
  booked_by   bigint not null,
  booked_at   timestamptz not null,
  arrived_at  timestamptz,
  changed_at  timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, slot_id) references clinic_slot (tenant_id, id),
  foreign key (tenant_id, link_id) references clinic_link (tenant_id, id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, booked_by) references user_account (tenant_id, id)
);
comment on column clinic_booking.student_id is 'One seat for each student, whatever the clinic is for.';
create unique index clinic_booking_link on clinic_booking (link_id, tenant_id) where state = 'booked';
create unique index clinic_booking_seat on clinic_booking (slot_id, student_id, tenant_id) where state <> 'cancelled';
create index clinic_booking_of_link on clinic_booking (link_id, id desc);

create function app.guard_clinic_booking() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'booked' then raise exception 'a booking begins as booked' using errcode = '23514'; end if;
  elsif new.state <> old.state and old.state = 'cancelled' then
    raise exception 'a booking that was cancelled is not taken up again' using errcode = '23514';
  end if;
  return new;
end $$;
create trigger guard_state before insert or update of state on clinic_booking for each row execute function app.guard_clinic_booking();

-- Whoever takes a seat waits for whoever takes one of the same slot; one too many fails by the check on the slot.
create function app.count_clinic_seat() returns trigger language plpgsql as $$
begin
  update clinic_slot set taken = taken + case when tg_op = 'INSERT' then 1 else -1 end
  where tenant_id = new.tenant_id and id = new.slot_id;
  return null;
end $$;
create trigger take_seat after insert on clinic_booking for each row execute function app.count_clinic_seat();
create trigger free_seat after update of state on clinic_booking for each row
  when (new.state = 'cancelled' and old.state <> 'cancelled') execute function app.count_clinic_seat();

create type risk_outcome as enum ('recovered', 'agreed', 'no_need', 'left');
create table risk_case (
  id             bigint generated always as identity primary key,
  tenant_id      bigint not null default app.tenant_id(),
  enrollment_id  bigint not null,
  risk_level     risk_level not null check (risk_level <> 'NORMAL'),
  rule           risk_rule not null,
  meta           jsonb not null,
  owner_id       bigint,
  due_on         date not null,
  opened_at      timestamptz not null,
  ended_at       timestamptz,
  closed_at      timestamptz,
  outcome        risk_outcome,
  outcome_note   text not null default '' check (length(outcome_note) <= 2000),
  closed_by      bigint,
  updated_at     timestamptz not null,
  unique (tenant_id, id),
  check ((closed_at is null) = (outcome is null)),
  check (ended_at is null or closed_at is not null),
  foreign key (tenant_id, enrollment_id) references enrollment (tenant_id, id),
  foreign key (tenant_id, owner_id) references user_account (tenant_id, id),
  foreign key (tenant_id, closed_by) references user_account (tenant_id, id)
);
comment on table risk_case is 'Who looks after a student at risk: one for each time that the alarm stays on.';
comment on column risk_case.ended_at is 'When the alarm was over; a person may close the case before.';
comment on column risk_case.outcome is 'recovered: the alarm went by itself, nobody had closed the case.';
create unique index risk_case_present on risk_case (enrollment_id, tenant_id) where ended_at is null;
create index risk_case_time on risk_case (tenant_id, opened_at desc);

create type risk_channel as enum ('phone', 'message', 'meeting', 'other');
create type risk_person as enum ('student', 'parent');
create table risk_contact (
  id            bigint generated always as identity primary key,
  tenant_id     bigint not null default app.tenant_id(),
  case_id       bigint not null,
  channel       risk_channel not null,
  with_whom     risk_person not null,
  reached       boolean not null default true,
  note          text not null check (length(note) between 1 and 2000),
  contacted_by  bigint not null,
  contacted_at  timestamptz not null,
  unique (tenant_id, id),
  foreign key (tenant_id, case_id) references risk_case (tenant_id, id),
  foreign key (tenant_id, contacted_by) references user_account (tenant_id, id)
);
create index risk_contact_case on risk_contact (case_id, id);

call app.protect(array['clinic_link', 'clinic_slot', 'clinic_booking', 'risk_case']);
call app.protect(array['clinic_link_change', 'clinic_retest', 'risk_contact'], 'select, insert');

create function app.is_wrong(fact result_fact) returns boolean language sql immutable parallel safe as $$
  select fact.is_correct = false and coalesce(fact.meta #>> '{grading,invalid_reason}', '') not in ('LOW_CONFIDENCE', 'NO_KEY')
$$;
create aggregate app.merged(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');

-- What exams are a reason for a clinic (spec/04): a result under its pass score, an attempt that was not read with
-- certainty, a question wrong in the last attempt and in one before. Each student's exams of a session are one row.
create function app.clinic_exam_causes(enrollments bigint[])
returns table (enrollment_id bigint, session_id bigint, exam_id bigint, cause clinic_cause, score numeric, meta jsonb) language sql stable as $$
  with judged as (
    select r.enrollment_id, x.session_id, x.id as exam_id, x.title, r.attempt_id, r.max_score, r.pass_score,
      greatest(r.total_score, r.retest_score) as score,
      not r.passed
        and coalesce(not (p.exam_state in ('excused', 'passed') or p.completed and p.exam_state = 'failed'), true) as is_low,
      coalesce(a.unsure_count, 0) as unsure, w.questions as repeated
    from result r
    cross join lateral (
      select x.id, x.session_id, x.title from exam x
      where x.tenant_id = r.tenant_id and x.id = r.exam_id and x.deleted_at is null and x.state <> 'draft' offset 0) x
    cross join lateral (
      select s.id from class_session s where s.tenant_id = r.tenant_id and s.id = x.session_id and s.deleted_at is null offset 0) s
    cross join lateral (
      select se.id from session_enrollment se
      where se.tenant_id = r.tenant_id and se.session_id = x.session_id and se.enrollment_id = r.enrollment_id offset 0) se
    left join attempt a on a.tenant_id = r.tenant_id and a.id = r.attempt_id
    left join session_progress p on p.tenant_id = r.tenant_id and p.session_id = x.session_id and p.enrollment_id = r.enrollment_id
    left join lateral (
      select array_agg(f.exam_question_id order by f.exam_question_id) as questions
      from attempt last join result_fact f on f.tenant_id = last.tenant_id and f.attempt_id = last.id
      where last.tenant_id = r.tenant_id and last.exam_id = r.exam_id and last.enrollment_id = r.enrollment_id
        and last.number > 1 and app.is_wrong(f)
        and not exists (select from attempt later where later.tenant_id = r.tenant_id and later.exam_id = r.exam_id
          and later.enrollment_id = r.enrollment_id and later.number > last.number)
        and exists (select from attempt before join result_fact g on g.tenant_id = before.tenant_id and g.attempt_id = before.id
          where before.tenant_id = r.tenant_id and before.exam_id = r.exam_id and before.enrollment_id = r.enrollment_id
            and before.number < last.number and g.exam_question_id = f.exam_question_id and app.is_wrong(g))
    ) w on true
    where r.tenant_id = app.tenant_id() and r.enrollment_id = any(enrollments)
  ), reasoned as (
    select j.*, jsonb_strip_nulls(jsonb_build_object(
      'LOW_SCORE', case when is_low then jsonb_build_object('score', score, 'pass_score', pass_score) end,
      'LOW_CONFIDENCE_OMR', case when unsure >= 2 then jsonb_build_object('count', unsure, 'threshold', 2) end,
      'REPEATED_WRONG', case when repeated is not null then jsonb_build_object('question_ids', to_jsonb(repeated)) end)) as reasons,
      (case when is_low then 'LOW_SCORE' when repeated is not null then 'REPEATED_WRONG' else 'LOW_CONFIDENCE_OMR' end)::clinic_cause as cause
    from judged j
    where is_low or unsure >= 2 or repeated is not null
  ), evident as (
    select r.*, jsonb_build_object('exam_id', r.exam_id, 'title', r.title, 'score', r.score, 'max_score', r.max_score,
      'pass_score', r.pass_score, 'reasons', r.reasons, 'wrong', coalesce(v.wrong, '[]'), 'repeated', coalesce(v.repeated, '[]')) as evidence,
      row_number() over (partition by r.enrollment_id, r.session_id order by r.cause, r.score - r.pass_score, r.exam_id) as place
    from reasoned r
    cross join lateral (
      select jsonb_agg(q.number order by q.number) filter (where app.is_wrong(f)) as wrong,
        jsonb_agg(q.number order by q.number) filter (where q.id = any(r.repeated)) as repeated
      from result_fact f join exam_question q on q.tenant_id = f.tenant_id and q.id = f.exam_question_id
      where f.tenant_id = app.tenant_id() and f.attempt_id = r.attempt_id
    ) v
  )
  select e.enrollment_id, e.session_id, (array_agg(e.exam_id order by e.place))[1], (array_agg(e.cause order by e.place))[1],
    (array_agg(e.score order by e.place))[1],
    -- Of several exams with the same reason, the evidence of the first counts: later keys win in ||, so the worst comes last.
    jsonb_build_object('exam_reasons', app.merged(e.reasons order by e.place desc), 'exams', jsonb_agg(e.evidence order by e.place))
  from evident e
  group by e.enrollment_id, e.session_id
$$;

-- Opens, opens again and closes automatic links by the facts, for any number of enrollments; rows that would not change are
-- not touched. Runs after app.recompute_progress, in its transaction. What a person dismissed stays dismissed.
create function app.recompute_clinic(enrollments bigint[], today date, at timestamptz)
returns table (link_id bigint, enrollment_id bigint, lecture_id bigint, what text) language plpgsql as $$
#variable_conflict use_column
declare tenant bigint := app.tenant_id();
begin
  return query
  with cause as materialized (
    select p.enrollment_id, p.session_id, 'AUTO_FAILED'::clinic_reason as reason, 'INCOMPLETE'::clinic_cause as cause, null::bigint as exam_id,
      null::numeric as score, jsonb_build_object('codes', coalesce(p.meta -> 'codes', '[]')) as meta
    from session_progress p
    cross join lateral (
      select e.lecture_id from enrollment e where e.tenant_id = p.tenant_id and e.id = p.enrollment_id and e.status = 'ACTIVE' offset 0) e
    cross join lateral (
      select s.date from class_session s where s.tenant_id = p.tenant_id and s.id = p.session_id and s.deleted_at is null and s.date <= today offset 0) s
    cross join lateral (
      select y.grace_days as grace from policy_version y
      where y.tenant_id = p.tenant_id and y.lecture_id = e.lecture_id and coalesce(y.effective_on <= s.date, true)
      order by y.version desc limit 1) y
    where p.tenant_id = tenant and p.enrollment_id = any(enrollments) and not p.completed and p.is_judged
      and (p.homework_state = 'failed' or today > s.date + y.grace and (p.video_state = 'pending' or p.exam_state = 'pending'
        or p.homework_state = 'pending' and today > y.grace + coalesce((
          select max((coalesce(longer.due_at, w.due_at) at time zone t.timezone)::date)
          from homework w
          join tenant t on t.id = w.tenant_id
          left join homework_extension longer on longer.tenant_id = w.tenant_id and longer.homework_id = w.id and longer.enrollment_id = p.enrollment_id
          where w.tenant_id = p.tenant_id and w.session_id = p.session_id and w.deleted_at is null), s.date)))
    union all
    select c.enrollment_id, c.session_id, 'AUTO_RISK', c.cause, c.exam_id, c.score, c.meta
    from app.clinic_exam_causes(enrollments) c
    join enrollment e on e.tenant_id = tenant and e.id = c.enrollment_id and e.status = 'ACTIVE'
  ), was as materialized (
    select l.id, l.enrollment_id, l.session_id, l.reason, l.state, l.cause, l.exam_id, l.meta
    from clinic_link l
    where l.tenant_id = tenant and l.enrollment_id = any(enrollments) and l.reason in ('AUTO_FAILED', 'AUTO_RISK')
  ), opened as (
    insert into clinic_link as l (tenant_id, enrollment_id, session_id, reason, cause, exam_id, meta, score_before, changed_why, opened_at, created_at, updated_at)
    select tenant, c.enrollment_id, c.session_id, c.reason, c.cause, c.exam_id, c.meta, c.score, 'cause_found', at, at, at
    from cause c left join was w using (enrollment_id, session_id, reason)
    where w.id is null or w.state = 'done' or (w.cause, w.exam_id, w.meta) is distinct from (c.cause, c.exam_id, c.meta)
    on conflict (enrollment_id, session_id, reason, tenant_id) where reason in ('AUTO_FAILED', 'AUTO_RISK') do update set
      cause = excluded.cause, exam_id = excluded.exam_id, meta = excluded.meta, updated_at = at,
      state = case when l.state = 'done' then 'open' else l.state end,
      approved = l.approved and l.state <> 'done',
      closed_at = case when l.state = 'dismissed' then l.closed_at end,
      opened_at = case when l.state = 'done' then at else l.opened_at end,
      score_before = case when l.state = 'done' then excluded.score_before else l.score_before end,
      score_after = case when l.state = 'dismissed' then l.score_after end,
      changed_by = case when l.state = 'done' then null else l.changed_by end,
      changed_why = case when l.state = 'done' then 'cause_back' else l.changed_why end
    returning l.id, l.enrollment_id, l.opened_at = at as is_news
  ), closed as (
    update clinic_link l set state = 'done', closed_at = at, updated_at = at, changed_by = null, changed_why = 'cause_gone',
      score_after = case when l.exam_id is not null then (
        select greatest(r.total_score, r.retest_score)
        from result r where r.tenant_id = tenant and r.exam_id = l.exam_id and r.enrollment_id = l.enrollment_id) end
    from was w
    where l.tenant_id = tenant and l.id = w.id and l.state in ('open', 'approved', 'booked')
      and not exists (select from cause c where (c.enrollment_id, c.session_id, c.reason) = (w.enrollment_id, w.session_id, w.reason))
    returning l.id, l.enrollment_id
  ), freed as (
    update clinic_booking b set state = 'cancelled', changed_at = at
    from closed c, clinic_slot s
    where b.tenant_id = tenant and b.link_id = c.id and b.state = 'booked'
      and s.tenant_id = tenant and s.id = b.slot_id and s.starts_at > at
  ), news as (
    select o.id, o.enrollment_id, case when o.is_news then 'opened' else 'changed' end as what from opened o
    union all select c.id, c.enrollment_id, 'closed' from closed c
  )
  select n.id, n.enrollment_id, e.lecture_id, n.what from news n join enrollment e on e.tenant_id = tenant and e.id = n.enrollment_id;
end $$;

-- A case for each alarm that is on; it goes with the alarm, and is taken up again when the alarm gets worse.
create function app.recompute_cases(enrollments bigint[], today date, at timestamptz)
returns table (enrollment_id bigint) language sql as $$
  with standing as materialized (
    select p.enrollment_id, p.risk_level, p.risk_rule, p.meta, l.teacher_id,
      today + case p.risk_level when 'DANGER' then 1 else 3 end as due_on
    from lecture_progress p
    join enrollment e on e.tenant_id = p.tenant_id and e.id = p.enrollment_id and e.status = 'ACTIVE'
    join lecture l on l.tenant_id = p.tenant_id and l.id = p.lecture_id and l.deleted_at is null
    where p.tenant_id = app.tenant_id() and p.enrollment_id = any(enrollments) and p.risk_level <> 'NORMAL'
  ), was as materialized (
    select k.id, k.enrollment_id, k.risk_level, k.rule, k.meta from risk_case k
    where k.tenant_id = app.tenant_id() and k.enrollment_id = any(enrollments) and k.ended_at is null
  ), opened as (
    insert into risk_case as k (tenant_id, enrollment_id, risk_level, rule, meta, owner_id, due_on, opened_at, updated_at)
    select app.tenant_id(), s.enrollment_id, s.risk_level, s.risk_rule, s.meta, s.teacher_id, s.due_on, at, at
    from standing s left join was w using (enrollment_id)
    where w.id is null or (w.risk_level, w.rule, w.meta) is distinct from (s.risk_level, s.risk_rule, s.meta)
    on conflict (enrollment_id, tenant_id) where ended_at is null do update set risk_level = excluded.risk_level, rule = excluded.rule,
      meta = excluded.meta, updated_at = at,
      due_on = case when excluded.risk_level > k.risk_level then excluded.due_on else k.due_on end,
      closed_at = case when excluded.risk_level > k.risk_level then null else k.closed_at end,
      closed_by = case when excluded.risk_level > k.risk_level then null else k.closed_by end,
      outcome = case when excluded.risk_level > k.risk_level then null else k.outcome end
    returning k.enrollment_id
  ), ended as (
    update risk_case k set ended_at = at, closed_at = coalesce(k.closed_at, at), outcome = coalesce(k.outcome, 'recovered'), updated_at = at
    from was w
    where k.tenant_id = app.tenant_id() and k.id = w.id and k.ended_at is null
      and not exists (select from standing s where s.enrollment_id = w.enrollment_id)
    returning k.enrollment_id
  )
  select o.enrollment_id from opened o union select e.enrollment_id from ended e
$$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to seodang_app;
