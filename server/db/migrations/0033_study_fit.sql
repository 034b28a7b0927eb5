create type study_fit_state as enum ('adopted', 'rejected', 'reverted');

create table study_fit (
  id                bigint generated always as identity primary key,
  tenant_id         bigint not null default app.tenant_id() references tenant,
  state             study_fit_state not null,
  algorithm         text not null default 'fsrs-6',
  weights           double precision[] not null check (cardinality(weights) = 21),
  split_on          date not null,
  learned           int not null check (learned > 0),
  tested            int not null check (tested > 0),
  log_loss          double precision not null check (log_loss >= 0),
  log_loss_before   double precision not null check (log_loss_before >= 0),
  log_loss_default  double precision not null check (log_loss_default >= 0),
  gain              double precision not null,
  gain_error        double precision not null check (gain_error >= 0),
  fitted_at         timestamptz not null,
  reverted_at       timestamptz,
  unique (tenant_id, id),
  check ((reverted_at is not null) = (state = 'reverted'))
);
comment on table study_fit is 'Weights that were fitted to the reviews of an academy, with what they came to on later reviews. In use is the latest one that is adopted; without any the weights that FSRS brings.';
comment on column study_fit.split_on is 'Learned from study days before, tried on reviews from this day on.';
comment on column study_fit.log_loss_before is 'Of the weights that were in use, on the same later reviews.';
create index study_fit_adopted on study_fit (tenant_id, id) where state = 'adopted';

create table study_student_fit (
  tenant_id     bigint not null default app.tenant_id(),
  student_id    bigint not null,
  study_fit_id  bigint,
  primary key (tenant_id, student_id),
  foreign key (tenant_id, student_id) references student (tenant_id, id),
  foreign key (tenant_id, study_fit_id) references study_fit (tenant_id, id)
);
comment on table study_student_fit is 'By which weights all memories of a student are folded; null or no row: by those that FSRS brings.';

call app.protect(array['study_fit'], 'select, insert, update');
call app.protect(array['study_student_fit']);
