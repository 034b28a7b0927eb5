create table study_round (
  tenant_id   bigint not null default app.tenant_id(),
  student_id  bigint not null,
  uuid        uuid not null,
  quiz_mode   quiz_mode not null,
  pub_ids     uuid[] not null check (cardinality(pub_ids) between 1 and 200),
  reshuffled  uuid[] not null,
  skipped     uuid[] not null,
  seed        bigint not null,
  begun_at    timestamptz not null,
  devices     int not null default 1 check (devices between 1 and 100),
  ended_at    timestamptz,
  shared_at   timestamptz not null,
  primary key (student_id, uuid, tenant_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id)
);
comment on table study_round is 'What a round on a device asks, so that another device can go on with it. Its answers come in as those of any session, by the same uuid.';
comment on column study_round.devices is 'How many devices have it: each counts the places of its own answers from another number on.';

call app.protect(array['study_round']);
