-- Many clinics approved at once, and the way back.
create table clinic_approval (
  id           bigint generated always as identity primary key,
  tenant_id    bigint not null default app.tenant_id(),
  link_ids     bigint[] not null check (cardinality(link_ids) between 1 and 500),
  approved_by  bigint not null,
  approved_at  timestamptz not null,
  undone_by    bigint,
  undone_at    timestamptz,
  unique (tenant_id, id),
  check ((undone_by is null) = (undone_at is null)),
  foreign key (tenant_id, approved_by) references user_account (tenant_id, id),
  foreign key (tenant_id, undone_by) references user_account (tenant_id, id)
);
comment on table clinic_approval is 'Undone: its links that nothing has happened to since, and of which the family was not told, are open again.';
create index clinic_approval_time on clinic_approval (tenant_id, id desc);
call app.protect(array['clinic_approval'], 'select, insert, update');

-- The life of a link; clinic.rules.ts says the same, and a test holds both together.
create or replace function app.clinic_step(was clinic_state, becomes clinic_state) returns boolean language sql immutable parallel safe as $$
  select case was
    when 'open' then becomes in ('approved', 'booked', 'done', 'dismissed')
    when 'approved' then becomes in ('open', 'booked', 'done', 'dismissed')
    when 'booked' then becomes in ('approved', 'done', 'dismissed')
    else becomes = 'open'
  end
$$;
