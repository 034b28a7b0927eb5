create table study_fit_try (
  id          bigint generated always as identity primary key,
  tenant_id   bigint not null default app.tenant_id(),
  subject     text check (length(subject) <= 120),
  student_id  bigint,
  reviews     int not null check (reviews >= 0),
  tried_at    timestamptz not null,
  check (num_nonnulls(subject, student_id) <= 1),
  unique nulls not distinct (student_id, subject, tenant_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table study_fit_try is 'How many answers there were when fitting to those of a student, a subject or the academy was last tried, also when they said too little: the next try waits for others.';

call app.protect(array['study_fit_try']);

insert into study_fit_try (tenant_id, subject, student_id, reviews, tried_at)
select distinct on (f.tenant_id, f.subject, f.student_id) f.tenant_id, f.subject, f.student_id, f.reviews, f.fitted_at
from study_fit f order by f.tenant_id, f.subject, f.student_id, f.id desc;

-- By which weights the memories of a student are folded, by subject; null is for all others. Devices compare it as it is
-- written, so that it has an order.
create or replace function app.study_weights(student bigint) returns json language sql stable as $$
  select coalesce(json_agg(json_build_object('subject', f.subject, 'weights', f.weights) order by f.id), '[]')
  from study_student_fit s join study_fit f on f.tenant_id = s.tenant_id and f.id = any(s.study_fit_ids)
  where s.tenant_id = app.tenant_id() and s.student_id = student
$$;
